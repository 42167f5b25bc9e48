"""What ``remove`` prints: text for people, plain data for programs."""

import math


def figure(value):
    """A number to three digits, without a minus before a zero."""
    return f"{value + 0.0:.3g}".replace("-", "−") if abs(value) >= 5e-4 else "0"


def says(mode):
    """A Mode with the figures that belong to it: ``sustained oscillation, amplitude 0.29, period 11``."""
    if mode.name.endswith("oscillation"):
        return f"{mode.name}, amplitude {figure(mode.amplitude)}, period {figure(mode.period)}"
    if mode.broken is not None:
        return f"{mode.before or 'nothing'}, and no number from {figure(mode.broken)} on"
    if not math.isfinite(mode.final):
        return mode.name
    word = "at" if mode.name == "constant" else "to"
    return f"{mode.name}, {word} {figure(mode.final)}"


EFFECTS = {
    "structural": "structural: another behaviour",
    "quantitative": "only quantitative",
    "none": "no difference",
    "itself": "(the curve itself)",
}


UNTRIED = """Tried were {} of {} elements, as all would take long: stocks, then variables, then links of
the listed loops, then others; --all tries every one."""


def removal_text(table):
    """The text of Removals."""
    lines = [f"{table.model.slug}: what “{table.variable}” does when one element is taken out", ""]
    lines += [f"With everything in place: {says(table.mode)}."]
    lines += ["A stock is frozen at its start; a variable is held, and a link is cut, at"]
    lines += [f"{table.rest}.", ""]
    wide = max([8, *(len(str(row.element)) for row in table.rows)])
    far = max([8, *(len(says(row.mode)) for row in table.rows)])
    for row in table.rows:
        lines.append(
            f"  {row.element.kind:8}  {row.element!s:{wide}}  {says(row.mode):{far}}  {EFFECTS[row.effect]}"
        )
    lines += [] if table.rows else ["  Nothing in this model moves, so there is nothing to take out."]
    count, tried = len(table.structural), len(table.rows)
    lines += ["", f"{count} of {tried} elements are structural."] if table.rows else []
    lines += [UNTRIED.format(tried, tried + len(table.untried))] if table.untried else []
    return "\n".join(lines) + "\n"


def removal_data(table):
    """The data of Removals, fit for JSON."""
    return {
        "model": table.model.slug,
        "variable": table.variable,
        "mode": mode_data(table.mode),
        "held": {"how": table.rest.how, "values": {k: finite(v) for k, v in table.rest.values.items()}},
        "elements": [
            {
                "kind": row.element.kind,
                "name": row.element.name,
                "target": row.element.target,
                "effect": row.effect,
                "mode": mode_data(row.mode),
            }
            for row in table.rows
        ],
        "untried": len(table.untried),
    }


def mode_data(mode):
    """A Mode as plain data."""
    figures = {key: finite(getattr(mode, key)) for key in ("final", "amplitude", "period")}
    return {"name": mode.name, **figures}


def finite(value):
    """The number, or None where it is none."""
    return value if math.isfinite(value) else None
