"""A model is found by slug from any folder; its copy for PySD and its cache survive crowds and damage."""

import os
import stat
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pathfinders.model import cache, find, path, read, reader, slugs
from tests.engine_zoo import mdl


@pytest.fixture
def own_cache(tmp_path, monkeypatch):
    """A cache of this test's own, and a memory that has forgotten every model."""
    monkeypatch.setenv("PATHFINDERS_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(find, "_OWN", {})
    reader._read.cache_clear()
    yield tmp_path / "cache"
    reader._read.cache_clear()


def in_new_process(code, **environment):
    """What a fresh Python prints."""
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **environment}, cwd="/")
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_every_model_is_found_by_slug_from_any_folder(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert "two_bands" in slugs() and slugs() == tuple(sorted(slugs()))
    assert path("two_bands").read_bytes() == read("two_bands").path.read_bytes()


def test_a_wheel_carries_its_models_inside(monkeypatch, tmp_path):
    inside = tmp_path / "pathfinders"
    (inside / "_models").mkdir(parents=True)
    (inside / "_models" / "mine.mdl").write_text(mdl("x = 1"))
    monkeypatch.setattr(find, "PACKAGE", inside)
    assert slugs() == ("mine",) and read("mine")["x"].value == 1


def test_pysd_may_write_beside_the_copy_and_never_beside_the_model(own_cache):
    copy = path("two_bands_pure")
    (copy.parent / "two_bands_pure.py").write_text("")
    assert copy == path("two_bands_pure") and own_cache in copy.parents
    assert copy.parent != read("two_bands_pure").path.parent
    copy.write_text("spoiled")
    assert path("two_bands_pure").read_text() != "spoiled"


def test_two_processes_get_copies_of_their_own_that_go_when_they_end(own_cache):
    code = "import pathfinders; print(pathfinders.path('two_bands'))"
    with ThreadPoolExecutor() as pool:
        first, second = pool.map(lambda _: in_new_process(code), range(2))
    assert first != second and not os.path.exists(first)


def test_what_killed_processes_leave_is_swept(own_cache):
    parent = own_cache / "pysd"
    for name, age in (("pathfinders-old", 30 * 24 * 3600), ("pathfinders-new", 60)):
        (parent / name).mkdir(parents=True)
        os.utime(parent / name, (time.time() - age,) * 2)
    path("two_bands")
    assert not (parent / "pathfinders-old").exists() and (parent / "pathfinders-new").exists()


def test_a_model_read_before_needs_neither_pysd_nor_numpy(own_cache):
    read("two_bands")
    code = "import sys, pathfinders as p; p.read('two_bands'); print({'pysd', 'numpy'} & set(sys.modules))"
    assert in_new_process(code) == "set()"


def test_a_changed_model_is_read_anew(own_cache, tmp_path):
    file = tmp_path / "mine.mdl"
    for value in (1, 2):
        file.write_text(mdl(f"x = {value}"))
        assert read(file)["x"].value == value
    file.write_text(mdl("x = 1"))
    assert read(file)["x"].value == 1


@pytest.mark.parametrize(
    "damage", ["", "{", "[]", "[[1]]", '[["x","1","",[],"1",1,["shell","rm"]]]', '[["x","1","",[],"1",1,1]]']
)
def test_a_damaged_cache_is_no_cache(own_cache, damage):
    truth = read("two_bands_pure")
    (entry,) = (own_cache / "trees").glob("*.json")
    entry.write_text(damage)
    reader._read.cache_clear()
    again = read("two_bands_pure")
    assert [v.expression for v in again.variables] == [v.expression for v in truth.variables]


def test_whatever_module_of_the_reader_changes_entries_are_made_anew(monkeypatch):
    before, real, changed = cache.maker(), Path.read_bytes, "lags.py"
    monkeypatch.setattr(Path, "read_bytes", lambda p: real(p) + b"#" * (p.name == changed))
    cache.maker.cache_clear()
    try:
        assert cache.maker() != before
    finally:
        cache.maker.cache_clear()


def test_a_cache_that_cannot_be_written_is_done_without(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("PATHFINDERS_CACHE", str(tmp_path / "file" / "below"))
    monkeypatch.setattr(find, "_OWN", {})
    reader._read.cache_clear()
    assert read("two_bands_pure").stocks and cache.user_folder("trees") is None
    assert path("two_bands_pure").is_file()


def test_a_read_only_checkout_works(own_cache, tmp_path, monkeypatch):
    folder = tmp_path / "package" / "_models"
    folder.mkdir(parents=True)
    (folder / "mine.mdl").write_text(mdl("x = 1"))
    os.chmod(folder / "mine.mdl", stat.S_IRUSR)
    os.chmod(folder, stat.S_IRUSR | stat.S_IXUSR)
    monkeypatch.setattr(find, "PACKAGE", folder.parent)
    before = sorted(os.listdir(folder))
    (path("mine").parent / "mine.py").write_text("")
    path("mine").write_text("the copy can be written")
    assert read("mine")["x"].value == 1 and sorted(os.listdir(folder)) == before
    os.chmod(folder, stat.S_IRWXU)
