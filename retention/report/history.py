"""Past runs of a notebook: what they found, how figures moved from run to run, and what of them is kept.

Runs with the same as_of are one point in a trend (the last of them): a report made twice on one day
is no history. Figures are small and stay for ever, pages for some days.
"""

import json
import math
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from retention import durable
from retention.report.old_groups import spellings

KEEP_DAYS = 30
# What a run leaves that takes room.
HEAVY = ("report.html", "executed.ipynb")
# 20260701T080000-123456: when it was started, UTC.
RUN_ID = "[0-9]" * 8 + "T" + "[0-9]" * 6 + "-" + "[0-9]" * 6
TREND = ["run_id", "as_of", "name", "group", "value", "low", "high", "n"]


@dataclass(frozen=True)
class Run:
    """One run as its status.json tells it."""

    run_id: str
    folder: Path
    status: dict[str, Any]

    @property
    def good(self) -> bool:
        return self.status.get("code") == 0

    @property
    def newest(self) -> bool:
        """Whether it looked from the newest day of its data; a look back from an earlier one never stands for the shop today."""
        return bool(self.status.get("newest", True))

    @property
    def begun(self) -> datetime:
        """When it was started, UTC."""
        return datetime.strptime(self.run_id[:15], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)

    @property
    def as_of(self) -> str:
        """The date it looked from; the run's own id where the notebook did not tell."""
        return str(self.status.get("as_of") or self.run_id)


@dataclass(frozen=True)
class Change:
    """A figure's change since an earlier run; `beyond_noise` is None where an interval is missing."""

    change: float
    since: str
    beyond_noise: bool | None


def runs(home: Path) -> list[Run]:
    """All runs of a notebook, oldest first; `home` is reports/<shop>/<notebook>. A folder that is no finished run is passed over."""
    found = []
    for folder in sorted(home.glob(RUN_ID)):
        status = _read(folder / "status.json")
        if isinstance(status, dict):
            found.append(Run(folder.name, folder, status))
    return found


def latest_good(home: Path) -> Run | None:
    """The run `latest` points at."""
    link = home / "latest"
    folder = home / link.readlink() if link.is_symlink() else None
    return next((run for run in reversed(runs(home)) if run.good and run.folder == folder), None)


def figures(run: Run) -> list[dict[str, Any]]:
    """A run's figures (kpis.json)."""
    listed = _read(run.folder / "kpis.json")
    return listed if isinstance(listed, list) else []


def trends(home: Path) -> pd.DataFrame:
    """Figures of all good runs: one row per as_of, figure and group, oldest first, columns `TREND`."""
    kept = sorted(_of_each_day(runs(home)).values(), key=lambda run: (run.as_of, run.run_id))
    rows = [{"run_id": run.run_id, "as_of": run.as_of, **figure} for run in kept for figure in figures(run)]
    return pd.DataFrame(rows, columns=TREND).astype(dict.fromkeys(("value", "low", "high", "n"), float))


def trend(all_trends: pd.DataFrame, name: str, group: str | None = None) -> pd.DataFrame:
    """One figure's past, runs without a value left out; `group` is a key, also where older runs wrote its label."""
    in_group = all_trends["group"].isna() if group is None else all_trends["group"].isin(spellings(name, group))
    return all_trends[(all_trends["name"] == name) & in_group & all_trends["value"].notna()].reset_index(drop=True)


def change(past: pd.DataFrame) -> Change | None:
    """How the last row of a figure's past differs from the one before.

    The noise of the difference is taken from both intervals as if the runs shared no customers. Most
    runs share many, so this errs towards calling a change noise.
    """
    if len(past) < 2:
        return None
    last = past.iloc[-2:]
    values = last[["value", "low", "high"]].astype(float)
    difference = float(values["value"].diff().iloc[-1])
    spread = math.hypot(*(values["high"] - values["low"])) / 2
    return Change(difference, str(last["as_of"].iloc[0]), None if math.isnan(spread) else abs(difference) > spread)


def prune(home: Path, keep: int, now: datetime) -> None:
    """Take away what is older than `keep` days, but for the last good run: failed runs whole, of good ones the pages.

    A good run whose day was looked from again goes whole, too; the figures of every other good day stay.
    """
    found = runs(home)
    latest = latest_good(home) or next((run for run in reversed(found) if run.good and run.newest), None)
    stands_for_its_day = {run.run_id for run in _of_each_day(found).values()}
    old = [run for run in found if (now - run.begun).days >= keep and (latest is None or run.run_id != latest.run_id)]
    for run in old:
        durable.crash_point("prune")
        if run.run_id in stands_for_its_day:
            for name in HEAVY:
                (run.folder / name).unlink(missing_ok=True)
        else:
            durable.remove_folder(run.folder)


def _of_each_day(found: list[Run]) -> dict[str, Run]:
    """as_of → the good run that stands for it: the last one, where there is one the last that looked from what was then the newest day."""
    return {run.as_of: run for run in sorted(found, key=lambda run: (run.newest, run.run_id)) if run.good}


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
