"""How is it published? The Sphinx extension, the builder and the preview."""


def setup(app):
    """Sphinx's entry point: the extension itself loads only when a book is built."""
    from pathfinders.site.extension import setup as wire

    return wire(app)
