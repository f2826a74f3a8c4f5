"""Runs of tiny notebooks: how they end, what they leave, what they never leave."""

import errno
import json
import os
import re
import signal
import time

import nbformat
import pytest

from retention import durable
from retention.report import history, recorded, runner
from retention.report.runner import Code
from tests.report.conftest import PARAMETERS

LONG = 300  # seconds after which a test gives up waiting; a busy machine needs more than an idle one

KPI = f"""
from IPython.display import display
display({{{recorded.FIGURES!r}: [dict(name="aov", group=None, value=12.5, low=11.0, high=14.0, n=40, unit="money")],
         {recorded.FACTS!r}: dict(as_of="2026-06-29", currency="GBP", rows_left_out=3, secret="x")}}, raw=True)
"""


# --- before anything is started ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        (None, "01_small.ipynb: should have one cell tagged 'parameters', it has 0"),
        ('params = ""\ndata = ""', "its parameters cell lacks 'as_of'"),
        (PARAMETERS + "\nwindow = 30", "its parameters cell holds 'window', which is no parameter"),
        (PARAMETERS + "\ndb_password = 'x'", "holds 'db_password'; parameters are printed in reports, so secrets belong in the environment"),
        ("params = (", "its parameters cell is not readable"),
    ],
)
def test_a_wrong_parameters_cell_is_refused_in_a_sentence(playground, parameters, sentence):
    outcome = playground.run(playground.notebook("1", parameters=parameters))
    assert (outcome.code, outcome.folder) == (Code.BAD_SETTINGS, None)
    assert sentence in outcome.message
    assert not playground.reports.exists()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"as_of": "30.6.2026"}, "as_of is '30.6.2026'; it should be a date like 2026-06-30, last_order or today"),
        ({"as_of": "2026-02-30"}, "as_of is '2026-02-30'"),
        ({"params": "nowhere"}, "nowhere: no such folder with settings"),
        ({"data": "postgres://shop:hunter2@host/db"}, "data holds what looks like a password"),
        ({"shop": "../escape"}, "the shop's name '../escape' cannot be a folder"),
    ],
)
def test_wrong_parameters_are_refused_in_a_sentence(playground, changed, sentence):
    outcome = playground.run(playground.notebook("1"), **changed)
    assert outcome.code == Code.BAD_SETTINGS
    assert sentence in outcome.message
    assert "hunter2" not in outcome.message


def test_a_file_that_is_no_notebook_is_refused(playground):
    path = playground.root / "notebooks" / "x.ipynb"
    assert "no such notebook" in playground.run(path).message
    path.write_text("hello")
    assert "not readable as a notebook" in playground.run(path).message


def test_a_second_run_at_the_same_time_says_so_and_leaves(playground):
    notebook = playground.notebook("1")
    with durable.lock(playground.home / ".lock"):
        outcome = playground.run(notebook)
    assert outcome.code == Code.LOCKED
    assert outcome.message == "01_small: another run for corner is under way; wait until it has ended."


def test_every_code_has_its_sentence_in_both_languages():
    from retention.pages.kit.words import Words

    assert all(Words(language).has(code.message) for language in ("en", "zh") for code in Code)


# --- runs ------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_good_run_leaves_page_notebook_figures_and_status_and_becomes_the_latest(playground):
    seen = []
    notebook = playground.notebook("import os; where = os.getcwd(); print(params, data, as_of, where)", KPI)
    (playground.root / "params").mkdir()
    (playground.root / "params" / "shop.yaml").write_text("name: Corner")
    outcome = playground.run(notebook, params=str(playground.root / "params"), progress=seen.append, title="Corner & Co")
    assert (outcome.code, outcome.message) == (Code.OK, f"01_small: done in {outcome.seconds} s")
    assert sorted(path.name for path in outcome.folder.iterdir()) == ["executed.ipynb", "kpis.json", "report.html", "status.json"]
    assert playground.latest == outcome.run_id
    assert json.loads((outcome.folder / "kpis.json").read_text()) == [
        {"group": None, "value": 12.5, "name": "aov", "low": 11.0, "high": 14.0, "n": 40, "unit": "money"}
    ]
    status = json.loads((outcome.folder / "status.json").read_text())
    assert (status["as_of"], status["currency"], status["rows_left_out"], status["kind"]) == ("2026-06-29", "GBP", 3, "ok")
    assert status["parameters"] == {"params": "../params", "data": "../data/corner", "as_of": "2026-06-30"}
    assert len(status["settings_hash"]) == 12
    assert "secret" not in status
    executed = (outcome.folder / "executed.ipynb").read_text()
    assert f"../params ../data/corner 2026-06-30 {playground.root / 'notebooks'}" in executed
    assert executed.count(str(playground.root)) == 1  # what the cell printed itself
    assert (playground.reports / "corner" / "index.html").exists()
    assert (playground.reports / "assets" / "plotly.min.js").exists()
    assert seen == [f"01_small: {number}/4 Section" for number in (1, 2, 3, 4)]
    assert "Corner &amp; Co" in (outcome.folder / "report.html").read_text()
    assert playground.leftovers() == []


