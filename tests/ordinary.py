"""Runs Python code as an ordinary user, also where the tests themselves are run by root."""

import os
import subprocess
import sys
from pathlib import Path

from pathfinders.course.sandbox import kernel, room

# As root: whatever folder only root may enter is covered by an empty one in which Python, its environment
# and the package are seen again, in a mount namespace of this process's own. Then it becomes nobody.
BECOME = """
import os, sys
from pathlib import Path
sys.path[:0] = [{root!r}]
from pathfinders.course.sandbox import kernel, room
kernel.unshare(kernel.NEWNS)
kernel.mount("none", "/", flags=kernel.MS_SLAVE | kernel.MS_REC)
places = [place for place in room.python_paths() if os.path.isdir(place)]
closed = {{str(up) for place in places for up in Path(place).parents if not os.stat(up).st_mode & 1}}
for folder in sorted(closed):
    inside = [(place, os.open(place, os.O_PATH)) for place in places if place.startswith(folder + "/")]
    kernel.mount("tmpfs", folder, "tmpfs", 0, "mode=0755")
    for place, handle in inside:
        os.makedirs(place, exist_ok=True)
        kernel.mount(f"/proc/self/fd/{{handle}}", place, flags=kernel.MS_BIND | kernel.MS_REC)
os.setgroups([]); os.setgid(room.NOBODY); os.setuid(room.NOBODY)
os.execv(sys.executable, [sys.executable, "-c", sys.argv[1]])
"""


def ordinary(script, folder):
    """What a script prints that an ordinary user runs in `folder` (which becomes that user's)."""
    package = str(Path(kernel.__file__).resolve().parents[3])
    command = [sys.executable, "-c", script]
    if os.geteuid() == 0:
        for up in (folder, *folder.parents[:2]):
            os.chmod(up, os.stat(up).st_mode | 0o055)
        os.chown(folder, room.NOBODY, room.NOBODY)
        command = [sys.executable, "-c", BECOME.format(root=package), script]
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": package,
        "HOME": str(folder),
        "TMPDIR": str(folder),
    }
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
