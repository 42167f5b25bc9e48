"""A model as XMILE text, the exchange format of other programs (OASIS XMILE 1.0, 2015).

What other readers take differently is written in the plainest way: events as comparisons with the time, signs
and powers in brackets, control variables as numbers, a lookup inside an equation as a variable of its own, as
is a net flow that is no sum of flows.
"""

import re
from xml.etree import ElementTree

from pathfinders.engine.xmile_notation import LAGS, STAGED, XmilePrinter, numeral, spelled
from pathfinders.model.errors import Unsupported
from pathfinders.model.tree import Apply, Name, Table, rebuilt
from pathfinders.model.variables import added, fold

NAMESPACE = "http://docs.oasis-open.org/xmile/ns/XMILE/v1.0"
ISEE = "http://iseesystems.com/XMILE"


def xmile(model):
    """The XMILE text of a Model; it names every variable as the model does.

    Raises Unsupported for an operation that has no word in XMILE, and for a name that it cannot hold.
    """
    return _Writer(model).text()


class _Writer:
    def __init__(self, model):
        self.model = model
        self.printer = XmilePrinter(model)
        self.taken = {fold(variable.name) for variable in model.variables}
        self.nodes = []

    def text(self):
        ElementTree.register_namespace("", NAMESPACE)
        ElementTree.register_namespace("isee", ISEE)
        root = ElementTree.Element(f"{{{NAMESPACE}}}xmile", version="1.0")
        header = _below(root, "header")
        _below(header, "vendor", "Pathfinders")
        _below(header, "product", "Pathfinders", version="1.0", lang="en")
        _below(header, "name", self.model.slug)
        self.clock(root)
        variables = _below(_below(root, "model"), "variables")
        flows = self.flows()
        for item in self.model.variables:
            self.stock(item, flows.get(item.name)) if item.kind == "stock" else self.plain(item)
        variables.extend(self.nodes)
        ElementTree.indent(root)
        return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, "unicode") + "\n"

    def clock(self, root):
        time = self.model.time
        specs = _below(root, "sim_specs", method="Euler", time_units=time.units)
        specs.set(f"{{{ISEE}}}save_interval", numeral(time.save))
        for tag, value in (("start", time.start), ("stop", time.stop), ("dt", time.step)):
            _below(specs, tag, numeral(value))

    def flows(self):
        """Stock → its flows as [(name, sign) …], for stocks that have no other; a flow has one place each."""
        found, places = {}, set()
        for stock in self.model.stocks:
            terms = _terms(stock.expression)
            names = {self.model[name].name for name in added(stock.expression) if name in self.model}
            known = terms is not None and all(self.model[n].kind == "flow" for n in names)
            own = {(self.model[name].name, sign) for name, sign in terms} if known else set()
            if known and len(own) == len(terms) and not own & places:
                found[stock.name] = [(self.model[name].name, sign) for name, sign in terms]
                places |= own
        return found

    def stock(self, item, flows):
        if flows is None:
            name = self.fresh(f"net flow of {item.name}")
            self.variable("flow", name, item.expression, f"{item.units}/{self.model.time.units}", "")
            flows = [(name, 1)]
        node = self.variable("stock", item.name, item.initial, item.units, item.doc, item.limits)
        ways = [("inflow", name) for name, sign in flows if sign > 0]
        for tag, name in [*ways, *(("outflow", name) for name, sign in flows if sign < 0)]:
            _below(node, tag, spelled(name))

    def plain(self, item):
        kind = "flow" if item.kind == "flow" else "aux"
        self.variable(kind, item.name, item.expression, item.units, item.doc, item.limits)

    def variable(self, tag, name, tree, units, doc, limits=None):
        """Note a variable; returns its element."""
        if re.search(r'["\\]', name.strip('"')):
            found = f"the name {name} has a quotation mark or a backslash in it, which XMILE reads otherwise"
            raise Unsupported(self.model.where, found, "a name without", "rename it")
        points = tree.points if isinstance(tree, Table) and tag == "aux" else None
        equation = self.printer.text(self.apart(tree.argument if points else tree, name))
        node = ElementTree.Element(f"{{{NAMESPACE}}}{tag}", name=name.strip('"'))
        if doc.strip():
            _below(node, "doc", " ".join(doc.split()))
        _below(node, "eqn", equation)
        if points:
            curve = _below(node, "gf", type="continuous")
            for axis, values in zip(("xpts", "ypts"), zip(*points, strict=True), strict=True):
                _below(curve, axis, ",".join(map(numeral, values)))
        _below(node, "units", units)
        if limits and None not in (limits.low, limits.high):
            _below(node, "range", min=numeral(float(limits.low)), max=numeral(float(limits.high)))
        self.nodes.append(node)
        return node

    def apart(self, tree, owner, lagged=False):
        """The tree, its lookups, inner lags and stages replaced by names of variables that hold them."""
        if isinstance(tree, Table):
            return self.held(tree, f"lookup in {owner}")
        lag = isinstance(tree, Apply) and tree.op in (*LAGS, *STAGED)
        if lag and lagged:
            return self.held(tree, f"lag in {owner}")
        tree = rebuilt(tree, lambda part: self.apart(part, owner, lagged or lag))
        return self.staged(tree, owner) if lag and tree.op in STAGED else tree

    def staged(self, lag, owner):
        """A lag of any order as one stage after the other, for not all readers know it."""
        value, time, initial, order = lag.args
        share = Apply("/", (time, order))
        for stage in range(1, int(order.value) + 1):
            value = Apply(STAGED[lag.op], (value, share, initial))
            if stage < order.value:
                value = self.held(value, f"stage {stage} of {owner}")
        return value

    def held(self, tree, name):
        """The name of a new variable that holds the tree."""
        name = self.fresh(name)
        self.variable("aux", name, tree, "1", "")
        self.printer.own.add(name)
        return Name(name)

    def fresh(self, name):
        while fold(name) in self.taken:
            name += " again"
        self.taken.add(fold(name))
        return name


def _below(parent, tag, text=None, **attributes):
    node = ElementTree.SubElement(parent, f"{{{NAMESPACE}}}{tag}", attributes)
    node.text = text
    return node


def _terms(tree, sign=1):
    """A sum of names as [(name, sign) …]; None for any other tree."""
    if isinstance(tree, Name):
        return [(tree.name, sign)]
    if not isinstance(tree, Apply) or tree.op not in ("+", "-", "negative"):
        return None
    signs = (-sign,) if tree.op == "negative" else (sign, -sign if tree.op == "-" else sign)
    parts = [_terms(part, own) for part, own in zip(tree.args, signs, strict=True)]
    return None if None in parts else [term for part in parts for term in part]
