"""Do the units hold? Every equation is checked: strictly, but for 0, which has every unit."""

from pathfinders.model.errors import ModelError
from pathfinders.model.parser import place
from pathfinders.model.unit_rules import ANY, Mismatch, UnitRules
from pathfinders.model.units import ONE, parse_units


class UnitProblem(ModelError):
    """An equation whose units do not hold; ``str`` says file, variable, found and expected."""


def check_units(model):
    """UnitProblem for each variable whose unit does not parse or hold, as a list.

    Literals are dimensionless, but 0 has every unit. EXP, LN, LOG, angles and lookups take no unit; a named
    lookup gives its own, the others none. A stock has that of its net flow times that of the time.
    """
    checker = _Checker(model)
    everything = (*model.variables, *model.lookups, *model.controls)
    problems = [checker.unreadable[v.name] for v in everything if v.name in checker.unreadable]
    return problems + [problem for problem in map(checker.problem, model.variables) if problem]


class _Checker(UnitRules):
    def __init__(self, model):
        self.model, self.units, self.unreadable = model, {}, {}
        for variable in (*model.variables, *model.lookups, *model.controls):
            try:
                self.units[variable.name] = parse_units(variable.units)
            except ModelError as error:
                self.unreadable[variable.name] = UnitProblem(self.spot(variable), str(error).rstrip("."))
        self.time = self.units["Time"] = self.units.get("TIME STEP", ONE)
        for control in model.controls:
            self.units[control.name.upper()] = self.units.get(control.name, self.time)

    def spot(self, variable):
        return place(self.model.where, variable.line, variable.name)

    def problem(self, variable):
        """The UnitProblem of a variable, or None."""
        own = self.units.get(variable.name)
        if own is None or any(name in self.unreadable for name in variable.uses):
            return None
        try:
            if variable.kind == "stock":
                self.same(self.unit(variable.initial), own, "its initial value has the unit")
                rate = self.unit(variable.expression)
                self.same(
                    ANY if rate is ANY else rate * self.time,
                    own,
                    "its flow, times the unit of time, has the unit",
                )
            elif variable.kind != "constant":
                self.same(self.unit(variable.expression), own, "its equation gives the unit")
        except Mismatch as error:
            return UnitProblem(self.spot(variable), error.found, error.expected)
        return None
