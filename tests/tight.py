"""Full disks: folders on small file systems of their own, in a mount namespace that nobody else sees."""

import json
import subprocess
import sys

# Mounts a file system in memory at each folder, then does what each line of its input says.
INSIDE = """
import json, os, shutil, subprocess, sys
from pathlib import Path
from pathfinders.course.sandbox import kernel

if os.geteuid():
    kernel.own_users(kernel.NEWNS)
else:
    kernel.unshare(kernel.NEWNS)
kernel.mount("none", "/", flags=kernel.MS_SLAVE | kernel.MS_REC)
for folder, size in json.loads(sys.argv[1]):
    os.makedirs(folder, exist_ok=True)
    kernel.mount("tmpfs", folder, "tmpfs", 0, f"mode=0777,size={size}")

def fill(folder):
    with open(Path(folder, ".ballast"), "ab", buffering=0) as file:
        for size in (1 << 20, 1 << 12, 1):
            try:
                while file.write(bytes(size)) == size:
                    pass
            except OSError:
                pass

def free(folder):
    Path(folder, ".ballast").unlink()

def pad(path, left):
    # so many bytes are left in the file's last page, which is on the disk
    path = Path(path)
    size = path.stat().st_size
    path.open("ab").write(b"\\n" * (-(size + left) % 4096))

def copy(source, target):
    shutil.copytree(source, target, dirs_exist_ok=True)

def run(*arguments, **more):
    command = [sys.executable, "-m", "pathfinders", *arguments]
    told = subprocess.run(command, capture_output=True, text=True, env=os.environ | more, timeout=300)
    return [told.returncode, told.stdout, told.stderr]

for line in sys.stdin:
    name, arguments, more = json.loads(line)
    print(json.dumps(globals()[name](*arguments, **more)), flush=True)
"""


class Tight:
    """`folders` are (path, size in bytes), outer ones first; works until the end of the `with` statement.

    `fill` takes all room of one and `free` gives it back; `pad` leaves some bytes in a file's last page;
    `copy` copies a tree, out of them too; `run` calls our own command: (exit code, output, errors).
    """

    def __init__(self, *folders):
        mounts = json.dumps([(str(folder), size) for folder, size in folders])
        command = [sys.executable, "-c", INSIDE, mounts]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.communicate()

    def __getattr__(self, name):
        def told(*arguments, **more):
            line = [name, [str(one) if not isinstance(one, int) else one for one in arguments], more]
            self.process.stdin.write(json.dumps(line) + "\n")
            self.process.stdin.flush()
            return json.loads(self.process.stdout.readline())

        return told
