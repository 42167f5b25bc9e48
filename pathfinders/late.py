"""Names that load on first use: PySD alone takes more than a second to import, and most commands never need it."""

import importlib


def late(package, homes):
    """``(__getattr__, __dir__)`` for ``package``: each name of ``homes`` is imported from the module it names."""

    def load(name):
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(importlib.import_module(f"{package}.{homes[name]}"), name)

    def names():
        return sorted({*vars(importlib.import_module(package)), *homes})

    return load, names
