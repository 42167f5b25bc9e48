"""The head and the foot of a chapter, made from its front matter."""

from docutils import nodes
from sphinx import addnodes

from pathfinders.site.chapter import read_chapter, typeset
from pathfinders.site.passages import FILE

LENGTHS = (
    ("short", "{short} minutes", "Question, guess, one drag, one question for Monday; no equation, no code."),
    ("course", "{course} minutes", "The course path: the page as it stands."),
    ("all", "Everything", "The course path with every fold open, and {exercise} minutes for the exercise."),
)


def setup(app):
    # Before Sphinx collects the page's contents, whose links are each section's first id.
    app.connect("doctree-read", add_frame, priority=100)


def add_frame(app, doctree):
    """Put lengths and objectives under a chapter's title, key points and sources at its end."""
    chapter = read_chapter(app.env.doc2path(app.env.docname))
    if not chapter.number or not chapter.meta.get("minutes"):
        return
    name_parts(doctree, {part.label for part in chapter.parts})
    app.env.note_dependency(str(chapter.path.with_name(FILE)))
    section = next(iter(doctree.findall(nodes.section)))
    section.insert(1, head(chapter.meta))
    section.append(foot(chapter.meta, model_links(app.env, chapter.meta["models"])))
    mark_beyond_short(section, chapter.meta["short"])


def head(meta):
    """Container node: how much of the page (three buttons), and what the reader can do afterwards."""
    buttons = "".join(
        f'<button type="button" data-length="{name}" aria-pressed="{str(name == "course").lower()}" '
        f'title="{about.format(**meta["minutes"])}">{label.format(**meta["minutes"])}</button>'
        for name, label, about in LENGTHS
    )
    group = f'<div class="pf-lengths" role="group" aria-label="How much of this page">{buttons}</div>'
    box = nodes.container(classes=["pf-head"])
    box += nodes.raw("", group, format="html")
    box += [nodes.paragraph("", "After this chapter", classes=["pf-lead"]), _list(meta["objectives"])]
    return box


def model_links(env, slugs):
    """A link for each model of a chapter that has a page."""
    told = {"refdomain": "std", "reftype": "doc", "refdoc": env.docname}
    told |= {"refexplicit": False, "refwarn": True}
    return [addnodes.pending_xref("", nodes.inline("", slug), reftarget=f"/models/{slug}", **told)
            for slug in slugs if f"models/{slug}" in env.found_docs]


def foot(meta, models=()):
    """Container node: key points, links to the models, then each passage with its gist.

    The {passage} role links there.
    """
    box = nodes.container(classes=["pf-foot"])
    box += [nodes.rubric("", "To take along"), _list(meta["keypoints"])]
    if models:
        items = [nodes.list_item("", nodes.paragraph("", "", link)) for link in models]
        box += [nodes.rubric("", "The models, from inside"), nodes.bullet_list("", *items)]
    sources = nodes.bullet_list(classes=["pf-sources"])
    for name, gist in meta["passages"].items():
        line = nodes.paragraph("", "", nodes.strong("", name), nodes.Text(f" {typeset(gist)}"))
        sources += nodes.list_item("", line, ids=[f"passage-{name.lower()}"])
    box += [nodes.rubric("", "Where this comes from"), sources]
    return box


def name_parts(doctree, labels):
    """Address each part by its label, which outlives a better heading."""
    for section in doctree.findall(nodes.section):
        section["ids"].sort(key=lambda name: name not in labels)


def mark_beyond_short(section, labels):
    """Give each part that is not on the 15-minute path the class ``pf-beyond``; the style sheet hides it."""
    for part in [node for node in section.children if isinstance(node, nodes.section)]:
        if not _labelled(part, labels):
            kept = [sub for sub in part.findall(nodes.section) if sub is not part and _labelled(sub, labels)]
            beyond = [node for node in part.children if node not in kept] if kept else [part]
            for node in beyond:
                if isinstance(node, nodes.Element):
                    node["classes"].append("pf-beyond")


def _labelled(node, labels):
    return bool(set(node["ids"]) & set(labels))


def _list(lines):
    items = [nodes.list_item("", nodes.paragraph("", typeset(line))) for line in lines]
    return nodes.bullet_list("", *items)
