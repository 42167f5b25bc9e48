"""Who handed in what: from a folder, from a zip of Canvas or Moodle, from nbgrader's exchange."""

from pathfinders.course import parcels
from pathfinders.course.choice import Found, Refusal, Sent, chosen
from pathfinders.course.exchange import from_exchange
from pathfinders.course.roster import CANVAS, MOODLE, Roster, Sender, canvas, moodle, shown

__all__ = ["Found", "Refusal", "from_exchange", "from_folder", "from_zip"]


def from_folder(folder, assignment, roster=None, known=()):
    """Found and Refusal of everybody whose work lies in a folder, in the order of their ids.

    The folder may be a course's `submitted` (`ID/ASSIGNMENT/ASSIGNMENT.ipynb`), or hold a folder or a
    notebook for each student, or what Canvas or Moodle gave. `known` are other assignments, for hints.
    Raises ParcelError when the folder cannot be read.
    """
    return sorted_out(parcels.folder_entries(folder), assignment, roster or Roster(), known)


def from_zip(archive, assignment, roster=None, known=()):
    """Like `from_folder`, for a zip. Nothing is unpacked. Raises ParcelError for a file that is no zip."""
    entries = parcels.zip_entries(archive)
    if len({entry.parts[0] for entry in entries}) == 1 and any(map(is_wrapped, entries)):
        entries = [
            parcels.Entry(**{**vars(entry), "parts": entry.parts[1:] or entry.parts}) for entry in entries
        ]
    return sorted_out(entries, assignment, roster or Roster(), known)


def is_wrapped(entry):
    """True for a file of Canvas or Moodle that lies in one more folder."""
    return len(entry.parts) > 1 and bool(CANVAS.fullmatch(entry.parts[1]) or MOODLE.fullmatch(entry.parts[1]))


def sorted_out(entries, assignment, roster, known):
    """Found and Refusal for each person among the files, in the order of their ids."""
    course = any(len(entry.parts) > 2 and entry.parts[1] == assignment for entry in entries)
    people = {}
    for entry in entries:
        sent = sent_by(entry, assignment, roster, course)
        if sent:
            people.setdefault((sent.sender.id, sent.sender.key), []).append(sent)
    alike = {}
    for id, key in people:
        alike.setdefault(id.casefold(), []).append((id, key))
    found = []
    for (id, key), sent in sorted(people.items()):
        others = [other for other in alike[id.casefold()] if other != (id, key)]
        if others:
            names = " and ".join(sorted(shown(sender_key) for _, sender_key in [(id, key), *others]))
            found.append(
                Refusal(shown(id), f"One id for more than one person ({names}).", sent[0].entry.path)
            )
        else:
            found.append(chosen(id, sent, assignment, known, roster))
    return tuple(found)


def sent_by(entry, assignment, roster, course):
    """The Sent of a file, or None for one that has nothing to do with the assignment.

    In a `course` folders inside a student's folder are assignments, of which one is wanted.
    """
    top, *below = entry.parts
    from_moodle = moodle(top, roster)
    if from_moodle:
        return Sent(from_moodle[0], below[-1] if below else from_moodle[1], entry, len(below))
    if not below:
        from_canvas = canvas(top, roster)
        if from_canvas:
            return Sent(*from_canvas, entry)
        return flat(entry, assignment)
    if course and len(below) > 1:
        return Sent(Sender(top, top), below[-1], entry, len(below)) if below[0] == assignment else None
    return Sent(Sender(top, top), below[-1], entry, len(below))


def flat(entry, assignment):
    """The Sent of a lone file, which is called like its student."""
    stem = entry.name.removesuffix(".ipynb")
    if entry.is_notebook or entry.fault:
        return Sent(Sender("" if stem == assignment else stem, entry.name), "", entry)
    return None
