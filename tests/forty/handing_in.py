"""How the forty hand in: by nbgrader's exchange, in a zip of Canvas, in folders of Moodle."""

import zipfile
from datetime import UTC, datetime

from tests.fixtures_class import SLUG

FILE = f"{SLUG}.ipynb"
ODD = ("a,b", "=cmd|calc", "-rf", "x[1]", ".hidden", "Zoë", "")
"""Ids in the exchange that are no safe names."""

LONG = "x" * 300


def way(student):
    """How a student hands in."""
    if student.startswith(("wrong-", "misnamed")):
        return "canvas"
    return "moodle" if student.startswith(("partly-", "blank", "empty-handed", "torn")) else "exchange"


def by_exchange(folder, works):
    """Lays the folders that `nbgrader submit` would have made into an exchange's `inbound`."""
    now = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S.%f} UTC"
    for student, data in works.items():
        place = folder / "pathfinders" / "inbound" / f"{student}+{SLUG}+{now}+abc"
        place.mkdir(parents=True)
        (place / FILE).write_bytes(data)
        (place / "timestamp.txt").write_text(now)
        (place / "submission_secret.txt").write_text("s" * 128)
    return folder / "pathfinders" / "inbound"


def by_canvas(path, works, numbers):
    """Writes the zip that Canvas gives for an assignment, and in it a file of somebody with a long name."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{LONG}/{FILE}", b"{}")
        for student, data in works.items():
            name = "05-two-ruber-bands.ipynb" if student == "misnamed" else FILE
            number = numbers[student]
            archive.writestr(f"{student.replace('-', '')}_{number}_9{number}_{name}", data)


def by_moodle(folder, works, numbers):
    """Lays the folders that Moodle's zip has; who gives no notebook has written a line."""
    for student, data in works.items():
        for kind, name in (("onlinetext", "onlinetext.html"), ("file", FILE)):
            if kind == "file" and data is None:
                continue
            place = folder / f"Student {student}_{numbers[student]}_assignsubmission_{kind}_"
            place.mkdir(parents=True)
            (place / name).write_bytes(b"<p>see file</p>" if kind == "onlinetext" else data)


def roster(numbers):
    """The CSV of the class: ids, and the numbers by which Canvas and Moodle know them."""
    rows = (f"{student},{number},{number}\n" for student, number in numbers.items())
    return "".join(["id,canvas,moodle\n", *rows])
