"""JupyterLab as a student meets it: on the start page, without news, pop-ups or calls to other machines."""

import os
import subprocess
import sys
import webbrowser
from pathlib import Path
from urllib.parse import urlencode

from pathfinders import footing
from pathfinders.course.start import START

SETTINGS = Path(__file__).parent / "jupyter"


def lab_command(work, extra=()):
    """The command and the environment that open JupyterLab on the start page of work/, quietly."""
    command = [sys.executable, "-P", "-m", "jupyterlab", f"--ServerApp.root_dir={work}"]
    command += [f"--LabApp.default_url=/lab/tree/{START}", f"--LabApp.workspaces_dir={work / '.workspaces'}"]
    if is_headless():
        command.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")
    paths = [str(SETTINGS), *filter(None, [os.environ.get("JUPYTER_CONFIG_PATH")])]
    return [*command, *extra], footing.unsaid() | {"JUPYTER_CONFIG_PATH": os.pathsep.join(paths)}


def is_headless():
    """Is there no screen on which a browser could open?"""
    screens = {"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys()
    return sys.platform.startswith("linux") and not screens


def running(work):
    """The address of the start page on a JupyterLab that already serves work/; None where none does."""
    from jupyter_server.serverapp import list_running_servers

    for server in list_running_servers():
        if Path(server["root_dir"]).resolve() == Path(work).resolve():
            return f"{server['url']}lab/tree/{START}?{urlencode({'token': server['token']})}"
    return None


def open_lab(work, extra=()):
    """Runs JupyterLab until it is stopped; returns its exit code. Its log gives the address.

    Where one already serves work/ that one is shown: two on the same notebooks overwrite each other's.
    """
    address = None if extra else running(work)
    if address:
        print(f"JupyterLab already runs on your copies: {address}")
        if not is_headless():
            webbrowser.open(address)
        return 0
    command, environment = lab_command(work, extra)
    if os.name == "nt":
        return subprocess.call(command, env=environment)
    # Replaced, not wrapped: Ctrl-C then reaches JupyterLab alone, which asks before it stops.
    os.execve(command[0], command, environment)
