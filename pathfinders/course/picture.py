"""A stranger's PNG, written anew from what draws the picture; whatever else it carries stays behind."""

import base64
import binascii
import struct
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"
KEPT = (b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"sRGB", b"pHYs", b"IDAT", b"IEND")
WIDEST, MOST = 10_000, 40_000_000
"""Pixels of a side, and in all: a small file can hold a picture that fills a reader's memory."""


def png(data):
    """The base64 text of the picture in a base64 text, or None where there is none that can be shown."""
    try:
        content = base64.b64decode("".join(data.split()), validate=True)
        kept = list(chunks(content))
    except (ValueError, binascii.Error, struct.error, AttributeError):
        return None
    if not kept or kept[0][0] != b"IHDR" or kept[-1][0] != b"IEND" or not is_shown(kept[0][1]):
        return None
    if not any(kind == b"IDAT" for kind, _ in kept):
        return None
    return base64.b64encode(SIGNATURE + b"".join(map(written, kept))).decode()


def chunks(content):
    """(kind, data) of each chunk that is kept, up to the end of the picture; raises ValueError."""
    if not content.startswith(SIGNATURE):
        raise ValueError("no PNG")
    place, kind = len(SIGNATURE), b""
    while kind != b"IEND":
        size, kind = struct.unpack_from(">I4s", content, place)
        data = content[place + 8 : place + 8 + size]
        (check,) = struct.unpack_from(">I", content, place + 8 + size)
        if zlib.crc32(kind + data) != check:
            raise ValueError("a damaged chunk")
        if kind in KEPT:
            yield kind, data
        place += 12 + size


def is_shown(header):
    """True for a picture of a size that somebody can look at."""
    if len(header) != 13:
        return False
    width, height = struct.unpack_from(">II", header)
    return 0 < width <= WIDEST and 0 < height <= WIDEST and width * height <= MOST


def written(chunk):
    """The bytes of a chunk."""
    kind, data = chunk
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
