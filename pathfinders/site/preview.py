"""One chapter in the browser, built and shown anew whenever a file it comes from changes."""

import argparse
import sys
import threading
import time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from pathfinders.site.build import build_page, project_root
from pathfinders.site.chapter import PageError

WATCHED = ("book", "exercises", "models", "pathfinders", "_config.yml")
POLL = 200  # milliseconds between two looks at what has changed
CHANGES = "/-/changes"
RELOAD = f'<script>new EventSource("{CHANGES}").onmessage = () => location.reload()</script>'


class Edition:
    """The number of the last build; ``wait`` returns when there is a newer one."""

    def __init__(self):
        self.number, self._changed = 0, threading.Condition()

    def publish(self):
        with self._changed:
            self.number += 1
            self._changed.notify_all()

    def wait(self, seen, seconds):
        """True once the number differs from ``seen``, False after ``seconds``."""
        with self._changed:
            return self._changed.wait_for(lambda: self.number != seen, seconds)


class Pages(SimpleHTTPRequestHandler):
    """Files of the built chapter; pages end in a script that listens for the next edition."""

    def __init__(self, *args, edition, **kwargs):
        self.edition = edition
        super().__init__(*args, **kwargs)

    def do_GET(self):
        if self.path == CHANGES:
            self._stream()
            return
        path = Path(self.translate_path(self.path))
        if path.suffix != ".html" or not path.is_file():
            super().do_GET()
            return
        page = path.read_bytes().replace(b"</body>", RELOAD.encode() + b"</body>")
        self._head("text/html; charset=utf-8", len(page))
        self.wfile.write(page)

    def _stream(self):
        """Server-sent events: one message an edition, now and then a comment to notice a closed page."""
        self._head("text/event-stream")
        seen = self.edition.number
        try:
            while True:
                if self.edition.wait(seen, 15):
                    seen = self.edition.number
                    self.wfile.write(f"data: {seen}\n\n".encode())
                else:
                    self.wfile.write(b":\n\n")
                self.wfile.flush()
        except (BrokenPipeError, ConnectionError):
            return

    def _head(self, kind, length=None):
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Cache-Control", "no-store")
        if length is not None:
            self.send_header("Content-Length", str(length))
        self.end_headers()
        self.wfile.flush()

    def log_message(self, *args):
        """Requests are no news to an author."""


def main(argv=None):
    """Serve the chapter until interrupted; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m pathfinders preview", description=__doc__)
    parser.add_argument("slug", help="name of a page of the book, such as 05-two-rubber-bands")
    parser.add_argument("--port", type=int, default=8000, help="0 takes a free one (default: 8000)")
    options = parser.parse_args(argv)
    root = project_root()
    if not (root / "book" / f"{options.slug}.md").is_file():
        names = ", ".join(sorted(path.stem for path in (root / "book").glob("*.md")))
        print(PageError("preview", f"no page {options.slug!r}", f"one of {names}"), file=sys.stderr)
        return 1
    return _serve(root, options.slug, options.port)


def _serve(root, slug, port):
    """Watch first, then build: a change that is made during the build is not lost."""
    from watchfiles import watch

    watched = [root / name for name in WATCHED if (root / name).exists()]
    changes = watch(*watched, rust_timeout=POLL, yield_on_timeout=True, raise_interrupt=False)
    next(changes)
    edition = Edition()
    html = _rebuild(root, slug, edition)
    server = ThreadingHTTPServer(("127.0.0.1", port), partial(Pages, directory=html, edition=edition))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"Preview: http://127.0.0.1:{server.server_port}/{slug}.html (Ctrl+C ends it)", flush=True)
    for changed in filter(None, changes):
        names = sorted({Path(path).name for _, path in changed})
        print(f"Changed: {', '.join(names[:3])}", flush=True)
        _rebuild(root, slug, edition)
    server.shutdown()
    return 0


def _rebuild(root, slug, edition):
    """Build and tell; an author's mistake is told too, and the next change is awaited."""
    start = time.monotonic()
    html, found = build_page(root, slug)
    print("\n".join(found) or f"Built in {time.monotonic() - start:.1f} s", flush=True)
    edition.publish()
    return html
