"""What a check answers: passed or not, which share of the points, and the words a student reads."""

from dataclasses import dataclass

STAGES = ("missing", "type", "value", "almost", "yes")


@dataclass(frozen=True)
class Verdict:
    """The result of checking one answer."""

    passed: bool
    """True when nothing is left to do."""

    share: float
    """The share of the part's points that was earned, 0 … 1."""

    stage: str
    """One of STAGES: how far the answer has come."""

    words: str
    """What the student reads: what was met, and the next step."""

    check: str = ""
    """The id of the first check that was lost, empty when none was."""

    stops: bool = False
    """True when no check could be made, or none after one that was lost."""

    def points(self, full):
        """The points earned of `full`, to a hundredth."""
        return round(self.share * full, 2)


@dataclass(frozen=True)
class Outcome:
    """What one check found: the share of its own points, and the words for what is left."""

    share: float
    stage: str = "yes"
    words: str = ""
    seen: object = None
    """Plain data about the answer by which a named wrong answer is recognised (see `matches`)."""

    stops: bool = False
    """True when the checks after this one cannot be made."""


YES = Outcome(1.0)


def missing(words):
    """Outcome of an answer that is not there yet; no later check can be made."""
    return Outcome(0.0, "missing", words, stops=True)


def wrong_type(words):
    """Outcome of an answer of another kind; no later check can be made."""
    return Outcome(0.0, "type", words, stops=True)


def wrong_value(words, share=0.0, seen=None, stops=False):
    """Outcome of an answer of the right kind that is not right yet."""
    return Outcome(share, "value", words, seen, stops)


def matches(seen, when):
    """True when what a check has seen is what a named wrong answer shows.

    A mapping asks for each of its keys, a list of two numbers is a closed range, any other list offers a
    choice, and None asks for nothing.
    """
    if when is None:
        return True
    if isinstance(when, dict):
        return isinstance(seen, dict) and all(
            key in seen and matches(seen[key], value) for key, value in when.items()
        )
    if isinstance(when, list):
        if len(when) == 2 and all(isinstance(bound, int | float) for bound in when):
            return isinstance(seen, int | float) and when[0] <= seen <= when[1]
        return seen in when
    return seen == when
