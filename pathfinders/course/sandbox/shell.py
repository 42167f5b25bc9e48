"""The IPython in which cells run: no terminal, no history; what it shows is kept as text and PNG."""

import contextlib
import functools
import os
import re
import signal
import subprocess
from types import TracebackType

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from pathfinders.course.sandbox import room
from pathfinders.course.sandbox.keeper import Keeper, stream
from pathfinders.practice import voices
from pathfinders.practice.answers import gather

OURS = (f"{room.PACKAGE}{os.sep}",)
STOPPED = "TimedOut"
"""What is raised in a cell that has run too long."""

INLINE = "module://matplotlib_inline.backend_inline"
FILES = ("agg", "cairo", "pdf", "pgf", "ps", "svg", "template")
"""Backends of matplotlib that open no window."""

ALIEN = re.compile(r"can't start new thread|'Shell' object has no|name 'judge' is not defined")
"""What is said where there are no more processes, of an IPython that is no Jupyter's, and of what the tests
bring, which are not run here."""

PLACE = re.compile(r" \([</].*")
"""Where on this machine something was found, at the end of what an error says."""

WARM = (
    "print(1)",
    "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nNone",
    "import pandas as pd\ntable = pd.DataFrame({'a': [1.0]})\ntable",
    "def f(x):\n    return x\n1 / 0",
)


class Publisher(DisplayPublisher):
    """Keeps of what is displayed the picture, else the text."""

    def publish(self, data, metadata=None, **more):
        keep(self.shell.keeper, data)


class Hook(DisplayHook):
    """Keeps the value of a cell's last line in the same way."""

    def write_output_prompt(self):
        pass

    def write_format_data(self, data, md_dict=None):
        keep(self.shell.keeper, data)

    def finish_displayhook(self):
        pass


def keep(keeper, data):
    """The best of a display's forms that is no program: PNG, else plain text."""
    if data.get("image/png"):
        keeper.picture(data["image/png"])
    elif isinstance(data.get("text/plain"), str):
        keeper.text((data["text/plain"] + "\n").encode("utf-8", "backslashreplace"))


class Shell(InteractiveShell):
    """IPython without terminal, history or widgets; tracebacks are outputs of the kind `error`."""

    def init_history(self):
        self.configurables = [item for item in self.configurables if item is not None]
        super().init_history()

    def _get_exc_info(self, exc_tuple=None):
        """The exception and its traceback without our own lines, as with all that it came from.

        Of a cell that was stopped only the student's lines are left, for it may have been anywhere.
        """
        kind, error, trace = super()._get_exc_info(exc_tuple)
        foreign = OURS if kind.__name__ != STOPPED else (*OURS, *room.python_paths(), "<frozen")
        waiting, seen = [error], set()
        while waiting:
            each = waiting.pop()
            if each is not None and id(each) not in seen:
                seen.add(id(each))
                each.__traceback__ = without(foreign, each.__traceback__)
                waiting += [each.__cause__, each.__context__]
        return kind, error, without(foreign, trace)

    def _showtraceback(self, etype, evalue, stb):
        self.keeper.text("\n".join(stb).encode("utf-8", "backslashreplace"), "error")

    def enable_gui(self, gui=None):
        """Nobody looks: figures are pictures."""

    def enable_matplotlib(self, gui=None):
        """Inline, whatever `%matplotlib` asks for."""
        return super().enable_matplotlib("inline")

    def system(self, cmd):
        """What `!command` prints; a program in the sandbox is confined as the cell is."""
        streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        with subprocess.Popen(cmd, shell=True, process_group=0, **streams) as process:
            try:
                for line in process.stdout:
                    self.keeper.text(line)
            except BaseException:  # the cell is stopped, and what it has started with it
                os.killpg(process.pid, signal.SIGKILL)
                raise
        self.user_ns["_exit_code"] = process.returncode


def without(places, trace):
    """A traceback that leaves out what is in some files, but for the first line, which IPython leaves out."""
    kept = []
    while trace is not None:
        if not kept or not trace.tb_frame.f_code.co_filename.startswith(places):
            kept.append(trace)
        trace = trace.tb_next
    made = None
    for each in reversed(kept):
        made = TracebackType(made, each.tb_frame, each.tb_lasti, each.tb_lineno)
    return made


def raised(result):
    """[name of its class, first line of what it says, alien] of the error that a cell ended in, or None.

    `alien` is True for what the cell may have met here alone: a library that is not installed, nobody at the
    keyboard, no network, no file of the student's own, or what ALIEN says.
    """
    error = result.error_in_exec or result.error_before_exec
    kind = type(error)
    if error is None or kind.__name__ == STOPPED:
        return None
    said = PLACE.sub("", voices.first_line(error))
    alien = issubclass(kind, ImportError | EOFError | OSError) or ALIEN.match(said) is not None
    return [kind.__name__[:100], said, alien]


def without_windows():
    """From now on matplotlib takes the inline backend where a cell asks for one that needs a window."""
    import matplotlib
    from matplotlib import pyplot

    for place, name in ((matplotlib, "use"), (pyplot, "switch_backend")):
        setattr(place, name, picturing(getattr(place, name)))


def picturing(choose):
    """The function that chooses a backend, for which one with a window is the inline one."""

    @functools.wraps(choose)
    def chosen(*given, **named):
        return choose(*map(shown_by, given), **{name: shown_by(one) for name, one in named.items()})

    return chosen


def shown_by(backend):
    """What stands for a backend's name here."""
    return INLINE if isinstance(backend, str) and backend.lower() not in FILES else backend


def warmed(size):
    """A shell that has run one cell of each sort; `size` is what it keeps, in bytes."""
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "NoColor"
    shell = Shell.instance(config=config, display_pub_class=Publisher, displayhook_class=Hook)
    shell.keeper = Keeper(size)
    shell.enable_matplotlib()
    without_windows()
    warm(shell)
    return shell


def warm(shell):
    """Calls once what most cells call: a figure, a table, a traceback, an answer that is asked for."""
    with contextlib.redirect_stdout(stream(shell.keeper)):
        for cell in WARM:
            shell.run_cell(cell, store_history=False)
    gather("f", shell.user_ns, [[1]])
    gather("table", shell.user_ns)
    kept = [kind for kind, _ in shell.keeper.outputs()]
    if kept != ["text", "png", "text", "error"]:
        raise RuntimeError(f"the shell does not keep what cells leave, but {kept}")
    shell.reset(new_session=True)
