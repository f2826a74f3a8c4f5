"""Faults of the machine, caused for real: a full disk, a read-only one, a folder that goes. Each is a sentence, a code, and nothing half done."""

import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from retention.report.runner import Code
from tests.desk import CELLS, MORE, Desk, ended

pytestmark = pytest.mark.slow

Mount = Callable[[Path, str], None]


@pytest.fixture
def mount() -> Iterator[Mount]:
    """Mounts a file system in memory over a folder, where the system allows it."""
    mounted: list[Path] = []

    def over(folder: Path, options: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        kind = ["-o", options, str(folder)] if "remount" in options else ["-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
        if not shutil.which("mount") or subprocess.run(["mount", *kind], capture_output=True, check=False).returncode:
            pytest.skip("no file system can be mounted here")
        mounted.append(folder)

    yield over
    for folder in dict.fromkeys(mounted):
        subprocess.run(["umount", str(folder)], check=True)


def full_but_for(folder: Path, kilobytes: int) -> None:
    """Fill the disk that holds `folder`."""
    free = os.statvfs(folder).f_bavail * os.statvfs(folder).f_frsize
    (folder / "filler").write_bytes(b"x" * max(free - kilobytes * 1024, 0))


def last_line(desk: Desk) -> str:
    assert "Traceback" not in desk.said()
    return desk.said().splitlines()[-1]


@pytest.mark.parametrize("room", [0, 4, 24])
def test_an_import_onto_a_full_disk_is_a_sentence_and_leaves_the_tables_as_they_were(tmp_path, mount, room):
    mount(tmp_path / "data", "size=2m")
    desk = Desk(tmp_path)
    assert desk.run("import") == 0
    desk.bring(MORE)
    full_but_for(tmp_path / "data", room)
    assert desk.run("import") == Code.CANNOT_WRITE
    assert last_line(desk).startswith("no room left on the disk that holds ")
    assert last_line(desk).endswith("; free some and try again")
    assert (desk.rows(), desk.leftovers()) == (30, [])
    (tmp_path / "data" / "filler").unlink()
    assert desk.run("import") == 0
    assert desk.rows() == 42


def test_a_notebook_onto_a_full_disk_keeps_the_last_report_and_leaves_its_reason(tmp_path, mount):
    desk = Desk(tmp_path)
    mount(tmp_path / "reports", "size=16m")
    assert desk.run("run") == 0
    good = desk.latest()
    desk.write_notebook(*CELLS, 'print("x" * 200_000)')
    full_but_for(tmp_path / "reports", 100)
    assert desk.run("run") == Code.CANNOT_WRITE
    assert "01_small, cell" in desk.said()
    assert "no room left on the disk that holds" in desk.said()
    assert "Traceback" not in desk.said()
    assert (desk.latest(), desk.leftovers()) == (good, [])
    [status] = [path for path in desk.home.glob("*/status.json") if path.parent.name not in (good, "latest")]
    assert json.loads(status.read_text(encoding="utf-8"))["kind"] == "cannot_write"


def test_a_list_onto_a_full_disk_leaves_the_list_before_and_is_a_sentence(tmp_path, mount):
    desk = Desk(tmp_path)
    mount(desk.data / "out", "size=1m")
    assert desk.run("run") == 0
    full_but_for(desk.data / "out", 0)
    desk.write_notebook(CELLS[0], CELLS[1])
    assert desk.run("run") == Code.CANNOT_WRITE
    assert "01_small, cell 'cell-1': no room left on the disk that holds" in desk.said()
    (desk.data / "out" / "filler").unlink()
    assert (desk.listed(), desk.leftovers()) == (30, [])


@pytest.mark.parametrize(("folder", "place"), [("data", "data/corner"), ("reports", "reports/corner")])
def test_a_folder_that_can_only_be_read_is_a_sentence(tmp_path, mount, folder, place):
    desk = Desk(tmp_path)
    mount(tmp_path / folder, "size=16m")
    assert desk.run("import") == 0
    mount(tmp_path / folder, "remount,ro")
    assert desk.run("run") == Code.CANNOT_WRITE
    assert f"{place} can only be read, not written; choose another folder" in desk.said()
    assert "Traceback" not in desk.said()
    assert (desk.rows(), desk.leftovers()) == (30, [])


@pytest.mark.parametrize(("gone", "code"), [("reports", Code.CANNOT_WRITE), ("data", Code.BAD_DATA)])
def test_a_folder_that_goes_while_a_notebook_runs_is_a_sentence(tmp_path, gone, code):
    desk = Desk(tmp_path)
    parameters, *cells = CELLS
    wait = 'import time; from pathlib import Path; Path("../here").touch()\nwhile Path("../here").exists(): time.sleep(0.05)'
    desk.write_notebook(parameters, wait, *cells)
    process = desk.start("run")
    while not (tmp_path / "here").exists():
        assert process.exitcode is None, desk.said()
        time.sleep(0.05)
    shutil.rmtree(tmp_path / gone)
    (tmp_path / "here").unlink()
    assert ended(process) == code
    assert "Traceback" not in desk.said()
    assert {"reports": "not there; it may have been moved or removed meanwhile", "data": "no table 'orders'"}[gone] in desk.said()
    assert desk.leftovers() == []


def test_an_export_that_has_gone_is_a_sentence(tmp_path):
    desk = Desk(tmp_path)
    desk.orders.unlink()
    desk.orders.symlink_to(tmp_path / "nowhere.csv")
    assert desk.run("import") == Code.BAD_DATA
    assert "orders.csv: no such file or folder" in last_line(desk)
