"""Names that load on first use: PySD alone takes over a second, and most commands never need it."""

import importlib


def late(package, homes):
    """``(__getattr__, __dir__)`` for ``package``: ``homes`` says which module holds each name."""

    def load(name):
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(importlib.import_module(f"{package}.{homes[name]}"), name)

    def names():
        return sorted({*vars(importlib.import_module(package)), *homes})

    return load, names
