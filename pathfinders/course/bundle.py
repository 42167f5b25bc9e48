"""What students get: notebooks, exercises without answers, models and the package, in one zip file."""

import argparse
import hashlib
import io
import tempfile
import tomllib
import zipfile
from pathlib import Path

from pathfinders.course.workbook import PROJECT, course_files
from pathfinders.errors import PathfindersError
from pathfinders.files import replace

FOLDER = "pathfinders-student"
TEMPLATES = Path(__file__).parent / "student"
LICENCES = ("LICENSE", "LICENSE-text")
MODEL_FILES = ("*.mdl", "*.yaml", "*.layout.json")
# The first date that a zip file knows, and plain permissions: the same bytes whenever and wherever.
BEGINNING, PERMISSIONS, UNIX = (1980, 1, 1, 0, 0, 0), 0o644 << 16, 3


class BundleError(PathfindersError):
    """A bundle that cannot be made: where, found, expected, next step."""


def main(argv=None):
    """Makes the bundle in dist/; returns an exit code."""
    parser = argparse.ArgumentParser(prog="pathfinders release", description=__doc__)
    parser.add_argument("--root", type=Path, default=PROJECT, help="the project's folder")
    parser.add_argument("--into", type=Path, help="where the zip file goes (default: dist/ in the project)")
    options = parser.parse_args(argv)
    bundle = make(options.root, options.into or options.root / "dist")
    print(f"{bundle} ({bundle.stat().st_size / 1024:.0f} KiB): students unpack it and read README.md")
    return 0


def make(root, into):
    """Path of the student bundle of the project at root; the same project gives the same bytes.

    BundleError where root is no project, WorkbookError where it has no notebooks.
    """
    if not (root / "pyproject.toml").is_file():
        expected, do = "pyproject.toml and the rest of the project", "call this in the project's folder"
        raise BundleError(root, "no project lies here", expected, do)
    with tempfile.TemporaryDirectory() as scratch:
        files = contents(root, build_wheel(root, Path(scratch)))
    into.mkdir(parents=True, exist_ok=True)
    path = into / f"{FOLDER}-{version(root)}.zip"
    replace(path, zipped(files))
    return path


def contents(root, wheel):
    """{name in the bundle: bytes} of everything a student gets; no file of the author's is taken unnamed."""
    files = {f"notebooks/{name}": content for name, content in course_files(root).items()}
    for pattern in MODEL_FILES:
        files |= {f"models/{path.name}": path.read_bytes() for path in (root / "models").glob(pattern)}
    files |= {name: (root / name).read_bytes() for name in LICENCES}
    pins = (root / "requirements-student.txt").read_text(encoding="utf-8")
    files["requirements.txt"] = f"{pins}./{wheel.name}\n".encode()
    files[wheel.name] = wheel.read_bytes()
    digest = hashlib.sha256(files["requirements.txt"] + files[wheel.name]).hexdigest()[:12]
    makefile = (TEMPLATES / "Makefile").read_text(encoding="utf-8").replace("{digest}", digest)
    return files | {"Makefile": makefile.encode(), "README.md": (TEMPLATES / "README.md").read_bytes()}


def build_wheel(root, into):
    """Path of the package as a wheel, built by the back end that pip would call."""
    from hatchling.builders.wheel import WheelBuilder

    return Path(next(WheelBuilder(str(root)).build(directory=str(into), versions=["standard"])))


def version(root):
    """The package's version, as pyproject.toml says it."""
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


def zipped(files):
    """The bytes of a zip file of {name: bytes}."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"{FOLDER}/{name}", BEGINNING)
            entry.external_attr, entry.create_system = PERMISSIONS, UNIX
            entry.compress_type = archive.compression
            archive.writestr(entry, files[name])
    return buffer.getvalue()
