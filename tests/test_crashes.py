"""kill -9 at named points and at random moments, through the real command: what was good stays, and the next run cleans up.

The named points are `durable.crash_point`s; RETENTION_CRASH_AT makes the command die there.
"""

import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from retention import durable
from retention.cli import RUN_LOCK
from retention.imports import FACTS
from retention.report.runner import Code
from tests.conftest import ROOT

pytestmark = pytest.mark.slow

NOTEBOOK = "05_service_nps"  # the quickest on a small shop
FEW = "客户,日期,金额\n" + "".join(f"客户{i % 40},2026-0{1 + i % 6}-1{i % 3},{100 + i}\n" for i in range(120))
MORE = FEW + "".join(f"客户{i % 40},2026-06-2{i % 9},{50 + i}\n" for i in range(30))
IMPORT_POINTS = ("import-staged", "import-built", "import-written")
LONG = 600  # seconds after which a test gives up waiting; a busy machine needs more than an idle one
REPORT_POINTS = ("start", "papermill", "export", "publish", "latest", "index")


class Desk:
    """A working folder with one export, and the command run in it."""

    def __init__(self, folder: Path):
        self.folder, self.orders = folder, folder / "orders.csv"
        self.data, self.reports = folder / "data" / "orders", folder / "reports" / "orders"
        self.orders.write_text(FEW, encoding="utf-8")

    def start(self, command: str, crash_at: str = "") -> subprocess.Popen:
        """`import`, or `run` of one notebook."""
        chosen = [command, NOTEBOOK] if command == "run" else [command]
        asked = [sys.executable, "-c", "from retention.cli import main; main()", *chosen, "--data", "orders.csv"]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "RETENTION_CRASH_AT": crash_at}
        return subprocess.Popen(asked, cwd=self.folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def run(self, command: str, crash_at: str = "") -> int:
        process = self.start(command, crash_at)
        _, said = process.communicate(timeout=LONG)
        assert process.returncode in (0, -signal.SIGKILL), said
        return process.returncode

    def rows(self) -> int:
        """Rows of the tables that lie there; facts and table must tell the same."""
        [(rows,)] = duckdb.sql(f"select count(*) from read_parquet('{self.data}/tables/orders.parquet/*.parquet')").fetchall()
        assert json.loads((self.data / "tables" / FACTS).read_text(encoding="utf-8"))["tables"]["orders"] == rows
        return rows

    def latest(self) -> str:
        """Run id of the report that readers are shown, which must be whole."""
        run = os.readlink(self.reports / NOTEBOOK / "latest")
        page = (self.reports / NOTEBOOK / run / "report.html").read_text(encoding="utf-8")
        assert page.rstrip().endswith("</html>")
        assert json.loads((self.reports / NOTEBOOK / run / "status.json").read_text(encoding="utf-8"))["code"] == 0
        return run

    def as_left_by_a_good_run(self) -> str:
        """An earlier good run, without the time to make one; its id."""
        run = self.reports / NOTEBOOK / "20200101T000000-000000"
        run.mkdir(parents=True)
        (run / "status.json").write_text('{"code": 0, "kind": "ok"}', encoding="utf-8")
        (run / "report.html").write_text("<html></html>", encoding="utf-8")
        (run / "kpis.json").write_text("[]", encoding="utf-8")
        durable.point(self.reports / NOTEBOOK / "latest", run.name)
        return run.name

    def leftovers(self) -> list[Path]:
        return [path for place in (self.data, self.reports) for path in place.rglob(f"{durable.PREFIX}*")]


@pytest.fixture
def desk(tmp_path) -> Desk:
    return Desk(tmp_path)


def test_every_named_point_is_tried_here():
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "retention").rglob("*.py"))
    assert set(re.findall(r'crash_point\("([\w-]+)"\)', sources)) == {*IMPORT_POINTS, *REPORT_POINTS}


def test_an_import_that_is_killed_leaves_the_last_good_tables_and_the_next_one_cleans_up(desk):
    assert desk.run("import") == 0
    desk.orders.write_text(MORE, encoding="utf-8")
    for point in IMPORT_POINTS:
        assert desk.run("import", crash_at=point) == -signal.SIGKILL
        assert desk.rows() == 120, point
        assert desk.leftovers(), "the kill should have left something to clean up, or this test proves nothing"
    assert desk.run("import") == 0
    assert (desk.rows(), desk.leftovers()) == (150, [])


def test_a_run_that_is_killed_leaves_the_last_good_report_and_the_next_one_cleans_up(desk):
    good = desk.as_left_by_a_good_run()
    assert desk.run("run", crash_at="publish") == -signal.SIGKILL
    assert desk.latest() == good
    assert list(desk.reports.rglob(f"{durable.PREFIX}*")), "the kill should have left something to clean up"
    assert desk.run("run") == 0
    assert desk.latest() > good
    assert desk.leftovers() == []


@pytest.mark.parametrize("command", ["import", "run"])
def test_a_second_run_at_the_same_time_says_so_in_a_sentence_and_leaves(desk, command):
    with durable.lock(desk.data / ".import.lock"):
        process = desk.start(command)
        _, said = process.communicate(timeout=LONG)
    assert process.returncode == Code.LOCKED
    assert said.strip() == "another run is at work on data/orders; wait for it to end, or look for it in the task manager"


def test_a_second_run_while_the_notebook_of_the_first_is_under_way_leaves_its_report_alone(desk):
    with durable.lock(desk.reports / NOTEBOOK / ".lock"):
        process = desk.start("run")
        _, said = process.communicate(timeout=LONG)
    assert process.returncode == Code.LOCKED
    assert said.strip() == f"{NOTEBOOK}: another run for orders is under way; wait until it has ended."


def test_of_two_commands_at_once_one_works_and_the_other_leaves(desk):
    desk.orders.write_text(FEW + FEW.partition("\n")[2] * 2_000, encoding="utf-8")  # long enough to be met at work
    first = desk.start("import")
    while not (desk.data / RUN_LOCK).exists():
        assert first.poll() is None
        time.sleep(0.01)
    first.send_signal(signal.SIGSTOP)
    second = desk.start("import")
    second.communicate(timeout=LONG)
    first.send_signal(signal.SIGCONT)
    first.communicate(timeout=LONG)
    assert sorted(process.returncode for process in (first, second)) == [0, Code.LOCKED]
    assert desk.leftovers() == []


@pytest.mark.soak
def test_killed_at_all_points_and_at_random_moments_again_and_again(desk):
    order = random.Random(1)
    assert desk.run("run") == 0
    good = desk.latest()
    for _ in range(3):
        for point in order.sample([*IMPORT_POINTS, *REPORT_POINTS], 9):
            desk.orders.write_text(order.choice([FEW, MORE]), encoding="utf-8")
            assert desk.run("run", crash_at=point) == -signal.SIGKILL, point
            assert desk.rows() in (120, 150)
            # Only after `latest` has been moved may it be the killed run's own, complete report.
            assert desk.latest() == good or point == "index"
            good = desk.latest()
        for _ in range(6):
            _killed_after(desk, order.uniform(0.2, 15))
            assert desk.rows() in (120, 150)
            assert desk.latest() >= good
            good = desk.latest()
        desk.orders.write_text(MORE, encoding="utf-8")
        assert desk.run("run") == 0
        assert (desk.rows(), desk.leftovers()) == (150, [])
        assert desk.latest() > good
        good = desk.latest()


def _killed_after(desk: Desk, seconds: float) -> None:
    process = desk.start("run")
    time.sleep(seconds)
    process.kill()
    process.communicate(timeout=LONG)
