"""A zip of which one member is odd: all others are taken."""

import zipfile

from pathfinders.course.submissions import from_zip
from pathfinders.course.zips import zip_entries
from tests.test_collect import FILE, SLUG, work


def test_a_member_without_a_name_costs_the_others_nothing(tmp_path):
    path = tmp_path / "canvas.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in (f"amy/{FILE}", "QQQ", f"ben/{FILE}"):
            archive.writestr(name, work())
    path.write_bytes(path.read_bytes().replace(b"QQQ", b"\0QQ"))
    assert "" in zipfile.ZipFile(path).namelist()
    assert [entry.parts for entry in zip_entries(path)] == [("amy", FILE), ("?",), ("ben", FILE)]
    assert {item.student: item.read() for item in from_zip(path, SLUG)} == {"amy": work(), "ben": work()}
