"""The page on which JupyterLab opens: where a student begins, and where the work lies."""

import json

START = "START.md"
PAGE = """# Pathfinders: start here

This folder is your own copy of the workbook. Write in it, break it, mend it: a newer edition of the course
never overwrites what you changed. It is laid beside yours, and this page says so.

1. **Open a chapter** below. Click a cell and press `Shift` + `Enter` to run it; then go on to the next.
2. **Do its exercise.** Run the check below each answer as often as you like: it says what to do next.
3. **Save** (`Ctrl` + `S`), and hand in the exercise's notebook the way your instructor asks.

| chapter | read and play | its exercise |
|---|---|---|
{rows}
{news}
Something went wrong, or a slider is gone since you came back? In the menu *Kernel*, choose *Restart Kernel
and Run All Cells*. To begin a notebook afresh, rename yours: the next start puts a new copy in its place.
"""


def start_page(originals, work):
    """Markdown of the start page for {name: bytes} of the course's notebooks, laid out in the folder work."""
    rows = "\n".join(_row(name, content, originals) for name, content in originals.items() if "/" not in name)
    newer = sorted(path.relative_to(work).as_posix() for path in work.glob("**/* (new *.ipynb"))
    return PAGE.format(rows=rows, news=_news(newer))


def _row(name, content, originals):
    """One chapter of the table: number, title, link to its notebook and to its exercise."""
    number = name.split("-")[0].lstrip("0") or "0"
    title = json.loads(content)["metadata"].get("title", name)
    exercise = f"exercises/{name}"
    link = f"[the exercise]({exercise})" if exercise in originals else "–"
    return f"| {number}. {title} | [the chapter]({name}) | {link} |"


def _news(newer):
    """A paragraph on the newer copies that lie beside the student's own, empty where there are none."""
    if not newer:
        return ""
    listed = "\n".join(f"- [{name}](<{name}>)" for name in newer)
    advice = "Move over what you need, then delete one of the two"
    return f"\n**Newer editions, laid beside yours.** {advice}:\n\n{listed}\n"
