"""Who handed in what: from a folder, from a zip of Canvas or Moodle, from nbgrader's exchange."""

from dataclasses import replace

from pathfinders.course import parcels, zips
from pathfinders.course.choice import Found, Refusal, Sent, chosen
from pathfinders.course.drafts import Drafts
from pathfinders.course.exchange import from_exchange
from pathfinders.course.naming import is_alike, plain
from pathfinders.course.roster import CANVAS, MOODLE, Roster, Sender, canvas, doubtful, moodle, shown

__all__ = ["Found", "Refusal", "from_course", "from_exchange", "from_folder", "from_zip"]

WRAPPED = (
    "It is one folder, with files in it that Canvas or Moodle has named, so it is not clear whose they are; "
    "collect the zip as it was downloaded, or that folder itself, or give the roster."
)
CROWDED = (
    "There are folders in it that Moodle has named, of more than one person; collect that folder itself."
)
TWO = "It is from somebody called like {}, as another is; the roster has no numbers to tell them apart."


def from_folder(folder, assignment, roster=None, known=(), drafts=None):
    """Found and Refusal of everybody whose work lies in a folder, in the order of their ids.

    The folder may be a course's `submitted` (`ID/ASSIGNMENT/ASSIGNMENT.ipynb`), or hold a folder or a
    notebook for each student, or what Canvas or Moodle gave. `known` are other assignments, for hints; what
    lies in a student's folders called like them is left. `drafts` know the course's own notebook, with which
    several of one person are compared. Raises ParcelError when the folder cannot be read.
    """
    entries = parcels.folder_entries(folder, known)
    given = (assignment, roster or Roster(), known, drafts or Drafts())
    return everybody(folder, entries, lambda: parcels.idle(folder, entries, known), *given)


def from_zip(archive, assignment, roster=None, known=(), drafts=None):
    """Like `from_folder`, for a zip. Nothing is unpacked. Raises ParcelError for a file that is no zip."""
    entries = zips.zip_entries(archive)
    entries = [entry for entry in entries if len(entry.parts) < 3 or entry.parts[1] not in known]
    given = (assignment, roster or Roster(), known, drafts or Drafts())
    return everybody(archive, entries, lambda: zips.idle(archive, entries, known), *given)


def everybody(source, entries, idle, assignment, roster, known, drafts):
    """Found and Refusal of everybody of whom there are files, or whose folder is one of the `idle()`."""
    wrapper, clear = wrapped(entries, assignment, roster)
    if wrapper and not clear:
        return (Refusal(f"{shown(wrapper, 50)}?", WRAPPED, source),)
    if wrapper:
        entries = [replace(entry, parts=entry.parts[1:] or entry.parts) for entry in entries]
    count = len({entry.parts[0] for entry in entries})
    if count > parcels.MOST:
        expected = f"a class's hand-ins, {parcels.MOST:,} at most"
        raise parcels.ParcelError(source, f"{count:,} files and folders", expected)
    people = people_in(entries, assignment, roster, known)
    found = sorted_out(people, assignment, known, roster, drafts=drafts)
    if wrapper and not roster.ids:
        lay = f"It lay in the folder {shown(wrapper)}."
        found = [replace(item, remarks=(*item.remarks, lay)) for item in found]
    return with_idle(found, () if wrapper else idle(), assignment, roster)


def with_idle(found, idle, assignment, roster):
    """What was found, and a Refusal of each person in whose folders nothing is looked at."""
    met, more = {item.student.casefold() for item in found}, {}
    for entry in idle:
        id = shown(sent_by(entry, assignment, roster).sender.id)
        if id.casefold() not in met:
            more.setdefault(id, Refusal(id, f"{shown(entry.name)} {entry.fault}.", entry.path, idle=True))
    return tuple(sorted((*found, *more.values()), key=lambda item: item.student))


def from_course(folder, assignment, known=()):
    """Like `from_folder`, for a course's `submitted`, where other people's ids never matter.

    Who has something there, but nothing that is called like the assignment, has not handed it in.
    """
    people = people_in(parcels.folder_entries(folder, known), assignment, Roster(), known, course=True)
    return sorted_out(people, assignment, known, Roster(), fold=str)


