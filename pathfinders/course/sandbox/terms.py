"""What goes into a sandbox and what comes out: cells, asks, limits, outputs, and what became of a run."""

from dataclasses import dataclass, field

from pathfinders.errors import PathfindersError

MEGABYTE = 1 << 20
CELLS = 6
"""How many cells of a notebook may take as long as one may."""


class Unsafe(PathfindersError):
    """This machine, this user or this folder does not allow a safe run: where, found, expected, next step."""


class Broken(PathfindersError):
    """The sandbox, or what judges, could not be set up or has gone; no student's code is the cause."""


@dataclass(frozen=True)
class Cell:
    """A code cell of the notebook that is run."""

    id: str
    source: str


@dataclass(frozen=True)
class Ask:
    """A variable that has to leave the sandbox as plain data; a function is called with each of `calls`."""

    name: str
    calls: tuple = ()
    after: str = ""
    """Id of the cell after which it is read; empty is the end of the notebook."""


@dataclass(frozen=True)
class Output:
    """What a cell left: `text`, `png` (base64) or `error` (a traceback without colours)."""

    kind: str
    data: str


@dataclass(frozen=True)
class Raised:
    """The error that a cell ended in, as its own process tells it: words to be shown, and no evidence."""

    kind: str
    """The name of its class."""

    words: str
    """What it says, in one line."""

    alien: bool = False
    """True for what the cell may have met here alone, such as a library that is not installed."""


@dataclass(frozen=True)
class Limits:
    """What one run may use. Times in seconds, sizes in bytes."""

    cell: float = 20.0
    """A cell's own time: waiting counts, but not for a processor that others have. All its processes together
    may have as much processor time, and `patience`."""

    call: float = 5.0
    """One call of a function-valued answer; after an endless one the others are not tried."""

    run: float = 120.0
    """Own time of all cells of one notebook; replays together have as much again, and asks have as long as a
    cell, if no more is left."""

    patience: float = 2.0
    """How long a cell that was interrupted may go on before its process is killed."""

    memory: int = 2048 * MEGABYTE
    """Address space of each process, and resident memory of all together."""

    file: int = 64 * MEGABYTE
    disk: int = 256 * MEGABYTE
    processes: int = 32
    """Threads too. A notebook has one, libraries are held at one, an answer set aside may take one."""

    output: int = MEGABYTE
    """Text and pictures of the whole notebook, as stored."""

    answer: int = 4 * MEGABYTE
    """One answer on its way out."""

    replays: int = 6

    @classmethod
    def of_cell(cls, seconds):
        """Limits of a notebook each of whose cells may run that long: six such cells, and never less."""
        return cls(cell=seconds, run=max(cls.run, CELLS * seconds))


@dataclass(frozen=True)
class Ran:
    """What became of one notebook."""

    answers: dict = field(default_factory=dict)
    """name → practice.answers.Answer: plain data, built anew outside the sandbox."""

    outputs: dict = field(default_factory=dict)
    """Cell id → tuple of Output; a cell that was never begun is not there."""

    ended: str = "finished"
    """The first thing that went wrong, else `finished`: `timed out`, `killed` (its process ended by itself or
    by a signal), `memory` and `share` (killed for it: for the processor time of all its processes), `garbled`
    (it wrote something else than a reply), `too long` (all cells together), or `gave up` (too many replays,
    or no time left). A name that was not reached then is neither in `answers` nor in `lost`."""

    lost: tuple = ()
    """Names whose ask ended the process, in the notebook and once more in a fresh one."""

    late: tuple = ()
    """Names that could not be read in their place but could at the end of the notebook."""

    killers: tuple = ()
    """Ids of cells that ended the process or could not be stopped; the others were run without them."""

    stopped: dict = field(default_factory=dict)
    """Id of each cell that was interrupted, or not run, because of the time → `timed out` or `too long`."""

    raised: dict = field(default_factory=dict)
    """Id of each cell that ended in an error → Raised, in the order in which they were run."""

    seconds: float = 0.0
    memory: int = 0
    """Peak resident memory of one of its processes, in bytes."""

    confined: bool = True


def program(cells, asks):
    """The cells in their order, each followed by the asks that stand after it; none after the last."""
    return tuple(
        step
        for cell in cells
        for step in (cell, *(ask for ask in asks if ask.after == cell.id and cell is not cells[-1]))
    )
