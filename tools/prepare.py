"""Makes the environment in .venv that every `make` target runs in; does nothing where it is up to date.

Standard library only, so that it runs before anything is installed; also on Windows: `py tools/prepare.py`.
`--upgrade` compiles the newest pins from pyproject.toml; `--pin` adds what is new there and keeps the others.
"""

import configparser
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "pathfinders-ready.json"
PINS = ROOT / "requirements.txt"
STUDENT_PINS = ROOT / "requirements-student.txt"


class SetupError(Exception):
    """One sentence that says what stopped the set-up and what to do."""


def main(arguments):
    """Prepares .venv, or with --upgrade the pins; returns an exit code."""
    try:
        python = recent_python()
        if python != sys.executable:
            return subprocess.call([python, __file__, *arguments])
        if "--upgrade" in arguments or "--pin" in arguments:
            compile_pins(upgrade="--upgrade" in arguments)
        if not is_ready():
            prepare()
        return 0
    except SetupError as error:
        print(f"pathfinders: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("pathfinders: set-up interrupted; the next call repairs it", file=sys.stderr)
        return 130


def recent_python():
    """This interpreter where it is recent enough, else the newest one on PATH."""
    if sys.version_info >= OLDEST:
        return sys.executable
    for minor in (13, 12, 11):
        found = shutil.which(f"python3.{minor}")
        if found and runs(found):
            return found
    raise SetupError(
        f"found Python {version(sys.version_info)}, but {version(OLDEST)} or newer is needed: "
        "install it, then name it: `make PYTHON=/path/to/python3.12 book`"
    )


def version(numbers):
    """Major and minor as people write them."""
    return ".".join(map(str, numbers[:2]))


def runs(python):
    """Does this command start a Python that is recent enough? (A pyenv shim may exist and not start.)"""
    command = [str(python), "-c", f"import sys; sys.exit(sys.version_info < {OLDEST})"]
    try:
        return subprocess.call(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def venv_python(venv=VENV):
    """The interpreter inside an environment, whatever the platform."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def fingerprint():
    """What an environment was made from. The folder counts: scripts in .venv hold its path."""
    made_from = {"folder": str(ROOT)}
    for path in (PINS, ROOT / "pyproject.toml", Path(__file__)):
        made_from[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return made_from


def stamp():
    """What the stamp says, {} where it is missing or damaged."""
    try:
        return json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def is_ready():
    """Was .venv finished from these very files, and does its interpreter still exist?"""
    return venv_python().exists() and stamp() == fingerprint()


def prepare():
    """Creates or repairs .venv; the stamp is written last, so that an interrupted set-up is seen."""
    uv, environment = find_uv(), uv_environment()
    # Without its stamp an environment was left half done, and files may be missing that its metadata lists.
    whole = stamp().get("folder") == str(ROOT) and runs(venv_python())
    STAMP.unlink(missing_ok=True)
    if not whole:
        shutil.rmtree(VENV, ignore_errors=True)
        print(f"Creating .venv for Python {version(sys.version_info)}", flush=True)
        call([uv, "venv", "--quiet", "--python", sys.executable, VENV], environment)
    print("Installing what requirements.txt pins (minutes at first, seconds later)", flush=True)
    target = ["--python", venv_python()]
    call([uv, "pip", "sync", "--quiet", *target, PINS], environment)
    # Without build isolation hatchling comes from the pins, and nothing is fetched that they do not name.
    editable = ["--no-deps", "--no-build-isolation", "--editable", ROOT]
    call([uv, "pip", "install", "--quiet", *target, *editable], environment)
    STAMP.write_text(json.dumps(fingerprint(), indent=1), encoding="utf-8")


def compile_pins(upgrade):
    """Compiles both files of pins; the student's is a subset of the author's, version by version."""
    uv, environment = find_uv(), uv_environment()
    environment["UV_CUSTOM_COMPILE_COMMAND"] = "make upgrade"
    command = [uv, "pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--no-annotate"]
    command += ["pyproject.toml", *(["--upgrade"] if upgrade else [])]
    call([*command, "--all-extras", "--output-file", PINS.name], environment)
    STUDENT_PINS.unlink(missing_ok=True)
    student = ["--extra", "lab", "--constraint", PINS.name, "--output-file", STUDENT_PINS.name]
    call([*command, *student], environment)
    print("Wrote requirements.txt and requirements-student.txt: read `git diff`, then run `make test`")


def call(command, environment):
    """Runs a command in the project's folder and turns its failure into a sentence."""
    command = [str(part) for part in command]
    try:
        failed = subprocess.call(command, cwd=str(ROOT), env=environment)
    except OSError as error:
        raise SetupError(f"cannot run {command[0]} ({error})") from error
    if failed:
        raise SetupError(
            f"`{' '.join(command)}` failed with exit code {failed}; its message stands above. "
            "Once that is cured, the same command again takes up where this stopped"
        )


def find_uv():
    """Path of uv: on PATH, else the one kept in .bootstrap, which is installed where it is missing."""
    on_path = shutil.which("uv")
    if on_path:
        return on_path
    bootstrap = ROOT / ".bootstrap"
    own = venv_python(bootstrap).with_name("uv.exe" if os.name == "nt" else "uv")
    if not own.exists():
        pin = re.search(r"^uv==\S+", PINS.read_text(encoding="utf-8"), re.MULTILINE)
        print("Fetching uv into .bootstrap", flush=True)
        try:
            call([sys.executable, "-m", "venv", "--clear", bootstrap], None)
        except SetupError as error:
            raise SetupError(
                "this Python cannot make a virtual environment: install its venv module "
                "(Debian and Ubuntu: `apt install python3-venv`) or uv, then call again"
            ) from error
        call([venv_python(bootstrap), "-m", "pip", "install", "--quiet", pin.group() if pin else "uv"], None)
    return str(own)


def uv_environment():
    """The environment for uv: pip's package index where one is configured: uv does not read pip's files."""
    environment = dict(os.environ)
    environment.pop("VIRTUAL_ENV", None)
    if {"UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_INDEX", "UV_EXTRA_INDEX_URL"} & environment.keys():
        return environment
    settings = pip_settings()
    names = {"index-url": "UV_DEFAULT_INDEX", "extra-index-url": "UV_INDEX", "find-links": "UV_FIND_LINKS"}
    for key, name in {**names, "cert": "SSL_CERT_FILE", "trusted-host": "UV_INSECURE_HOST"}.items():
        if settings.get(key, "").strip():
            separator = "," if name == "UV_FIND_LINKS" else " "
            environment.setdefault(name, separator.join(settings[key].split()))
    if "extra-index-url" in settings:
        # pip takes the best version of all its indexes; uv by default stops at the first that knows the name.
        environment.setdefault("UV_INDEX_STRATEGY", "unsafe-best-match")
    return environment


def pip_settings():
    """What pip is configured with, by its rules: files, the particular ones last, then PIP_... variables."""
    files = configparser.ConfigParser(interpolation=None, strict=False)
    files.read([str(path) for path in pip_files()], encoding="utf-8")
    settings = {}
    for section in ("global", "install"):
        if files.has_section(section):
            settings.update(files.items(section))
    for name, text in os.environ.items():
        if name.startswith("PIP_"):
            settings[name[4:].lower().replace("_", "-")] = text
    return settings


def pip_files():
    """Where pip looks for its settings on this platform, the file that wins last."""
    home, name = Path.home(), "pip.ini" if os.name == "nt" else "pip.conf"
    everyone = [Path(os.environ.get("PROGRAMDATA", "/etc/xdg")) / "pip" / name, Path("/etc") / name]
    personal = [home / ".pip" / name, home / ".config" / "pip" / name]
    personal += [home / "Library" / "Application Support" / "pip" / name, home / "pip" / name]
    if "APPDATA" in os.environ:
        personal.append(Path(os.environ["APPDATA"]) / "pip" / name)
    named = os.environ.get("PIP_CONFIG_FILE")
    return [*everyone, *personal, Path(sys.prefix) / name, *([Path(named)] if named else [])]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
