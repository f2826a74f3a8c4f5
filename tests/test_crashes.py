"""kill -9 at named points and at random moments, through the real command: what was good stays, and the next run cleans up.

The named points are `durable.crash_point`s; RETENTION_CRASH_AT makes the command die there.
"""

import random
import re
import signal
import time

import pytest

from retention import durable
from retention.report.runner import Code
from tests.conftest import ROOT
from tests.desk import FEW, MORE, NOTEBOOK, ROWS, Desk, ended

pytestmark = pytest.mark.slow

IMPORT_POINTS = ("import-staged", "import-built", "import-written")
REPORT_POINTS = ("start", "papermill", "export", "publish", "latest", "index", "prune")


@pytest.fixture
def desk(tmp_path) -> Desk:
    return Desk(tmp_path)


def test_every_named_point_is_tried_here():
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "retention").rglob("*.py"))
    assert set(re.findall(r'crash_point\("([\w-]+)"\)', sources)) == {*IMPORT_POINTS, *REPORT_POINTS}


def test_an_import_that_is_killed_leaves_the_last_good_tables_and_the_next_one_cleans_up(desk):
    assert desk.run("import") == 0
    desk.bring(MORE)
    for point in IMPORT_POINTS:
        assert desk.run("import", crash_at=point) == -signal.SIGKILL
        assert desk.rows() == ROWS[FEW], point
        assert desk.leftovers(), "the kill should have left something to clean up, or this test proves nothing"
    assert desk.run("import") == 0
    assert (desk.rows(), desk.leftovers()) == (ROWS[MORE], [])


@pytest.mark.parametrize("command", ["import", "run"])
def test_a_second_run_at_the_same_time_says_so_in_a_sentence_and_leaves(desk, command):
    with durable.lock(desk.data / ".import.lock"):
        assert desk.run(command) == Code.LOCKED
    assert desk.said().strip() == "another run is at work on data/corner; wait for it to end, or look for it in the task manager"


def test_a_second_run_while_the_notebook_of_the_first_is_under_way_leaves_its_report_alone(desk):
    with durable.lock(desk.home / ".lock"):
        assert desk.run("run") == Code.LOCKED
    assert desk.said().splitlines()[-1] == f"{NOTEBOOK}: another run for corner is under way; wait until it has ended."


def test_of_three_runs_started_together_one_works_and_two_leave(desk):
    together = [desk.start("run", said=f"said-{n}") for n in range(3)]
    assert sorted(ended(process) for process in together) == [0, Code.LOCKED, Code.LOCKED]
    assert (desk.rows(), desk.listed(), len(desk.days()), desk.leftovers()) == (30, 30, 1, [])


# --- at random moments ---------------------------------------------------------------------------------


class Shaken:
    """A desk whose command is killed again and again, and left to end after each kill."""

    def __init__(self, desk: Desk, seed: int):
        self.desk, self.draw = desk, random.Random(seed)
        desk.live_through()
        self.lasts = {"run": self._clean("run"), "import": self._clean("import")}

    def _clean(self, command: str) -> float:
        """Let it end; the seconds it took."""
        started = time.monotonic()
        assert self.desk.run(command) == 0, self.desk.said()
        return time.monotonic() - started

    def kill(self, command: str, point: str = "") -> None:
        """Kill it at a named point, or at any moment: what lay there is as it was or whole and new, and the next run is clean."""
        rows, listed, good = self.desk.rows(), self.desk.listed(), self.desk.latest()
        self.desk.live_through()
        days, export = self.desk.days(), self.draw.choice([FEW, MORE])
        self.desk.bring(export)
        self._killed(command, point)
        assert self.desk.rows() in (rows, ROWS[export])
        assert self.desk.listed() in (listed, ROWS[export])
        assert self.desk.latest() >= good
        assert self.desk.days().items() >= days.items()
        self._clean(command)
        assert (self.desk.rows(), self.desk.leftovers()) == (ROWS[export], [])
        assert self.desk.days().items() >= days.items()
        if command == "run":
            assert (self.desk.listed(), self.desk.latest() > good, self.desk.of_long_ago()) == (ROWS[export], True, {"kpis.json", "status.json"})

    def _killed(self, command: str, point: str) -> None:
        process = self.desk.start(command, crash_at=point)
        if not point:
            time.sleep(self.draw.uniform(0, self.lasts[command]))
            process.kill()
        code = ended(process)
        assert code == -signal.SIGKILL or (code == 0 and not point)


def test_runs_killed_at_any_moment_lose_nothing_good_and_the_next_is_clean(desk):
    shaken = Shaken(desk, seed=12)
    for command, point in [("import", ""), ("run", "papermill"), ("run", "prune"), ("run", "publish"), ("run", ""), ("run", "")]:
        shaken.kill(command, point)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(10))
def test_killed_at_all_points_and_at_random_moments_again_and_again(desk, seed):
    """200 kills in all."""
    shaken = Shaken(desk, seed)
    named = [("import", point) for point in IMPORT_POINTS] + [("run", point) for point in REPORT_POINTS]
    for command, point in shaken.draw.sample([*named, *[("import", "")] * 4, *[("run", "")] * 6], 20):
        shaken.kill(command, point)