def wrapped(entries, assignment, roster):
    """(the one folder in which all files lie, or an empty text; True when it is surely nobody's).

    It is a student's where the roster has that name, where a notebook called like the assignment lies in it,
    and where Canvas or Moodle has named nothing there. Without a roster all of it has to be named by them,
    and of more than one person.
    """
    top, *others = {entry.parts[0] for entry in entries} or {""}
    if others or MOODLE.search(top) or top.casefold() in {id.casefold() for id in roster.ids}:
        return "", False
    if any(is_alike(entry.name, assignment) for entry in entries if len(entry.parts) == 2):
        return "", False
    below = {entry.parts[1] for entry in entries if len(entry.parts) > (1 if entry.is_notebook else 2)}
    named = [MOODLE.search(name) or CANVAS.fullmatch(name) for name in below]
    people = {(found.re, found["number"]) for found in named if found}
    return top if people else "", bool(roster.ids) or (all(named) and len(people) > 1)


def is_crowded(sent):
    """True for a folder in which Moodle has named those of more than one person."""
    deep = [each.entry.parts for each in sent if each.sender.key == each.entry.parts[0] and each.depth > 1]
    return len({found["number"] for _, name, *_ in deep if (found := MOODLE.search(name))}) > 1


def people_in(entries, assignment, roster, known, course=False):
    """(id, key) of each person → what is Sent of the assignment."""
    people, told = {}, {}
    for entry in entries:
        sent = sent_by(entry, assignment, roster)
        if sent:
            people.setdefault((sent.sender.id, sent.sender.key), []).append(sent)
    for (id, key), sent in people.items():
        name = sent[0].sender.apart
        if name and sum(other == id for other, _ in people) > 1:
            sent = [replace(each, sender=namesake(each.sender, id)) for each in sent]
            id = name
        told[id, key] = about(sent, assignment, known, course)
    return {person: sent for person, sent in told.items() if sent}


def namesake(sender, id):
    """The Sender by an id of its own: what may be one of two is neither's."""
    return replace(sender, id=sender.apart, remarks=(TWO.format(id),), apart="")


def about(sent, assignment, known, course):
    """Of what one person sent that which has to do with the assignment.

    A folder called like the assignment in a person's own outweighs the other folders there: in a course
    nothing else is looked at, elsewhere copies of the assignment are.
    """
    deep = [each for each in sent if len(each.entry.parts) > 2 and each.sender.key == each.entry.parts[0]]
    home = [each for each in deep if each.entry.parts[1] == assignment]
    rest = [each for each in deep if each.entry.parts[1] not in (assignment, *known)]
    alike = [each for each in rest if is_alike(each.name, assignment)]
    own = [each for each in sent if len(each.entry.parts) < 3 or each.sender.key != each.entry.parts[0]]
    if course:
        return own + (home or alike)
    return own + home + (alike if home else rest)


def sorted_out(people, assignment, known, roster, fold=str.casefold, drafts=None):
    """Found and Refusal for each person, in the order of their ids; `fold` makes equal what is one id."""
    alike = {}
    for id, key in people:
        alike.setdefault(fold(id), []).append((id, key))
    found = []
    for (id, key), sent in sorted(people.items()):
        group = alike[fold(id)]
        listed = [other for other in group if other[0] in roster.ids]
        if id and len(group) > 1 and listed != [(id, key)]:
            names = " and ".join(sorted(shown(sender_key) for _, sender_key in group))
            found.append(
                Refusal(shown(id), f"One id for more than one person ({names}).", sent[0].entry.path)
            )
        elif drafts and is_crowded(sent):
            found.append(Refusal(shown(id), CROWDED, sent[0].entry.path))
        else:
            found.append(chosen(id, sent, assignment, known, roster, drafts))
    return tuple(found)


def sent_by(entry, assignment, roster):
    """The Sent of a file, or None for one that is nobody's work."""
    top, *below = entry.parts
    from_moodle = moodle(top, roster)
    if from_moodle and below:
        return Sent(from_moodle[0], below[-1], entry, len(below))
    if below:
        return Sent(Sender(top, top), below[-1], entry, len(below))
    from_canvas = canvas(top, roster)
    if from_moodle and from_canvas:
        return Sent(doubtful(top), top, entry)
    if from_moodle or from_canvas:
        return Sent(*(from_moodle or from_canvas), entry)
    return flat(entry, assignment)


def flat(entry, assignment):
    """The Sent of a lone file, called like its student: one called after the assignment is nobody's."""
    if not entry.is_notebook and not entry.fault:
        return None
    stem = entry.name.removesuffix(".ipynb")
    nameless = is_alike(entry.name, assignment) or plain(stem).startswith(plain(assignment))
    return Sent(Sender("" if nameless else stem, entry.name), "", entry)
