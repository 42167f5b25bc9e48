"""Pictures that a student has pasted into a text: found, made safe, named anew, and counted where lost."""

import re
from dataclasses import dataclass
from urllib.parse import unquote

from pathfinders.course.picture import png

ROOM = 700_000
"""Signs of base64 that the pictures of a notebook may have together, which is half a megabyte of PNG."""

MOST = 20
REFERS = re.compile(
    r"!\[[^\]\n]{0,200}\]\(\s{0,3}<?attachment:([^)>\n]{1,200}?)>?(?:\s{1,3}\"[^\"\n]{0,200}\")?\s{0,3}\)"
    r"|<img\b[^<>]{0,300}?\bsrc\s{0,3}=\s{0,3}[\"']attachment:([^\"'<>\n]{1,200})[\"'][^<>]{0,300}>"
)
WITHIN = re.compile(
    r"!\[[^\]\n]{0,200}\]\(\s{0,3}<?data:(image/[\w.+-]{1,40});base64,([A-Za-z0-9+/=\s]*)>?[^)\n]{0,200}\)"
    r"|<img\b[^<>]{0,300}?\bsrc\s{0,3}=\s{0,3}[\"']data:(image/[\w.+-]{1,40});base64,([A-Za-z0-9+/=\s]*)[\"']"
    r"[^<>]{0,300}>"
)
HERE = "![An attached picture](attachment:{})"
GONE = "(An attached picture, which is not shown here.)"


@dataclass(frozen=True)
class Picture:
    """As the student's file has it."""

    name: str
    kind: str
    data: str
    """Base64, unless it is something else."""


def pictures(text, attachments):
    """(the text, the Pictures in it and attached to it): one that stood within the text is named there."""
    found = list(attached(attachments))

    def named(match):
        found.append(Picture(f"within-{len(found)}", match[1] or match[3], match[2] or match[4] or ""))
        return f"![](attachment:{found[-1].name})"

    return (WITHIN.sub(named, text) if "data:image/" in text else text), tuple(found)


def attached(attachments):
    """A Picture for each name; a PNG where it is one of several kinds."""
    for name, bundle in attachments.items() if isinstance(attachments, dict) else ():
        kinds = bundle if isinstance(bundle, dict) else {}
        kinds = {kind: joined(data) for kind, data in kinds.items() if isinstance(data, str | list)}
        kind = "image/png" if "image/png" in kinds else next(iter(kinds), "")
        if kind:
            yield Picture(name, kind, kinds[kind])


def joined(data):
    """A text, also where it is a list of lines."""
    return data if isinstance(data, str) else "".join(map(str, data))


class Album:
    """Takes pictures for the readers of one notebook, as long as there is room."""

    def __init__(self):
        self.left, self.taken, self.lost = ROOM, 0, 0

    def put(self, piece):
        """(the text of a piece with the new names of its pictures, {new name: base64 of a safe PNG})."""
        if not piece.pictures:
            return piece.source, {}
        new, kept = {}, {}
        for picture in piece.pictures:
            safe = self.safe(picture)
            new[picture.name] = HERE.format(f"picture-{self.taken}.png") if safe else GONE
            kept |= {f"picture-{self.taken}.png": safe} if safe else {}
        text = REFERS.sub(lambda found: new.get(unquote(found[1] or found[2]), found[0]), piece.source)
        return "\n\n".join([text, *(line for line in dict.fromkeys(new.values()) if line not in text)]), kept

    def remarks(self):
        """A sentence on the pictures that could not be taken."""
        if self.lost:
            yield f"Pasted pictures that are not shown: {self.lost}. PNG is, up to half a megabyte in all."

    def safe(self, picture):
        """The base64 text of a picture that can be shown; None, and it is counted, where it cannot."""
        fits = picture.kind == "image/png" and self.taken < MOST and len(picture.data) <= self.left
        found = png(picture.data) if fits else None
        if found is None:
            self.lost += 1
            return None
        self.left -= len(picture.data)
        self.taken += 1
        return found
