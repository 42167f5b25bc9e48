"""Who handed something in: ids that are safe as a folder's name, and what Canvas and Moodle call people."""

import re
import unicodedata
from dataclasses import dataclass, replace

ID = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_.@+-]{0,62}[A-Za-z0-9_@+-])?")
DEVICE = re.compile(r"(?:CON|PRN|AUX|NUL|COM[0-9]|LPT[0-9])(?:\..*)?", re.IGNORECASE)
"""What Windows takes for a device, whatever follows a dot."""

ALLOWED = (
    "1 to 64 letters, digits and _ . @ + -, first a letter or a digit, last no dot; no CON, AUX and such"
)
CANVAS = re.compile(
    r"(?P<name>[^_]+)_(?P<late>LATE_)?(?P<number>[0-9]{1,20})_(?P<try>[0-9]{1,20})_(?P<file>.+)"
)
MOODLE = re.compile(r"_(?P<number>[0-9]{1,20})_assignsubmission_(?:file|onlinetext)(?=_|$)")
"""What Moodle puts between a person's name and the name of the file, both of which people choose."""

UNKNOWN = "there is no roster"
"""Said of who is named by Canvas or Moodle alone."""

DOUBTFUL = "Its name tells of more than one person, so it is not clear whose it is; give it another name."


@dataclass(frozen=True)
class Sender:
    """Who a file is from: the student's id (as it stands there, perhaps not a safe one), and what to say."""

    id: str
    key: str
    """One person of one system; two with the same id are two people."""

    flags: tuple = ()
    """Sentences that the student may read too."""

    remarks: tuple = ()
    """Sentences for whoever collects alone."""

    order: int = 0
    """Of two files of one person the one with the higher number is the later."""

    apart: str = ""
    """The id that tells two people of one name apart, where the name is all that is known."""

    fault: str = ""
    """Why it is not clear who it is, in a sentence."""

    made: str = ""
    """The id that a file of Canvas or Moodle would have given without a roster."""


@dataclass(frozen=True)
class Roster:
    """The class: safe ids, and what Canvas and Moodle call each."""

    ids: tuple = ()
    numbers: dict = None
    """(`canvas` or `moodle`, number) → id."""

    names: dict = None
    """A full name, folded → id; a name that two people have is not in it."""

    remarks: tuple = ()
    """Sentences about rows whose id cannot be used."""

    def find(self, system, number, name):
        """(id, by its `number` or its `name`), or None.

        Names count only where the roster has no numbers of the system: people can change their names.
        """
        numbers = self.numbers or {}
        if (system, number) in numbers:
            return numbers[system, number], "number"
        if any(other == system for other, _ in numbers) or folded(name) not in (self.names or {}):
            return None
        return self.names[folded(name)], "name"


def is_safe(id):
    """True for an id that is safe as a folder's name, in a table and on a command line."""
    return bool(ID.fullmatch(id)) and not DEVICE.fullmatch(id)


def shown(text, most=60):
    """A name from outside as it may be printed: without control characters, and not too long."""
    text = "".join(each if each.isprintable() else "?" for each in text)
    return text if len(text) <= most else text[: most - 1] + "…"


def folded(name):
    """A name in small ASCII letters and digits alone; the letters of another script are lost."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]", "", plain)


def canvas(filename, roster):
    """(Sender, name of the file as the student had it) of a file from Canvas, or None."""
    found = CANVAS.fullmatch(filename)
    if not found:
        return None
    sender = known("canvas", found["name"], found["number"], roster)
    late = ("Canvas marks it as late.",) if found["late"] else ()
    return replace(sender, flags=late, order=int(found["try"])), found["file"]


def moodle(name, roster):
    """(Sender, name of the file or an empty text) of a folder or a file from Moodle, or None."""
    found = [mark for mark in MOODLE.finditer(name) if mark.start()]
    if not found:
        return None
    if len({mark["number"] for mark in found}) > 1:
        return doubtful(name), ""
    return known("moodle", name[: found[0].start()], found[0]["number"], roster), name[found[0].end() + 1 :]


def doubtful(name):
    """The Sender of a file whose name could be that of more than one person's."""
    return Sender(f"{shown(name, 50)}?", name, fault=DOUBTFUL)


def known(system, name, number, roster):
    """The Sender of a person of Canvas or Moodle: by the roster, else by what stands in the name."""
    key = f"{system} {number}"
    found = roster.find(system, number, name)
    made = made_id(system, name, number)
    if found:
        id, by = found
        if by == "number":
            return Sender(id, key, made=made)
        return Sender(id, key, remarks=(f"Known by the name {shown(name)} alone.",), apart=made, made=made)
    why = "who is not on the roster" if roster.ids else UNKNOWN
    named = f"Named by its file, {shown(name)} ({system} {number[:20]}), {why}."
    return Sender(made, key, remarks=(named,), made=made)


def made_id(system, name, number):
    """What a person of Canvas or Moodle is called where no roster has a safe id for them."""
    return f"{folded(name)[:40] or system}_{number[:20]}"
