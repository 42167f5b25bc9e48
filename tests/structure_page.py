"""Models explained in the browser and by Python, side by side."""

from dataclasses import dataclass, field

import numpy as np

from pathfinders.engine import javascript as run_of
from pathfinders.lab.modules import joined
from pathfinders.structure.javascript import javascript

LOAD = """([key, ...texts]) => { kept[key] = texts.map(text => new Function("return " + text)()) }"""
# Numbers that JSON has not travel as text.
DATA = """
const data = (x) => JSON.parse(JSON.stringify(x, (key, value) =>
    typeof value === "number" && !Number.isFinite(value) ? String(value)
    : ArrayBuffer.isView(value) ? Array.from(value) : value));
"""
EXPLAIN = (
    DATA
    + """
const [model, structure] = kept[key];
const { run, ...found } = why.explain(model, structure, values);
return data({ ...found, time: run.time });
"""
)
REMOVE = (
    DATA
    + """
const [model, structure] = kept[key];
const found = why.removal(model, structure, values, variable, at);
return data({ ...found, rest: { ...found.rest, values: [...found.rest.values] } });
"""
)


def numbers(data):
    """Lists of numbers as arrays, the rest as it is."""
    if isinstance(data, dict):
        return {key: numbers(value) for key, value in data.items()}
    if isinstance(data, list):
        plain = all(isinstance(one, int | float) or one in ("NaN", "Infinity", "-Infinity") for one in data)
        return np.array(data, dtype=float) if plain and len(data) > 1 else [numbers(one) for one in data]
    return data


@dataclass
class StructurePage:
    """A page on which models explain themselves."""

    page: object
    known: dict = field(default_factory=dict)

    @classmethod
    def on(cls, browser):
        """A new page with the modules that compute."""
        page = browser.new_page()
        modules = "".join(joined("why/structure.js").values())
        page.evaluate(f"() => {{ {modules} self.why = $why_structure; self.kept = {{}}; }}")
        return cls(page)

    def values(self, model, settings):
        """The model's key on the page, and its parameters."""
        if model not in self.known:
            self.known[model] = str(len(self.known))
            self.page.evaluate(LOAD, [self.known[model], run_of(model), javascript(model)])
        return self.known[model], [settings.get(item.name, item.value) for item in model.constants]

    def explain(self, model, settings):
        """What the page explains, its rows as arrays."""
        key, values = self.values(model, settings)
        return numbers(self.page.evaluate(f"([key, values]) => {{ {EXPLAIN} }}", [key, values]))

    def removal(self, model, settings, variable, at=None):
        """The page's removal table."""
        key, values = self.values(model, settings)
        text = f"([key, values, variable, at]) => {{ {REMOVE} }}"
        return numbers(self.page.evaluate(text, [key, values, variable, at]))

    def seconds(self, model, work, rounds):
        """The times of ``why.work`` on a model in seconds, another run each time, the first ones left out."""
        key, values = self.values(model, {})
        milliseconds = self.page.evaluate(
            """([key, values, work, rounds]) => Array.from({ length: rounds }, (_, i) => {
                const moved = values.map((value, k) => k ? value : value + i * 1e-9);
                const [model, structure] = kept[key];
                const from = performance.now();
                why[work](model, structure, moved, model.variables[0].name);
                return performance.now() - from;
            })""",
            [key, values, work, 2 * rounds],
        )
        return [time / 1e3 for time in milliseconds[rounds:]]
