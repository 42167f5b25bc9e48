"""The dialect of JavaScript: a model as one expression, an object literal that a page can hold."""

import json
import math
from typing import ClassVar

from pathfinders.engine.printer import ATOM, Printer, is_atom, steps, uses_time
from pathfinders.engine.program import lower
from pathfinders.engine.schedule import schedule
from pathfinders.model.tree import ANGLES, COMPARISONS, Apply, Name, Table, children, names

POWER = (
    "const W=(a,b)=>a==1||a==-1&&(b==1/0||b==-1/0)?1:a**b;"  # as C has it; JavaScript alone gives NaN here
)
LOOKUP = (
    "const L=(x,X,Y)=>{let n=X.length-1,i=1;if(x<=X[0])return Y[0];if(x>=X[n])return Y[n];if(x!=x)return x;"
    "while(x>=X[i])i++;return(Y[i]-Y[i-1])/(X[i]-X[i-1])*(x-X[i-1])+Y[i-1]};"
)
HELPERS = {
    "integer": "const I=x=>Math.trunc(x)+0;",
    "quantum": "const Q=(x,m)=>m<1e-6?x:m*(Math.trunc(x/m)+0);",
    "modulo": "const M=(x,m)=>x-(m<1e-6?x:m*(Math.trunc(x/m)+0));",
    "zidz": "const Z=(x,d)=>Math.abs(d)<1e-6?0:x/d;",
    "xidz": "const O=(x,d,o)=>Math.abs(d)<1e-6?o:x/d;",
    "remainder": "const R=(a,b)=>{let r=a%b;return r&&r<0!=b<0?r+b:r};",
    "^": POWER,
}
LETTERS = {"integer": "I", "quantum": "Q", "modulo": "M", "zidz": "Z", "xidz": "O"}
LETTERS |= {"remainder": "R", "^": "W"}
MATH = {"exp": "exp", "ln": "log", "sqrt": "sqrt", "abs": "abs", "min": "min", "max": "max"}
MATH |= {name: name.replace("arc", "a") for name in ANGLES}


class JavaScriptPrinter(Printer):
    """JavaScript's notation."""

    symbols: ClassVar = {op: op for op in (*COMPARISONS, "+", "-", "*", "/")}
    symbols |= {"=": "==", "<>": "!=", "negative": "-", "and": "&&", "or": "||", "not": "!"}
    functions: ClassVar = {op: f"Math.{name}" for op, name in MATH.items()} | LETTERS

    def number(self, value):
        if not math.isfinite(value):
            return ("NaN", ATOM) if math.isnan(value) else ("1/0" if value > 0 else "-1/0", 6)
        text = repr(value).removesuffix(".0")
        return text.removeprefix("0") if text.startswith("0.") else text, ATOM if value >= 0 else 7

    def lookup(self, index, argument):
        return f"L({argument},...X[{index}])"

    def as_if(self, condition, yes, no):
        return f"{self.at(condition, 1)}?{self.at(yes, 0)}:{self.at(no, 0)}", 0

    def as_not(self, condition):
        return f"!{self.at(condition, 8)}", 8

    def as_negative(self, value):
        return f"-{self.at(value, 8)}", 7


def move(printer, program, step):
    """The statements that move every state one step on, all from the same instant."""
    held = {state.name for state in program.states}
    ready = [is_atom(state.rate) and held.isdisjoint(names(state.rate)) for state in program.states]
    rates = [
        state.rate if ok else Name(f"d{i}")
        for i, (state, ok) in enumerate(zip(program.states, ready, strict=True))
    ]
    lines = [f"const d{i}={printer.text(s.rate)};" for i, s in enumerate(program.states) if not ready[i]]
    dt = printer.number(step)[0]
    lines += [f"{s.name}+={printer.at(r, 6)}*{dt};" for s, r in zip(program.states, rates, strict=True)]
    return "".join(lines) + (f"t+={dt};" if uses_time(program) else "")


