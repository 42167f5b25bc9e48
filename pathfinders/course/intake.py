"""What a submitted notebook loses before nbgrader reads it: what would stop, mislead or attack the grader."""

from nbconvert.preprocessors import Preprocessor
from traitlets import Bool

from pathfinders.course.prose import prose


class Intake(Preprocessor):
    """Takes copied cells, tags, widget state and HTML in prose out of a student's notebook.

    nbgrader stops the whole class at the first notebook in which a student has copied an answer cell, so
    the copy becomes an ordinary cell; also at the first whose metadata have another version than its own, so
    they get its own. A tag can keep a test from being run, which counts as passed. HTML in a Markdown cell
    would run in formgrader and in feedback, with the rights of whoever reads it.
    """

    enabled = Bool(True).tag(config=True)

    def preprocess(self, nb, resources):
        """The notebook and the resources, as nbconvert wants them; the notebook is changed in place."""
        from nbgrader.nbgraderformat import SCHEMA_VERSION  # here, for whoever reads the settings pays for it

        nb.metadata.pop("widgets", None)
        nb.metadata.pop("pathfinders", None)  # with which our own grader marks what it has made
        met = set()
        for cell in reversed(nb.cells):
            cell.metadata.pop("tags", None)
            if not is_own(cell.metadata.get("nbgrader"), met):
                cell.metadata.pop("nbgrader", None)
            else:
                cell.metadata["nbgrader"]["schema_version"] = SCHEMA_VERSION
            if cell.cell_type != "code":
                cell.source = prose(cell.source)
        return nb, resources


def is_own(known, met):
    """True for a cell's nbgrader metadata that name it, by an id that was not met before (the last counts).

    Its id is added to `met`.
    """
    name = known.get("grade_id") if isinstance(known, dict) else None
    if not isinstance(name, str) or not name or name in met:
        return False
    met.add(name)
    return True
