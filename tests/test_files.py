"""A file is written whole or not at all, by whoever else may be writing it; what cannot be is a sentence."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pathfinders import files


def found(folder):
    """Name → bytes."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_file_for_which_there_is_no_room_stays_as_it_was(tmp_path):
    resource = pytest.importorskip("resource")
    path = tmp_path / "notebook.ipynb"
    files.replace(path, "before")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(files.Full, match="no room left"):
            files.replace(path, "x" * 5000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert found(tmp_path) == {"notebook.ipynb": b"before"}


def test_many_who_write_the_same_file_at_once_leave_what_one_of_them_has_written(tmp_path):
    texts = [letter * 100_000 for letter in "abcdefgh"]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda text: files.replace(tmp_path / "page.html", text), texts * 4))
    (content,) = found(tmp_path).values()
    assert content.decode() in texts


def test_text_keeps_its_line_ends_and_bytes_are_taken_as_they_are(tmp_path):
    files.replace(tmp_path / "text", "a\nb\r\n\ud800")
    files.replace(tmp_path / "bytes", b"\xff\n")
    assert found(tmp_path) == {"text": b"a\nb\r\n?", "bytes": b"\xff\n"}


@pytest.mark.skipif(os.name == "nt", reason="modes are those of POSIX")
def test_a_file_is_open_to_whom_the_users_mask_says(tmp_path):
    before = os.umask(0o002)
    try:
        files.replace(tmp_path / "page.html", "x")
    finally:
        os.umask(before)
    assert (tmp_path / "page.html").stat().st_mode & 0o777 == 0o664


def test_a_folder_or_a_place_that_is_not_there_is_named_and_nothing_is_left(tmp_path):
    (tmp_path / "table.csv").mkdir()
    for path in (tmp_path / "table.csv", tmp_path / "nowhere" / "table.csv", tmp_path / ("x" * 300)):
        with pytest.raises(OSError) as caught:
            files.replace(path, "x")
        assert caught.value.filename == str(path) and caught.value.strerror
    assert [path.name for path in tmp_path.iterdir()] == ["table.csv"]


@pytest.mark.skipif(not os.path.exists("/dev/stdout"), reason="no such device here")
def test_a_device_or_a_pipe_is_written_to_and_never_replaced(tmp_path):
    ours, theirs = os.pipe()
    files.replace(f"/proc/self/fd/{theirs}", "x")
    assert os.read(ours, 2) == b"x"
    os.close(ours)
    os.close(theirs)


def test_an_export_into_a_folder_is_one_sentence(command, recorded, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    for place in (".", "/"):
        code, out, err = command("export", recorded.course, "05-two-rubber-bands", "--out", place)
        assert (code, out, err.count("\n")) == (1, "", 1)
        name = Path(place) / "grades.csv"
        assert err == f"{place}: a folder; expected the name of a file; such as {name}.\n"
