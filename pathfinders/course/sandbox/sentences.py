"""What a student reads in a cell that was stopped, or not run."""

SAID = {
    "killed": "This cell ended the process it ran in. The other cells were run without it.",
    "timed out": "This cell did not end and could not be interrupted. The other cells were run without it.",
    "share": "This cell's processes used more time than a cell has. The other cells were run without it.",
    "memory": "This cell used more memory than there is for a notebook. The other cells were run without it.",
    "garbled": "This cell wrote into the course's own channel. The other cells were run without it.",
}
CAUSES = {"memory": "memory", "late": "timed out", "share": "share"}
"""Why the fork server has ended a run → Ran.ended."""

SLOW = "this cell ran longer than {:g} seconds and was stopped here"
OVER = "all cells together ran longer than {:g} seconds; this one was stopped here"
UNRUN = "This cell was not run: those before it took all the {:g} seconds that a notebook has."
