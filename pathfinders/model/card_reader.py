"""From a card's YAML to a Card: every key and every name is checked, and each error names its line."""

import math
import re
from functools import partial
from types import MappingProxyType

from pathfinders.model.card import Card, Chart, NamedLoop, Scenario
from pathfinders.model.card_claims import claim
from pathfinders.model.card_file import CardFile
from pathfinders.model.errors import CardError, UnknownVariable
from pathfinders.model.find import find
from pathfinders.model.reader import read

TEXTS = ("title", "question", "description", "leaves_out", "tuned")
LISTS = ("passages", "sliders", "charts", "scenarios", "claims", "sources")
KEYS = (*TEXTS, *LISTS, "scene")
MAY = ("loops", "predict", "opens", "archetype", "rest", "anchors")
PASSAGE = re.compile(r"[A-Z]\d+")


def load_card(slug):
    """The Card of a model, from the ``.yaml`` beside its ``.mdl``; raises CardError or ModelError."""
    model = read(slug)
    path = find(slug).with_suffix(".yaml")
    if not path.is_file():
        raise CardError(path.name, "there is no such file", f"the card of {model.where} beside it")
    return CardReader(model, path).card()


class CardReader(CardFile):
    """Reads one card; ``at`` holds the keys that lead to the value at hand, for errors."""

    def __init__(self, model, path):
        super().__init__(path)
        self.model = model

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
        self.shown = tuple(self.slider(name, ("sliders", i)) for i, name in enumerate(data["sliders"]))
        self.carried = tuple(self.passage(p, ("passages", i)) for i, p in enumerate(data["passages"]))
        return Card(
            slug=self.model.slug,
            path=self.path,
            scene=scene,
            passages=self.carried,
            sliders=self.shown,
            charts=tuple(self.chart(part, ("charts", i)) for i, part in enumerate(data["charts"])),
            scenarios=self.named(data["scenarios"], "scenarios", self.scenario, "name"),
            claims=self.named(data["claims"], "claims", partial(claim, self), "id"),
            sources=tuple(self.text(part, ("sources", i)) for i, part in enumerate(data["sources"])),
            loops=self.named(self.sequence(data.get("loops", []), ("loops",)), "loops", self.loop, "name"),
            **texts,
            **self.story(data),
        )

    def story(self, data):
        """What a card may say beside the rest: predict, opens, archetype, rest, anchors."""
        predict, rest = data.get("predict", False), data.get("rest", False)
        if not isinstance(predict, bool):
            self.refuse(("predict",), f"the value is {predict!r}", "true or false")
        archetype = self.text(data["archetype"], ("archetype",)) if "archetype" in data else None
        anchors = self.sequence(data.get("anchors", []), ("anchors",))
        return {
            "predict": predict,
            "opens": self.moment(data["opens"], ("opens",)) if "opens" in data else None,
            "archetype": archetype,
            "rest": None if rest is False else self.settings({} if rest is True else rest, ("rest",)),
            "anchors": tuple(self.text(key, ("anchors", i)) for i, key in enumerate(anchors)),
        }

    # ---- values, each checked

    def chart(self, part, at):
        self.keys(part, ("title", "variables"), at, ("axis",))
        variables = self.sequence(part["variables"], (*at, "variables"))
        if not variables:
            self.refuse((*at, "variables"), "the list is empty", "at least one variable")
        shown = tuple(self.name(name, (*at, "variables", i)) for i, name in enumerate(variables))
        axis = self.text(part["axis"], (*at, "axis")) if "axis" in part else ""
        return Chart(self.text(part["title"], (*at, "title")), shown, axis)

    def moment(self, value, at):
        """A moment of the run at which it is written down."""
        time = self.model.time
        inside = time.start <= self.number(value, at) <= time.stop
        if not inside or abs(math.remainder(value - time.start, time.save)) > 1e-6 * time.save:
            saved = f"a moment that the run saves, from {time.start:g} to {time.stop:g} every {time.save:g}"
            self.refuse(at, f"the moment is {value:g}", f"{saved} {time.units}")
        return float(value)

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
