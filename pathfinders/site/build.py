"""Build the book so that it tells the truth, on the second call as on the first."""

import argparse
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import yaml

from pathfinders.site.digest import digest
from pathfinders.site.models import sweep, write_stubs
from pathfinders.site.problems import page_problems, problems

WARNING = re.compile(r"^(?P<where>.*?):? ?(?:WARNING|ERROR|CRITICAL|SEVERE): (?P<what>.*)$")
MISSING = re.compile(r"target not found: '([\w-]+\.md)'")
ANSI = re.compile(r"\x1b\[[0-9;]*m")
# jsonschema tries to import this module, which costs 1.4 s and checks addresses that no page has.
SLOW = "rfc3987_syntax"
JUPYTER_BOOK = (
    f"import sys; sys.modules['{SLOW}'] = None; from jupyter_book.cli.main import main; sys.exit(main())"
)
CACHES_KEPT = 3


def book(argv=None):
    """``python -m pathfinders book``: build _build/html; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m pathfinders book", description="Build the book's pages.")
    parser.parse_args(argv)
    root = project_root()
    print("Building the book: the first time runs every cell, which takes a minute.", flush=True)
    found = build_book(root)
    if found:
        print("\n".join(found), file=sys.stderr)
        print(f"The book was not built: {len(found)} to mend.", file=sys.stderr)
        return 1
    print("The book is in _build/html: open _build/html/index.html (a double click works), or run\n"
          "  python -m http.server -d _build/html 8000\nand visit http://localhost:8000")
    return 0


def preview(argv=None):
    """``python -m pathfinders preview SLUG``: one chapter, built and shown anew at each change."""
    from pathfinders.site.preview import main

    return main(argv)


def project_root():
    """Folder of the project: the working directory where it holds a book, else the package's own."""
    here = Path.cwd()
    return here if (here / "_config.yml").is_file() else Path(__file__).resolve().parents[2]


def build_book(root):
    """Build ``root``/_build/html from the whole table of contents; returns what to mend (list of str).

    Empty means built: every cell ran and Sphinx had nothing to say.
    """
    root = Path(root)
    found = problems(root) or compile_pages(root, root / "book" / "_toc.yml", root)
    if not found:
        _sweep(root)
    return found


def build_page(root, slug):
    """Build one chapter beside the pages that are none; returns (folder of its HTML, what to mend).

    A link to another chapter, which this build leaves out, is no mistake.
    """
    root = Path(root)
    output = root / "_build" / "preview" / slug
    output.mkdir(parents=True, exist_ok=True)
    toc = yaml.safe_load((root / "book" / "_toc.yml").read_text(encoding="utf-8"))
    toc["chapters"] = [entry for entry in toc["chapters"] if entry["file"] == slug
                       or not re.match(r"\d\d-", entry["file"])]
    (output / "_toc.yml").write_text(yaml.safe_dump(toc, sort_keys=False), encoding="utf-8")
    found = [str(problem) for problem in page_problems(root / "book" / f"{slug}.md")]
    found = found or compile_pages(root, output / "_toc.yml", output)
    return output / "_build" / "html", [line for line in found if not _left_out(root, line)]


def _left_out(root, sentence):
    link = MISSING.search(sentence)
    return bool(link) and (root / "book" / link[1]).is_file()


def compile_pages(root, toc, output):
    """Run Jupyter Book under ``output``/_build, every warning an error; returns what to mend.

    Sphinx forgets the warnings of pages it does not read again: doctrees outlive only a build that passed.
    The mark is taken away first, so that an interrupted build leaves none either.
    """
    write_stubs(root)
    doctrees = output / "_build" / ".doctrees"
    passed = doctrees / "passed"
    if not passed.is_file():
        shutil.rmtree(doctrees, ignore_errors=True)
    passed.unlink(missing_ok=True)
    command = [sys.executable, "-c", JUPYTER_BOOK, "build", str(root / "book"), "--config",
               str(root / "_config.yml"), "--toc", str(toc.resolve()), "--path-output", str(output),
               "-W", "-n", "--keep-going", "-q"]
    done = subprocess.run(command, cwd=root, env=_environment(root), capture_output=True, text=True,
                          encoding="utf-8", errors="replace", check=False)
    if done.returncode == 0:
        passed.touch()
        return []
    shutil.rmtree(doctrees, ignore_errors=True)
    return sentences(root, done.stderr) or [crash(done.stdout + done.stderr)]


def sentences(root, stderr):
    """What Sphinx warned of, one line each, with paths relative to ``root``."""
    found = []
    for line in ANSI.sub("", stderr).splitlines():
        if match := WARNING.match(line):
            where = match["where"].replace(f"{root}{os.sep}", "").strip()
            found.append(f"{where}: {match['what']}" if where else match["what"])
    return list(dict.fromkeys(found))


def crash(log):
    """What was said before the first traceback, else the whole log: no message is better than none."""
    said = ANSI.sub("", log).strip()
    return "\n".join(said.split("Traceback (most recent call last)")[0].strip().splitlines()[-2:]) or said


def _environment(root):
    """Ours first on the paths: a copied tree runs its own package, kernels find the environment's tools."""
    paths = [str(root), *filter(None, [os.environ.get("PYTHONPATH")])]
    tools = [str(Path(sys.executable).parent), os.environ.get("PATH", "")]
    return os.environ | {"PATHFINDERS_SITE": "1", "PYTHONPATH": os.pathsep.join(paths),
                         "PATH": os.pathsep.join(tools), "PYTHONUTF8": "1"}


def _sweep(root):
    """Remove pages that the table of contents no longer names, reports of former failures, old caches."""
    shutil.rmtree(root / "_build" / "html" / "reports", ignore_errors=True)
    toc = yaml.safe_load((root / "book" / "_toc.yml").read_text(encoding="utf-8"))
    named = {toc["root"], "search", *(entry["file"] for entry in toc.get("chapters", []))}
    for page in (root / "_build" / "html").glob("*.html"):
        if page.stem not in named:
            page.unlink()
    sweep(root)
    caches = [path for path in (root / "_build" / "cells").glob("*") if path.name != digest(root)]
    for path in sorted(caches, key=lambda path: path.stat().st_mtime)[: -CACHES_KEPT or None]:
        shutil.rmtree(path, ignore_errors=True)
