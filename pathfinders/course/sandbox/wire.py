"""What comes out of a sandbox, read as what it may be: bytes of a stranger.

Nothing is unpickled or evaluated. Every line has a limit and a time; every value is built anew.
"""

import base64
import binascii
import json
import re
import time

from pathfinders.course.sandbox.terms import Output, Raised
from pathfinders.practice.answers import Answer, Call, NotPlain, described, plain

LONGEST_WORDS = 2000
MOST_SIGNS = 120
"""Signs of what an error says."""

MOST, MOST_PIECES = 5000, 250_000
"""Outputs of a cell that are looked at; lists and dictionaries in a reply: a million of them take seconds."""

TEXT = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"?')
"""A text of JSON, or the rest of one that never ends: so that nothing is looked at twice."""
PNG = b"\x89PNG\r\n\x1a\n"
KINDS = ("text", "png", "error")


class Ended(Exception):
    """A run that gives no more replies; the argument says how, in the words of Ran.ended."""


def line(stream, limit, until, chunk=1 << 16):
    """The next line from a socket as bytes; raises Ended when it is late, closed, or longer than `limit`."""
    kept = bytearray()
    while True:
        left = until - time.monotonic()
        if left <= 0:
            raise Ended("timed out")
        stream.settimeout(left)
        try:
            piece = stream.recv(chunk)
        except TimeoutError:
            raise Ended("timed out") from None
        except OSError:
            raise Ended("killed") from None
        if not piece:
            raise Ended("killed")
        kept += piece
        if len(kept) > limit:
            raise Ended("garbled")
        if b"\n" in piece:
            break
    reply, _, more = bytes(kept).partition(b"\n")
    if more:  # nothing may follow before the next request
        raise Ended("garbled")
    return reply


def told(reply):
    """The dictionary in a line of JSON; raises Ended for anything else."""
    if reply.count(b"[") + reply.count(b"{") > MOST_PIECES:
        bare = TEXT.sub(b"", reply)
        if bare.count(b"[") + bare.count(b"{") > MOST_PIECES:
            raise Ended("garbled")
    try:
        found = json.loads(reply)
    except (ValueError, RecursionError, MemoryError):
        raise Ended("garbled") from None
    if type(found) is not dict:
        raise Ended("garbled")
    return found


def outputs(found, room):
    """(Outputs of a cell, bytes they take), no more than `room`; whatever is no output is left out."""
    kept, used = [], 0
    pieces = found.get("outputs")
    for piece in pieces[:MOST] if type(pieces) is list else ():
        if type(piece) is not list or len(piece) != 2 or piece[0] not in KINDS or type(piece[1]) is not str:
            continue
        kind, data = piece[0], whole(piece[1])
        size = len(data.encode())
        if used + size > room or (kind == "png" and not is_png(data)):
            continue
        kept.append(Output(kind, data))
        used += size
    return tuple(kept), used


def raised(cell, found):
    """{id of a cell: Raised} of the error that a reply tells of; empty where it tells of none."""
    told = found.get("raised")
    if type(told) is not list or len(told) != 3:
        return {}
    kind, said = (" ".join(words(one).split()) for one in told[:2])
    return {cell: Raised(kind[:60], said[:MOST_SIGNS], told[2] is True)} if kind else {}


def is_png(data):
    """Does this base64 begin as a PNG does?"""
    try:
        return base64.b64decode(data, validate=True).startswith(PNG)
    except (ValueError, binascii.Error):
        return False


def answer(ask, found):
    """The Answer that a reply tells of, built anew; raises Ended where it is none."""
    if type(found) is not dict:
        raise Ended("garbled")
    if found.get("found") is not True:
        return Answer(ask.name)
    if found.get("type") == "a function":
        return Answer(ask.name, True, "a function", calls=calls(ask, found.get("calls")))
    value, kind = rebuilt(found)
    return Answer(ask.name, True, kind, value)


def calls(ask, found):
    """A Call for each reply, with the arguments that were asked for; the replies name none."""
    told_of = found if type(found) is list else []
    made = []
    for arguments, reply in zip(ask.calls, told_of, strict=False):
        reply = reply if type(reply) is dict else {}
        failure = words(reply.get("failure"))
        value, kind = (None, "nothing") if failure else rebuilt({"value": reply.get("result"), **reply})
        made.append(Call(tuple(arguments), value, kind, failure))
    return tuple(made)


def rebuilt(found):
    """(value, its type in words): plain data is described here; of other things the reply's word counts."""
    value = found.get("value")
    if value is None:
        kind = words(found.get("type"))
        return None, kind if kind and kind not in KNOWN else "nothing"
    try:
        value = clean(plain(value))
    except (NotPlain, RecursionError) as error:
        return None, words(str(error))
    return value, described(value)


KNOWN = ("a number", "text", "a list", "a dictionary", "True or False", "a function", "not a finite number")


def clean(value):
    """Plain data whose texts can be written as UTF-8."""
    if type(value) is str:
        return whole(value)
    if type(value) is list:
        return [clean(item) for item in value]
    return {whole(key): clean(item) for key, item in value.items()} if type(value) is dict else value


def whole(text):
    """Text whose half characters are question marks."""
    return text.encode("utf-8", "replace").decode()


def words(found):
    """A few printable words, or an empty text."""
    if type(found) is not str:
        return ""
    kept = "".join(
        sign if sign.isprintable() or sign == "\n" else "?" for sign in whole(found[:LONGEST_WORDS])
    )
    return kept.strip()
