"""What a submitted notebook loses before nbgrader reads it: what would stop, mislead or attack the grader."""

from nbconvert.preprocessors import Preprocessor
from traitlets import Bool

from pathfinders.course.prose import prose


class Intake(Preprocessor):
    """Takes copied cells, tags, widget state and HTML in prose out of a student's notebook.

    nbgrader stops the whole class at the first notebook in which a student has copied an answer cell, so
    the copy becomes an ordinary cell. A tag can keep a test from being run, which counts as passed. HTML
    in a Markdown cell would run in formgrader and in feedback, with the rights of whoever reads it.
    """

    enabled = Bool(True).tag(config=True)

    def preprocess(self, nb, resources):
        """The notebook and the resources, as nbconvert wants them; the notebook is changed in place."""
        nb.metadata.pop("widgets", None)
        nb.metadata.pop("pathfinders", None)  # with which our own grader marks what it has made
        met = set()
        for cell in reversed(nb.cells):
            cell.metadata.pop("tags", None)
            if is_copy(cell, met):
                del cell.metadata["nbgrader"]
            if cell.cell_type != "code":
                cell.source = prose(cell.source)
        return nb, resources


def is_copy(cell, met):
    """True when a cell with the same id was met before (the last one counts); adds the id to `met`."""
    known = cell.metadata.get("nbgrader")
    name = known.get("grade_id") if isinstance(known, dict) else None
    copied = name is not None and name in met
    met.add(name)
    return copied
