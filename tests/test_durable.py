"""Writing that a crash cannot halve, and cleaning up after the dead without touching the living."""

import errno
import os
import subprocess
import sys
import time

import pytest

from retention import durable

HOLD = """
import sys, time
from pathlib import Path
from retention import durable
with durable.new_folder(Path(sys.argv[1]) / "tables") as folder:
    (folder / "part").write_text("new")
    if len(sys.argv) > 2:
        import os
        os.rename(Path(sys.argv[1]) / "tables", str(folder).replace("-tables", "-old-tables"))
    print("ready", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path):
    """Start a process that is at work on tmp_path/tables; `stepped` leaves it at the moment when the old folder has stepped aside."""
    started = []

    def start(*stepped: str) -> subprocess.Popen:
        process = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path), *stepped], stdout=subprocess.PIPE, text=True)
        assert process.stdout.readline() == "ready\n"
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


def temporary(folder):
    return sorted(path.name for path in folder.glob(f"{durable.PREFIX}*"))


def test_what_a_living_process_works_on_is_left_alone(tmp_path, holder):
    holder()
    assert durable.sweep(tmp_path) == []
    assert any(name.endswith("-tables") for name in temporary(tmp_path))


def test_what_a_killed_process_left_is_removed_with_its_lock(tmp_path, holder):
    process = holder()
    process.kill()
    process.wait()
    assert len(durable.sweep(tmp_path)) == 1
    assert temporary(tmp_path) == []


def test_a_folder_that_stepped_aside_is_put_back_also_where_all_processes_have_one_number(tmp_path, holder, monkeypatch):
    """In a container every run is process 1."""
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "part").write_text("old", encoding="utf-8")
    process = holder("stepped")
    monkeypatch.setattr(os, "getpid", lambda: process.pid)
    process.kill()
    process.wait()
    durable.sweep(tmp_path)
    assert (tmp_path / "tables" / "part").read_text(encoding="utf-8") == "old"
    assert temporary(tmp_path) == []


def test_leftovers_of_the_version_before_are_swept_too(tmp_path):
    (tmp_path / ".tmp-4711-report.html").write_text("half", encoding="utf-8")
    (tmp_path / ".tmp-4711-old-tables").mkdir()
    durable.sweep(tmp_path)
    assert temporary(tmp_path) == []
    assert (tmp_path / "tables").is_dir()


def test_a_lock_file_made_this_moment_is_left_alone(tmp_path):
    lock = tmp_path / f"{durable.PREFIX}ab12{durable.LOCK}"
    lock.touch()
    durable.sweep(tmp_path)
    assert lock.exists()
    old = time.time() - 2 * durable.YOUNG_SECONDS
    os.utime(lock, (old, old))
    durable.sweep(tmp_path)
    assert not lock.exists()


def test_a_link_that_cannot_be_put_in_place_leaves_nothing(tmp_path):
    (tmp_path / "latest").mkdir()
    with pytest.raises(OSError, match="directory"):
        durable.point(tmp_path / "latest", "run")
    assert temporary(tmp_path) == []


def test_a_folder_is_removed_in_one_step(tmp_path, monkeypatch):
    """Killed on its way, what is left of it has a temporary name, and the next sweep takes it."""
    (tmp_path / "run" / "deep").mkdir(parents=True)
    monkeypatch.setattr(durable.shutil, "rmtree", lambda *_, **__: None)
    durable.remove_folder(tmp_path / "run")
    assert not (tmp_path / "run").exists()
    monkeypatch.undo()
    durable.sweep(tmp_path)
    assert temporary(tmp_path) == []


def test_what_an_owner_closed_or_opened_stays_so(tmp_path):
    (tmp_path / "reports").mkdir(mode=0o750)
    durable.folder_with(0o755, tmp_path / "reports" / "corner")
    assert oct((tmp_path / "reports").stat().st_mode & 0o777) == "0o750"


@pytest.mark.parametrize("umask", [0o077, 0o022, 0o000])
def test_modes_hold_under_any_umask(tmp_path, umask):
    before = os.umask(umask)
    try:
        durable.write_file(tmp_path / "secret", "x", mode=0o600)
        durable.write_file(tmp_path / "page", "x")
        with durable.new_folder(tmp_path / "own", mode=0o700):
            pass
        durable.folder_with(0o755, tmp_path / "a" / "b")
    finally:
        os.umask(before)
    modes = {name: oct((tmp_path / name).stat().st_mode & 0o777) for name in ("secret", "page", "own", "a", "a/b")}
    assert modes == {"secret": "0o600", "page": "0o644", "own": "0o700", "a": "0o755", "a/b": "0o755"}


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    durable.write_file(tmp_path / "page", "old")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        durable.write_file(tmp_path / "page", "new")
    assert [path.name for path in tmp_path.iterdir()] == ["page"]
    assert (tmp_path / "page").read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "no room left on the disk that holds here; free some and try again"),
        (errno.EROFS, "here can only be read, not written; choose another folder"),
        (errno.EACCES, "no permission for here; ask its owner, or choose another folder"),
        (errno.ENOENT, "here is not there; it may have been moved or removed meanwhile"),
        (errno.EIO, "here could not be written or read; look whether its disk is whole and has room"),
    ],
)
def test_what_the_system_refuses_is_said_to_people(number, sentence):
    assert durable.explained(OSError(number, os.strerror(number), "here")) == sentence


def test_a_temporary_name_is_nobody_s_business():
    half = "data/corner/.tmp-53f69f7965bd-tables/orders.parquet/part-0.parquet"
    assert durable.explained(OSError(errno.ENOSPC, "", half)) == "no room left on the disk that holds data/corner; free some and try again"


@pytest.mark.parametrize(
    ("message", "number", "place"),
    [
        ('IO Error: Could not write file "data/o/part-0.parquet": No space left on device', errno.ENOSPC, "data/o/part-0.parquet"),
        ("[Errno 28] Error writing bytes to file. Detail: [errno 28] No space left on device", errno.ENOSPC, None),
        ("[Errno 13] Permission denied: '../data/o/out'", errno.EACCES, "../data/o/out"),
        ("failed to offload data block of size 256.0 KiB. This limit was set by the 'max_temp_directory_size' setting.", errno.ENOSPC, None),
    ],
)
def test_what_the_system_refused_another_program_is_understood(message, number, place):
    refused = durable.refusal(message)
    assert (refused.errno, refused.filename) == (number, place)


def test_other_troubles_are_no_refusal():
    assert durable.refusal("could not convert 'x' to a number") is None


def test_folders_made_above_a_private_one_are_private_too(tmp_path):
    before = os.umask(0o022)
    try:
        with durable.new_folder(tmp_path / "out" / "lists", mode=0o700):
            pass
        durable.write_file(tmp_path / "kept" / "table", "x", mode=0o600)
        durable.write_file(tmp_path / "reports" / "page", "x")
    finally:
        os.umask(before)
    assert [oct((tmp_path / name).stat().st_mode & 0o777) for name in ("out", "kept", "reports")] == ["0o700", "0o700", "0o755"]