@pytest.mark.slow
def test_a_failing_cell_keeps_its_notebook_and_the_last_good_report(playground):
    good = playground.run(playground.notebook("1"))
    bad = playground.run(playground.notebook("1", "raise ValueError('12 repeated customer_id')", "print('never')"))
    assert bad.code == Code.CELL_FAILED
    assert bad.message == "01_small, cell 'cell-2': ValueError: 12 repeated customer_id"
    assert playground.latest == good.run_id
    assert "12 repeated customer_id" in (bad.folder / "executed.ipynb").read_text()
    assert not (bad.folder / "report.html").exists()
    board = (playground.reports / "corner" / "index.html").read_text()
    assert "A step failed with an error." in board
    assert f"01_small/{bad.run_id}/executed.ipynb" in board
    assert f"01_small/{good.run_id}/report.html" in board


@pytest.mark.slow
@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("import sys; sys.exit(0)", Code.LEFT_EARLY),
        ("import sys; sys.exit(3)", Code.LEFT_EARLY),
        ("from retention.tables import DataProblem; raise DataProblem('orders: empty')", Code.BAD_DATA),
        ("from retention.settings import SettingsProblem; raise SettingsProblem('shop.yaml')", Code.BAD_SETTINGS),
    ],
)
def test_each_kind_of_failure_has_its_code_and_never_becomes_the_latest(playground, source, code):
    outcome = playground.run(playground.notebook(source, "print('after')"), retries=0)
    assert outcome.code == code
    assert playground.latest is None
    assert json.loads((outcome.folder / "status.json").read_text())["code"] == code


@pytest.mark.slow
def test_figures_that_cannot_be_used_fail_the_run_with_a_sentence(playground):
    nan = KPI.replace("value=12.5", "value=float('nan')")
    outcome = playground.run(playground.notebook(nan))
    assert outcome.code == Code.BAD_FIGURES
    assert "value of key figure 'aov' is 'nan', which is no number" in outcome.message
    assert playground.latest is None


@pytest.mark.slow
def test_a_dead_kernel_is_tried_again(playground):
    once = "import os, pathlib; flag = pathlib.Path('../died'); seen = flag.exists(); flag.touch(); seen or os._exit(1)"
    outcome = playground.run(playground.notebook(once))
    assert outcome.code == Code.OK


@pytest.mark.slow
def test_a_kernel_that_dies_again_is_reported_with_its_cell(playground):
    outcome = playground.run(playground.notebook("1", "import os; os._exit(1)"), retries=0)
    assert outcome.code == Code.DEAD_KERNEL
    executed = nbformat.read(outcome.folder / "executed.ipynb", as_version=4)
    died = next(cell for cell in executed.cells if cell.id == "cell-2")
    assert [output.ename for output in died.outputs] == ["DEAD_KERNEL"]
    assert "the kernel died" in outcome.message


@pytest.mark.slow
def test_a_cell_that_takes_too_long_is_ended(playground):
    outcome = playground.run(playground.notebook("import time; time.sleep(100_000)"), cell_timeout=4)
    assert outcome.code == Code.TIMEOUT
    assert outcome.message == "01_small, cell 'cell-1': took longer than 4 seconds"


@pytest.mark.slow
def test_a_run_from_another_day_than_the_newest_one_never_becomes_the_latest(playground):
    now = playground.run(playground.notebook("1"))
    told = """
        from retention.report import recorded
        from IPython.display import display
        display({recorded.FACTS: {"as_of": "2020-01-01", "newest": False}, "text/plain": ""}, raw=True)
    """
    then = playground.run(playground.notebook(told), as_of="2020-01-01")
    assert (now.code, then.code, playground.latest) == (Code.OK, Code.OK, now.run_id)
    assert (playground.home / then.run_id / "report.html").is_file()


@pytest.mark.slow
def test_a_report_can_be_traced_to_what_it_was_made_from(playground):
    tables = playground.root / "data" / "corner" / "tables"
    tables.mkdir(parents=True)
    (tables / "import.json").write_text(json.dumps({"exports": {"orders.csv": "ab12"}}), encoding="utf-8")
    (playground.root / "params").mkdir()
    (playground.root / "params" / "shop.yaml").write_text("name: Corner\n", encoding="utf-8")
    outcome = playground.run(playground.notebook("1"), params=str(playground.root / "params"))
    status = json.loads((outcome.folder / "status.json").read_text(encoding="utf-8"))
    assert status["exports"] == {"orders.csv": "ab12"}
    assert list(status["settings"]) == ["shop.yaml"]
    page = (outcome.folder / "report.html").read_text(encoding="utf-8")
    assert status["exports_hash"] in page
    assert status["settings_hash"] in page
    if "commit" in status:
        assert re.fullmatch(r"[0-9a-f]{12}\+?", status["commit"])
        assert status["commit"] in page


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="modes are a matter of POSIX systems")
def test_reports_can_be_read_by_all_whatever_the_umask(playground):
    before = os.umask(0o077)
    try:
        outcome = playground.run(playground.notebook("1"))
    finally:
        os.umask(before)
    assert outcome.code == Code.OK
    modes = {path.relative_to(playground.root).as_posix(): oct(path.stat().st_mode & 0o777) for path in playground.reports.rglob("*")}
    wrong = {name: mode for name, mode in modes.items() if mode != ("0o755" if (playground.root / name).is_dir() else "0o644") and "lock" not in name}
    assert wrong == {}


