"""Templates for the pages in which a student's work is read; a folder on JUPYTER_PATH."""
