"""A card's file: YAML with the line of every value, plain values checked, and errors that name both."""

from pathfinders.model.errors import CardError, did_you_mean

DEEPEST = 8


class CardFile:
    """The YAML of one card; ``at`` holds the keys that lead to a value, for errors."""

    def __init__(self, path):
        self.path, self.lines = path, {}

    # ---- values, each checked

    def number(self, value, at):
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.refuse(at, f"the value is {value!r}", "a number")
        return value

    def text(self, value, at):
        if not isinstance(value, str) or not value.strip():
            self.refuse(at, f"the value is {value!r}", "a text")
        return value.strip()

    def sequence(self, value, at):
        if not isinstance(value, list):
            self.refuse(at, f"the value is {value!r}"[:80], "a list")
        return value

    def mapping(self, value, at):
        if not isinstance(value, dict):
            self.refuse(at, f"the value is {value!r}"[:80], "keys with values")
        return value

    def keys(self, value, expected, at, may=()):
        """Refuse a mapping that lacks a key or has one too many."""
        self.mapping(value, at)
        for key in value:
            if key not in (*expected, *may):
                self.refuse((*at, key), f"unknown key “{key}”", do=did_you_mean(key, (*expected, *may)))
        for key in expected:
            if key not in value:
                self.refuse(at, f"the key “{key}” is missing", ", ".join(expected))

    # ---- the file

    def load(self, text):
        """The data of the YAML text; keeps the line of every value."""
        import yaml

        try:
            node = yaml.compose(text, Loader=yaml.SafeLoader)
            data = yaml.safe_load(text)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            spot = f"{self.path.name}, line {mark.line + 1}" if mark else self.path.name
            raise CardError(
                spot, getattr(error, "problem", None) or "it is not YAML", "a YAML mapping"
            ) from None
        self.note(node, ())
        return data

    def note(self, node, at):
        if len(at) > DEEPEST:
            self.refuse(at[:2], "it is nested too deeply", "the shape that the other cards have")
        self.lines[at] = node.start_mark.line + 1 if node is not None else 1
        if node is None or isinstance(node.value, str):
            return
        for index, part in enumerate(node.value):
            if isinstance(part, tuple):
                key = self.plain(part[0])
                if (*at, key) in self.lines:
                    self.refuse((*at, key), f"the key “{key}” stands twice", "each key once")
                self.note(part[1], (*at, key))
                self.lines[(*at, key)] = part[0].start_mark.line + 1
            else:
                self.note(part, (*at, index))

    @staticmethod
    def plain(node):
        return node.value if isinstance(node.value, str) else repr(node.value)

    def refuse(self, at, found, expected="", do=""):
        """Raise CardError for the value that the keys ``at`` lead to."""
        line = next((self.lines[at[:end]] for end in range(len(at), -1, -1) if at[:end] in self.lines), 0)
        key = ".".join(str(part + 1) if isinstance(part, int) else str(part) for part in at)
        spot = self.path.name + (f", line {line}" if line else "") + (f", {key}" if key else "")
        raise CardError(spot, found, expected, do)