@pytest.mark.slow
def test_a_disk_that_is_full_is_a_sentence_and_leaves_its_reason(playground, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "reports/corner")

    monkeypatch.setattr(runner, "_make_page", full)
    outcome = playground.run(playground.notebook("1"))
    assert outcome.code == Code.CANNOT_WRITE
    assert "no room left on the disk that holds reports/corner; free some and try again" in outcome.message
    assert json.loads((outcome.folder / "status.json").read_text(encoding="utf-8"))["kind"] == "cannot_write"
    assert playground.leftovers() == []


# --- stopped and killed ------------------------------------------------------------------------------

# A sleep in C that holds the interpreter's lock: no signal handler and no thread of the kernel gets a turn.
IN_NATIVE_CODE = """
import ctypes, os, pathlib, subprocess
child = subprocess.Popen(["sleep", "2000"])
pathlib.Path("../pids").write_text(f"{os.getpid()} {child.pid}")
ctypes.PyDLL(None).sleep(2000)
"""


def _pids(playground, process):
    note = playground.root / "pids"
    deadline = time.monotonic() + LONG
    while not (note.exists() and note.read_text().count(" ")):
        assert process.poll() is None, "the run ended before its kernel was inside native code"
        assert time.monotonic() < deadline
        time.sleep(0.1)
    return [int(pid) for pid in note.read_text().split()]


def _gone(pids):
    deadline = time.monotonic() + LONG
    while any(map(_lives, pids)) and time.monotonic() < deadline:
        time.sleep(0.1)
    return not any(map(_lives, pids))


def _lives(pid):
    try:
        with open(f"/proc/{pid}/stat") as handle:
            return handle.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


needs_proc = pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="looks for processes in /proc")


@pytest.mark.slow
@needs_proc
def test_sigterm_leaves_no_kernel_even_inside_native_code(playground):
    process = playground.start(playground.notebook("1", IN_NATIVE_CODE))
    pids = _pids(playground, process)
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=LONG) == 143
    assert _gone(pids)
    assert playground.leftovers() == []
    [run] = history.runs(playground.home)
    assert (run.status["kind"], run.status["cell"]) == ("stopped", "cell-2")
    assert (run.folder / "executed.ipynb").exists()


@pytest.mark.slow
@needs_proc
def test_the_run_after_a_kill_ends_the_orphan_kernel_and_sweeps(playground):
    process = playground.start(playground.notebook("1", IN_NATIVE_CODE))
    pids = _pids(playground, process)
    process.kill()
    process.wait(timeout=LONG)
    time.sleep(2.5)
    assert _lives(pids[0]), "the kernel should be stuck here, or this test proves nothing"
    outcome = playground.run(playground.notebook("1"))
    assert outcome.code == Code.OK
    assert _gone(pids)
    assert playground.leftovers() == []


@pytest.mark.slow
def test_kills_at_all_points_one_after_another_keep_the_last_good_report_and_the_next_run_cleans_up(playground):
    notebook = playground.notebook("1", KPI)
    good = _as_left_by_a_good_run(playground)
    for point in ("start", "papermill", "export", "publish", "latest", "index"):
        killed = playground.start(notebook, RETENTION_CRASH_AT=point)
        assert killed.wait(timeout=LONG) == -signal.SIGKILL, point
        assert playground.latest == good or point == "index"
        assert (playground.home / playground.latest / "report.html").exists(), point
        assert len({name.split("-")[1].removesuffix(durable.LOCK) for name in playground.leftovers()}) <= 1, (
            "what the kill before left should be gone"
        )
    outcome = playground.run(notebook)
    assert (outcome.code, playground.latest) == (Code.OK, outcome.run_id)
    assert playground.leftovers() == []


def _as_left_by_a_good_run(playground):
    """An earlier good run, without the time to make one."""
    run = playground.home / "20200101T000000-000000"
    run.mkdir(parents=True)
    (run / "status.json").write_text('{"code": 0, "kind": "ok"}')
    (run / "report.html").write_text("good")
    (run / "kpis.json").write_text("[]")
    durable.point(playground.home / "latest", run.name)
    return run.name
