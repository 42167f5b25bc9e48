"""From a card's YAML to a Card: every key and every name is checked, and each error names its line."""

import re
from types import MappingProxyType

from pathfinders.model.card import Card, Chart, Claim, NamedLoop, Scenario
from pathfinders.model.errors import CardError, UnknownVariable, did_you_mean
from pathfinders.model.find import find
from pathfinders.model.reader import read

TEXTS = ("title", "question", "description", "leaves_out", "tuned")
LISTS = ("passages", "sliders", "charts", "scenarios", "claims", "sources")
KEYS = (*TEXTS, *LISTS, "scene")
MAY = ("loops",)
CLAIM_KEYS = ("id", "says", "set", "variable")
CLAIM_MAY = ("stop", "random")
RANDOM_KEYS = {"sets": (1, 10_000), "seed": (0, 2**32)}  # with no set at all, every claim would hold
DEEPEST = 8
PASSAGE = re.compile(r"[A-Z]\d+")


def load_card(slug):
    """The Card of a model, from the ``.yaml`` beside its ``.mdl``; raises CardError or ModelError."""
    model = read(slug)
    path = find(slug).with_suffix(".yaml")
    if not path.is_file():
        raise CardError(path.name, "there is no such file", f"the card of {model.where} beside it")
    return CardReader(model, path).card()


class CardReader:
    """Reads one card; ``at`` holds the keys that lead to the value at hand, for errors."""

    def __init__(self, model, path):
        self.model, self.path = model, path
        self.lines = {}

    def card(self):
        try:
            data = self.load(self.path.read_text("utf-8"))
        except UnicodeDecodeError as error:
            raise CardError(self.path.name, f"byte {error.start} is not UTF-8", "a UTF-8 file") from None
        self.keys(data, KEYS, (), MAY)
        texts = {key: self.text(data[key], (key,)) for key in TEXTS}
        for key in LISTS:
            self.sequence(data[key], (key,))
        scene = data["scene"]
        if scene is not None:
            self.text(scene, ("scene",))
        return Card(
            slug=self.model.slug,
            path=self.path,
            scene=scene,
            passages=tuple(self.passage(p, ("passages", i)) for i, p in enumerate(data["passages"])),
            sliders=tuple(self.slider(name, ("sliders", i)) for i, name in enumerate(data["sliders"])),
            charts=tuple(self.chart(part, ("charts", i)) for i, part in enumerate(data["charts"])),
            scenarios=self.named(data["scenarios"], "scenarios", self.scenario, "name"),
            claims=self.named(data["claims"], "claims", self.claim, "id"),
            sources=tuple(self.text(part, ("sources", i)) for i, part in enumerate(data["sources"])),
            loops=self.named(self.sequence(data.get("loops", []), ("loops",)), "loops", self.loop, "name"),
            **texts,
        )

    # ---- values, each checked

    def chart(self, part, at):
        self.keys(part, ("title", "variables"), at, ("axis",))
        variables = self.sequence(part["variables"], (*at, "variables"))
        if not variables:
            self.refuse((*at, "variables"), "the list is empty", "at least one variable")
        shown = tuple(self.name(name, (*at, "variables", i)) for i, name in enumerate(variables))
        axis = self.text(part["axis"], (*at, "axis")) if "axis" in part else ""
        return Chart(self.text(part["title"], (*at, "title")), shown, axis)

    def loop(self, part, at):
        self.keys(part, ("name", "through"), at)
        through = self.sequence(part["through"], (*at, "through"))
        if not through:
            self.refuse((*at, "through"), "the list is empty", "at least one variable")
        names = tuple(self.name(name, (*at, "through", i)) for i, name in enumerate(through))
        return NamedLoop(self.text(part["name"], (*at, "name")), names)

    def scenario(self, part, at):
        self.keys(part, ("name", "set", "says"), at)
        name, says = (self.text(part[key], (*at, key)) for key in ("name", "says"))
        return Scenario(name, self.settings(part["set"], (*at, "set")), says)

    def claim(self, part, at):
        self.mapping(part, at)
        others = [key for key in part if key not in CLAIM_KEYS + CLAIM_MAY]
        if len(others) != 1:
            self.refuse(at, f"the claim has the predicates {others}", "exactly one predicate")
        self.keys({"set": {}} | part, (*CLAIM_KEYS, *others), at, CLAIM_MAY)
        identity, says = (self.text(part[key], (*at, key)) for key in ("id", "says"))
        settings = self.settings(part.get("set"), (*at, "set"))
        variable = self.name(part["variable"], (*at, "variable"))
        return Claim(identity, says, settings, variable, others[0], part[others[0]], *self.extent(part, at))

    def extent(self, part, at):
        """(stop, random) of a claim."""
        stop, random = part.get("stop"), part.get("random")
        if stop is not None and not self.number(stop, (*at, "stop")) > self.model.time.start:
            self.refuse((*at, "stop"), f"the run would end at {stop:g}", "a time after INITIAL TIME")
        if random is None:
            return stop, None
        self.keys(random, RANDOM_KEYS, (*at, "random"))
        for key in RANDOM_KEYS:
            least, most = RANDOM_KEYS[key]
            if type(random[key]) is not int or not least <= random[key] <= most:
                expected = f"a whole number from {least} to {most}"
                self.refuse((*at, "random", key), f"the value is {random[key]!r}", expected)
        return stop, MappingProxyType(dict(random))

    def named(self, parts, key, make, identity):
        """The parts, none of which share their ``identity``."""
        made = tuple(make(part, (key, index)) for index, part in enumerate(parts))
        seen = set()
        for index, item in enumerate(made):
            value = getattr(item, identity)
            if value in seen:
                self.refuse((key, index, identity), f"“{value}” is used twice", "a different one for each")
            seen.add(value)
        return made

    def settings(self, part, at):
        """Values of constants, each inside its limits."""
        result = {}
        for given, value in self.mapping(part or {}, at).items():
            here = (*at, given)
            variable = self.variable(given, here)
            if variable.kind != "constant":
                self.refuse(here, f"“{variable.name}” is calculated", "a constant")
            if self.number(value, here) not in variable.limits:
                limits = variable.limits
                self.refuse(here, f"{value:g} is outside the limits", f"{limits.low:g} to {limits.high:g}")
            result[variable.name] = float(value)
        return MappingProxyType(result)

    def number(self, value, at):
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.refuse(at, f"the value is {value!r}", "a number")
        return value

    def slider(self, name, at):
        variable = self.variable(name, at)
        if variable.kind != "constant":
            self.refuse(at, f"“{variable.name}” is calculated", "a constant")
        if None in (variable.limits.low, variable.limits.high, variable.limits.step):
            self.refuse(at, f"“{variable.name}” has no limits", "[low,high,step] in the model")
        return variable.name

    def passage(self, value, at):
        if not PASSAGE.fullmatch(self.text(value, at)):
            self.refuse(at, f"“{value}”", "the id of a passage, such as F11")
        return value

    def name(self, name, at):
        return self.variable(name, at).name

    def variable(self, name, at):
        try:
            return self.model[name]
        except UnknownVariable as error:
            self.refuse(at, f"{self.model.where} has no variable “{name}”", do=error.do)

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