def run_source(program, time):
    """The method ``run(P, o)``."""
    printer, plan = JavaScriptPrinter(), schedule(time)
    const = "const {}={};".format
    used = {
        n
        for part in (program.once, program.opening, program.every, program.shown)
        for _, x in part
        for n in names(x)
    }
    used |= {name for state in program.states for name in names(state.rate)}
    take = "".join(f"const p{i}=P[{i}];" for i in range(len(program.parameters)) if f"p{i}" in used)
    once, every, shown = (
        "".join(steps(printer, p, const)) for p in (program.once, program.every, program.shown)
    )
    held = {state.name for state in program.states}
    opening = "".join(
        f"{name}={printer.text(tree)};" if name in held else const(name, printer.text(tree))
        for name, tree in program.opening
    )
    stored = "".join(f"o[k+{i * plan.points}]={out.name};" for i, out in enumerate(program.outputs))
    clock = [f"{n}={printer.number(v)[0]}" for n, v in (("t0", time.start), ("t1", time.stop)) if n in used]
    clock += [f"t={printer.number(time.start)[0]}"] if "t" in used else []
    rates = move(printer, program, time.step)
    begin = f"let {','.join([*clock, *sorted(held), 'k=0', 'c=1'])};"
    need = _operations(program)
    tables = json.dumps([list(zip(*points, strict=True)) for points in printer.tables], separators=(",", ":"))
    helpers = "".join(text for op, text in HELPERS.items() if op in need)
    helpers += f"{LOOKUP}const X={tables};" if "lookup" in need else ""
    save = f"if(!--c){{c={plan.every};{shown}{stored}if(++k>{plan.points - 1})return o}}"
    return f"run(P,o){{{helpers}{take}{begin}{once}{{{opening}}}for(;;){{{every}{save}{rates}}}}}"


def description(model):
    """What a page must know of the model besides its run."""
    time, plan = model.time, schedule(model.time)
    clock = {
        "start": time.start,
        "stop": time.stop,
        "step": time.step,
        "save": time.save,
        "units": time.units,
    }
    parameters = [
        {"name": v.name, "units": v.units, "doc": v.doc, "value": v.value}
        | {"low": v.limits.low, "high": v.limits.high, "step": v.limits.step}
        for v in model.constants
    ]
    moving = [v for v in model.variables if v.kind != "constant"]
    variables = [{"name": v.name, "kind": v.kind, "units": v.units, "doc": v.doc} for v in moving]
    clock["points"] = plan.points
    return {"slug": model.slug, "time": clock, "parameters": parameters, "variables": variables}


def javascript(model):
    """One JavaScript expression: ``{slug, time, parameters, variables, run(P, out)}``.

    ``P`` is a Float64Array in the order of ``parameters``; ``out`` has ``points * variables.length`` places,
    of which variable ``j`` fills ``j * points`` to ``(j + 1) * points - 1``. Raises Unsupported. Texts of the
    model are JSON in ASCII without ``<``, so that none can end a string, a comment or a script element.
    """
    data = json.dumps(whole(description(model)), separators=(",", ":"), allow_nan=False).replace(
        "<", "\\u003c"
    )
    return f"{data[:-1]},{run_source(lower(model), model.time)}}}"


def whole(data):
    """The data with whole numbers written without ``.0``."""
    if isinstance(data, dict):
        return {key: whole(value) for key, value in data.items()}
    if isinstance(data, list):
        return [whole(value) for value in data]
    return int(data) if isinstance(data, float) and data.is_integer() and abs(data) < 2**53 else data


def _operations(program):
    """Every operation the program uses, ``lookup`` among them: what a printer must bring along."""
    trees = [
        tree for part in (program.once, program.opening, program.every, program.shown) for _, tree in part
    ]
    trees += [state.rate for state in program.states]
    found, rest = set(), trees
    while rest:
        node = rest.pop()
        found |= {node.op} if isinstance(node, Apply) else {"lookup"} if isinstance(node, Table) else set()
        rest.extend(children(node))
    return found
