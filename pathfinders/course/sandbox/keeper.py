"""Keeps what cells print and draw: text and PNG, up to a number of bytes for the whole notebook."""

import base64
import io

OMITTED = "\n[the rest was left out: more than {:,} bytes]\n"


class Keeper:
    """Outputs of the cell that runs, as [kind, data] pairs; `begin` starts the next cell's."""

    def __init__(self, room):
        self.room, self.left = room, room
        self.pieces, self.full = [], False

    def begin(self):
        self.pieces, self.full = [], False

    def text(self, content, kind="text"):
        """Keeps bytes of text as far as there is room."""
        kept = content[: max(self.left, 0)]
        self.left -= len(kept)
        if kept and self.pieces and self.pieces[-1][0] == kind == "text":
            self.pieces[-1][1].append(kept)
        elif kept:
            self.pieces.append((kind, [kept]))
        if len(kept) < len(content):
            self._omit()

    def picture(self, png):
        """Keeps a PNG, given as bytes or in base64, if the whole of it has room."""
        data = base64.b64encode(png) if isinstance(png, bytes) else "".join(png.split()).encode()
        if len(data) > self.left:
            self._omit()
            return
        self.left -= len(data)
        self.pieces.append(("png", [data]))

    def _omit(self):
        """Says once in each cell that something was left out."""
        if not self.full:
            self.pieces.append(("text", [OMITTED.format(self.room).encode()]))
        self.full = True

    def outputs(self):
        """The cell's outputs as text; half a character becomes a question mark."""
        return [[kind, b"".join(pieces).decode("utf-8", "replace")] for kind, pieces in self.pieces]


class Sink(io.RawIOBase):
    """The bytes of a standard stream, on their way to a keeper."""

    def __init__(self, keeper):
        self.keeper = keeper

    def writable(self):
        return True

    def write(self, content):
        self.keeper.text(bytes(content))
        return len(content)


def stream(keeper):
    """A text stream in place of standard output; it never refuses a character."""
    return io.TextIOWrapper(Sink(keeper), "utf-8", errors="backslashreplace", write_through=True)
