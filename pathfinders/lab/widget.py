"""The lab in a notebook: one object that draws itself in JupyterLab, Notebook 7 and on the published page."""

import os

import anywidget
import traitlets
from IPython.display import display

from pathfinders.engine import compile_model, javascript, reference_run
from pathfinders.lab.bundle import widget_script
from pathfinders.lab.element import lab_html
from pathfinders.lab.spec import lab_spec
from pathfinders.lab.values import Params, complete
from pathfinders.lab.why import structure_source
from pathfinders.model import load_card, read
from pathfinders.model.find import find

HINT = "If you see no lab here, run this cell: click on it and press Shift+Enter."
HINT_HTML = f'<p class="pathfinders-hint">{HINT}</p>'
SITE = "PATHFINDERS_SITE"


def _card(source):
    """The card beside a model; None where there is none, so that a student's own model has a lab too."""
    return load_card(source) if find(source).with_suffix(".yaml").is_file() else None


class Lab(anywidget.AnyWidget):
    """A model to play with: ``Lab("two_bands")``, or from other values ``Lab("two_bands", hierarchy=0.7)``.

    ``lab.params`` reads and sets values by the names in the model file; ``lab.run()`` runs PySD with them.
    With ``predict=True``, or where the card says so, the reader first draws the first chart's first variable,
    then the model does; ``predict=False`` never asks.
    The lab explains what the model does, unless ``why=False`` or no variable acts on another.
    Raises ``UnknownVariable`` for an unknown name and ``LabError`` for a value a parameter cannot take.
    """

    _esm = widget_script()
    # The sentence for a notebook without a kernel goes when a lab lives in the same output.
    _css = ".jp-OutputArea:has(.pathfinders-live) .jp-OutputArea-child:has(.pathfinders-hint){display:none}"
    _model = traitlets.Unicode().tag(sync=True)
    _structure = traitlets.Unicode().tag(sync=True)
    _spec = traitlets.Dict().tag(sync=True)
    values = traitlets.Dict(help="All parameters, name → value; observe this one.").tag(sync=True)

    prediction = traitlets.List(
        traitlets.Float(), default_value=None, allow_none=True,
        help="The curve that was drawn before the run, a value at every saved moment; None before.",
    ).tag(sync=True)  # fmt: skip
    predicted = traitlets.Unicode(
        None, allow_none=True, help="The name of that curve's behaviour mode."
    ).tag(sync=True)

    def __init__(self, slug, *, predict=None, why=True, **params):
        self.model, self.card = read(slug), _card(slug)
        own = {constant.name: constant.value for constant in self.model.constants}
        start = complete(self.model, own, params)
        structure = structure_source(self.model) if why else ""
        asks = bool(self.card and self.card.predict) if predict is None else predict
        spec = lab_spec(self.model, self.card, start, asks, bool(structure))
        script = javascript(self.model)
        super().__init__(_model=script, _structure=structure, _spec=spec, values=start)

    @traitlets.validate("values")
    def _validate(self, proposal):
        return complete(self.model, proposal["value"], proposal["value"])

    @property
    def params(self):
        """The parameters as a mapping of name → value; assign a whole dict or one item."""
        return Params(self)

    @params.setter
    def params(self, changes):
        self.values = complete(self.model, self.values, changes)

    def set(self, **changes):
        """Sets parameters by keyword, ``_`` for a space, and returns the lab."""
        self.params = changes
        return self

    def run(self):
        """The run of PySD, the reference engine, with the lab's values.

        A DataFrame indexed by time, one column per variable, the units in ``attrs["units"]``.
        """
        return reference_run(self.model, dict(self.values))

    def __repr__(self):
        return f"Lab({self.model.slug!r})"

    def _repr_mimebundle_(self, **kwargs):
        """The widget for a live notebook and, beside it, the page's element."""
        data, metadata = super()._repr_mimebundle_(**kwargs)
        return {**data, "text/plain": repr(self), "text/html": self._html()}, metadata

    def _ipython_display_(self):
        data, metadata = self._repr_mimebundle_()
        display(data, metadata=metadata, raw=True)
        if os.environ.get(SITE) != "1":
            display({"text/plain": HINT, "text/html": HINT_HTML}, raw=True)

    def _html(self):
        spec = {**self._spec, "params": dict(self.values)}
        run = compile_model(self.model).run(self.values)
        description = self.card.description if self.card else f"The model {spec['title']}."
        return lab_html(spec, run, self.model.time.units, description)
