"""What stops a book before it is built: a sentence for each problem of a page, model, card or exercise."""

from pathlib import Path

import yaml

from pathfinders.errors import PathfindersError
from pathfinders.site.chapter import FRONT_MATTER, PARTS, PageError, read_chapter
from pathfinders.site.digest import SOURCES, digest

LENGTHS = ("short", "course", "exercise")


def problems(root):
    """List of sentences (str), empty where the book under ``root`` may be built."""
    root = Path(root)
    try:
        pages = _pages(root)
    except PageError as error:
        return [str(error)]
    return _proved(root) + [line for path in pages for line in _told(page_problems, path)]


def source_problems(root):
    """List of sentences (str) for models, cards and exercises; each key and wrong answer is judged anew."""
    kinds = (("models/*.mdl", _model), ("models/*.yaml", _card), ("exercises/*.md", _exercise))
    return [line for files, ask in kinds for path in sorted(root.glob(files)) for line in _told(ask, path)]


def _proved(root):
    """source_problems, asked once for the same files: to judge all answers of an exercise takes 10 s."""
    stamp = root / "_build" / "proved"
    name = digest(root, (*SOURCES, "exercises"))
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == name:
        return []
    found = source_problems(root)
    if not found:
        stamp.parent.mkdir(exist_ok=True)
        stamp.write_text(name, encoding="utf-8")
    return found


def page_problems(path):
    """List of PageError for one page of the book."""
    page = read_chapter(path)
    found = [] if page.title else [PageError(page.short, "no title", "a line that starts with '# '")]
    if not isinstance(page.meta.get("description"), str):
        found.append(_front(page, "description", "one plain sentence"))
    if page.number:
        found += [_front(page, key, f"a {kind.__name__}") for key, kind in FRONT_MATTER.items()
                  if not isinstance(page.meta.get(key), kind) and key != "description"]
        found += _minutes(page) + _parts(page) + _short(page) + _exercises(page)
    return found + _cells(page)


def _pages(root):
    """Paths of the pages that the table of contents names; PageError where it cannot be read."""
    try:
        toc = yaml.safe_load((root / "book" / "_toc.yml").read_text(encoding="utf-8"))
        names = [toc["root"]] + [entry["file"] for entry in toc.get("chapters") or []]
    except (UnicodeDecodeError, yaml.YAMLError, TypeError, KeyError, AttributeError, OSError) as error:
        found = f"it cannot be read ({type(error).__name__}: {error})".replace("\n", " ")
        expected = "'root: index', and under 'chapters:' lines '- file: name'"
        raise PageError("book/_toc.yml", found, expected) from None
    return [root / "book" / f"{name}.md" for name in names]


def _told(examine, path):
    """Sentences of what ``examine(path)`` returns or raises."""
    try:
        return [str(problem) for problem in examine(path) or ()]
    except FileNotFoundError:
        return [str(PageError(f"{path.parent.name}/{path.name}", "no such file", "the page that "
                              "book/_toc.yml names", "write it or take it out of book/_toc.yml"))]
    except PathfindersError as error:
        return [str(error)]


def _model(path):
    from pathfinders.model import problems as rules
    from pathfinders.model import read

    return rules(read(path))


def _card(path):
    """A sentence for each claim that its runs do not bear out; what is wrong with the model, _model says."""
    from pathfinders.engine.claims import evaluate
    from pathfinders.model import ModelError, load_card, read

    try:
        read(path.stem)
    except ModelError:
        if path.with_suffix(".mdl").is_file():
            return []
    results = evaluate(load_card(path.stem), sweeps=False)
    return [PageError(f"models/{path.name}, claim {result.claim.id}", f"not borne out: {result.claim.says}",
                      "a claim that its runs hold", f"see `python -m pathfinders check {path.stem}`")
            for result in results if not result.holds]


def _exercise(path):
    from pathfinders.practice import validate

    validate(path)


def _front(page, key, expected):
    found = f"{type(page.meta[key]).__name__} for {key!r}" if key in page.meta else f"no {key!r}"
    return PageError(f"{page.short}, front matter", found, expected, f"write {key}: …")


def _minutes(page):
    minutes = page.meta.get("minutes")
    if not isinstance(minutes, dict):
        return []
    missing = [key for key in LENGTHS if not isinstance(minutes.get(key), int)]
    return [_front(page, "minutes", f"whole numbers for {', '.join(missing)}")] if missing else []


def _parts(page):
    """Each of the eight parts once, in order, under the chapter's own number, before a heading."""
    found = []
    for part in page.parts:
        where = f"{page.short}, line {part.line}"
        if part.number != page.number:
            found.append(PageError(where, f"({part.number}-{part.label})=", f"({page.number}-{part.label})="))
        if not part.heading and part.label in PARTS:
            found.append(PageError(where, f"no heading under {part.label!r}", "a line that begins with ##"))
    labels = [part.label for part in page.parts if part.label in PARTS]
    for name in PARTS:
        if labels.count(name) != 1:
            count = f"{labels.count(name)} parts labelled {name!r}"
            found.append(PageError(page.short, count, f"one ({page.number}-{name})= before its heading"))
    if sorted(labels) == sorted(PARTS) and tuple(labels) != PARTS:
        found.append(PageError(page.short, f"parts in the order {', '.join(labels)}", ", ".join(PARTS)))
    return found


def _short(page):
    """The 15-minute path names labels of this page only."""
    known = [part.label for part in page.parts]
    lost = [name for name in page.meta.get("short") or () if name not in known]
    return [PageError(f"{page.short}, front matter", f"short names {name!r}", "a label of this page, one of "
                      + ", ".join(known)) for name in lost]


def _exercises(page):
    folder = page.path.parent.parent / "exercises"
    return [PageError(page.short, f"exercise {slug!r}", "a file in exercises/", f"write exercises/{slug}.md")
            for slug in page.exercises if not (folder / f"{slug}.md").is_file()]


def _cells(page):
    """Each code cell has its own label: the notebook's cell ids come from it."""
    found, seen = [], set()
    for cell in page.cells:
        where = f"{page.short}, line {cell.line}"
        if not cell.label:
            found.append(PageError(where, "a code cell without label", "a line ':label: a-short-name'"))
        elif cell.label in seen:
            found.append(PageError(where, f"a second cell labelled {cell.label!r}", "a label used once"))
        seen.add(cell.label)
    return found
