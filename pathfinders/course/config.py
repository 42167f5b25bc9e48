"""The settings of the generated nbgrader course, and why each differs from nbgrader's own."""

from pathfinders.practice.notebooks import CODE_STUB, TEXT_STUB

OWN = "# ---- Below this line are your own settings: they stay when the course is built again. ----\n"

TEXT = f'''"""This course, for nbgrader. Made by `pathfinders course build`; a second build writes
it anew, down to the line that says so."""

import os
import sys
from pathlib import Path

from pathfinders.course import readers
from pathfinders.course.intake import Intake

c = get_config()  # noqa: F821
here = Path(__file__).resolve().parent

# nbgrader calls alembic by name, which is found only when the environment's programs are on PATH.
places = [str(Path(sys.executable).parent), *(os.environ.get("PATH") or os.defpath).split(os.pathsep)]
os.environ["PATH"] = os.pathsep.join(dict.fromkeys(places))

# Without a root the gradebook lands in whatever folder nbgrader was called from.
c.CourseDirectory.root = str(here)
c.CourseDirectory.course_id = "pathfinders"

c.ClearSolutions.code_stub = {{"python": {CODE_STUB!r}}}
c.ClearSolutions.text_stub = {TEXT_STUB!r}

# Copied cells would stop the grading of a whole class, and HTML in an answer would run as its reader.
c.Autograde.sanitize_preprocessors.prepend([Intake])

# A first check compiles a model; a student's endless loop is stopped long before this.
c.Execute.timeout = 90

# A student's outputs reach other people's browsers through feedback.
c.HTMLExporter.sanitize_html = True

# formgrader and feedback take a template of ours, with which their pages load nothing from elsewhere.
# An empty piece of the list, or nbconvert's default, would be the folder where one is: a student's, maybe.
others = filter(os.path.isabs, os.environ.get("JUPYTER_PATH", "").split(os.pathsep))
os.environ["JUPYTER_PATH"] = os.pathsep.join(dict.fromkeys([*readers.__path__, *others]))
c.TemplateExporter.extra_template_basedirs = [str(here)]

{OWN}'''
