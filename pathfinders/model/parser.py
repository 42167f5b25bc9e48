"""PySD's own parser, driven step by step so that nothing in a file is run and every error names its variable.

PySD evaluates the square brackets of a lookup as Python, drops an entry without documentation without a word,
and takes everything after a broken entry for a drawing. All three are caught here before they can happen.
"""

import re
import warnings
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pathfinders.model.errors import ModelError, Unsupported

ENTRY = "name = equation ~ units [low,high,step] ~ documentation |"
ONLY_NUMBERS = re.compile(r"[-+\d.,()eE\s]*", re.ASCII)
REFUSED = {
    "Data": "external data",
    "SubscriptRange": "a range of subscripts",
    "UnchangeableConstant": "an unchangeable constant (==)",
    "Constraint": "a reality check (:THE CONDITION:)",
    "TestInput": "a reality check (:TEST INPUT:)",
}
INSTEAD = {"UnchangeableConstant": "use =", "SubscriptRange": "write each out"}


@dataclass(frozen=True)
class Entry:
    """One variable of the file; ``syntax`` is PySD's syntax tree of its right-hand side."""

    name: str
    units: str
    doc: str
    limits: tuple
    equation: str
    line: int
    syntax: object


def place(where, line=0, name=""):
    """File, line and variable as errors tell them."""
    return f"{where}{f', line {line}' if line else ''}{f', “{name}”' if name else ''}"


def line_of(text, beginning):
    """The line on which ``beginning`` stands, blanks and line breaks apart; 0 where it does not."""
    words = beginning.replace("\\", " ").split()[:8]
    found = re.search(r"(?m)^[ \t]*" + r"[\s\\]+".join(map(re.escape, words)), text) if words else None
    return text.count("\n", 0, found.start()) + 1 if found else 0


def text_file(where, text):
    """A VensimFile that holds ``text``, without a file."""
    from pysd.translators.vensim.vensim_file import VensimFile

    file = VensimFile.__new__(VensimFile)
    file.mdl_path, file.root_path = Path(where), Path()
    file.model_text, file.sketch, file.view_elements = text, "", None
    file._split_sketch()
    return file


def raw_entries(where, text):
    """(equation, units, documentation) of each variable, split by PySD's grammar."""
    from parsimonious.exceptions import ParseError
    from pysd.translators.vensim import vensim_section, vensim_utils

    def refuse(rest):
        begin = rest.strip()
        spot = place(where, line_of(text, begin[:60]))
        raise ModelError(spot, f"“{begin[:40]}” is not a whole entry", ENTRY, "look for a missing ~ or |")

    class Entries(vensim_section.SectionElementsVisitor):
        unwrapped_exceptions = (ModelError,)

        def visit_entry(self, node, parts):
            self.entries.append(tuple(parts[index].strip() for index in (0, 2, 4)))

        def visit_section(self, node, parts):
            if not parts[0].strip().startswith("*"):
                refuse(node.text)

        def visit_sketch(self, node, parts):
            if node.text.strip():
                refuse(node.text)

    file = text_file(where, text)
    try:
        file.parse(parse_all=False)
        if len(file.sections) > 1:
            named = re.search(r":MACRO:\s*([^(]*?)\s*\(", text, re.IGNORECASE)
            spot = place(where, line_of(text, named.group()), named.group(1)) if named else where
            raise Unsupported(spot, "it is a macro", "plain equations", "write the equations out")
        grammar = vensim_utils.Grammar.get("section_elements")
        return Entries(grammar.parse(file.sections[0].content)).entries
    except (ParseError, AttributeError):  # PySD looks for a main section where macros alone stand
        raise ModelError(where, "no entry can be read", ENTRY) from None


def refuse_brackets(spot, text):
    """Raise Unsupported for square brackets that hold anything but the numbers of a lookup's frame."""
    for content in re.findall(r"\[([^\]]*)(?:\]|$)", text):
        if not ONLY_NUMBERS.fullmatch(content):
            raise Unsupported(
                spot, f"it has subscripts, [{content.strip()}]", "a variable without subscripts"
            )


def read_equation(where, text, raw):
    """The Entry of one (equation, units, documentation)."""
    from parsimonious.exceptions import ParsimoniousError

    equation, units, doc = raw
    line = line_of(text, equation[:60])
    if not re.fullmatch(r"[^\[\]]*(\[[^\[\]]*\])?", units):
        raise ModelError(
            place(where, line, equation[:40]), f"the units are “{units}”", "units [low,high,step]"
        )
    try:
        component = component_of(equation, units)
    except ValueError:
        raise ModelError(place(where, line, equation[:40]), f"limits “{units}”", "[low,high,step]") from None
    except (ParsimoniousError, IndexError):
        raise ModelError(place(where, line), f"“{equation[:60]}” cannot be read", ENTRY) from None
    spot = place(where, line, component.name or equation[:40])
    kind = type(component).__name__
    if kind not in ("Component", "Lookup"):
        found = f"it is {REFUSED.get(kind, kind)}"
        raise Unsupported(spot, found, "an equation with =", INSTEAD.get(kind, ""))
    if any(component.subscripts):
        raise Unsupported(spot, "it has subscripts", "a variable without subscripts", "write each out")
    refuse_brackets(spot, component.expression)
    limits = component.limits or ()
    return Entry(
        component.name, component.units, doc, limits, component.expression, line, syntax(spot, component)
    )


@lru_cache(maxsize=4096)
def component_of(equation, units):
    """PySD's Component of an equation: read once, for a class changes few of the many in a model."""
    from pysd.translators.vensim.vensim_element import Element

    return Element(equation, units, "").parse()


def syntax(spot, component):
    """PySD's syntax tree of a right-hand side."""
    from parsimonious.exceptions import ParseError

    try:
        if component.ast is None:
            component.parse()
    except ParseError as error:
        near = component.expression[max(error.pos, 0) :][:20].strip()
        hint = f"near “{near}”" if near and error.pos > 0 else f"“{component.expression[:60]}”"
        raise ModelError(spot, f"the equation cannot be read {hint}", "Vensim's notation") from None
    except RecursionError:
        raise ModelError(spot, "the equation is nested too deeply", do="split it into several") from None
    except Exception:  # the parser's own crashes: a wrong number of arguments, a table of one point
        found = f"the equation “{component.expression[:60]}” cannot be read"
        raise ModelError(
            spot, found, "Vensim's notation", "check brackets and the arguments of functions"
        ) from None
    return component.ast


def entries(where, text):
    """The entries of the model ``text``; raises ModelError that names file, line and variable."""
    header = re.match(r"\s*\{([^}]*)\}", text)
    if header and header.group(1).strip().upper() not in ("UTF-8", "UTF8"):
        raise Unsupported(where, f"its encoding is {header.group(1)}", "{UTF-8}", "save it as UTF-8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return [read_equation(where, text, raw) for raw in raw_entries(where, text)]
        except RecursionError:
            raise ModelError(where, "an entry is nested too deeply", ENTRY) from None
