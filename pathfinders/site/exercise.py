"""The directive that shows an exercise without its answers."""

from pathlib import Path

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

HEADING = 4  # under the chapter's own ### heading; as sections they would leave the box


class Exercise(SphinxDirective):
    """``{exercise} 05-two-rubber-bands``: its prompts; the page follows the file's changes."""

    required_arguments = 1

    def run(self):
        from pathfinders.practice import page_markdown

        path = Path(self.env.srcdir).parent / "exercises" / f"{self.arguments[0]}.md"
        self.env.note_dependency(str(path))
        box = nodes.container(classes=["pf-exercise"])
        text = StringList(page_markdown(path).splitlines(), source=str(path))
        self.state.nested_parse(text, self.content_offset, box)
        for heading in box.findall(nodes.rubric):
            heading["level"] = HEADING
        return [box]


def setup(app):
    app.add_directive("exercise", Exercise)
