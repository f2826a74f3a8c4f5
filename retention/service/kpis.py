"""What service kept and owes, as rows for kpis.json."""

from collections.abc import Mapping
from datetime import date, timedelta

import pandas as pd

from retention.service.recent import PROMISED
from retention.tables.kpis import LEAST_GROUP, kpi_row

# What was promised → its figure, and why it is missing where nothing tells whether it was kept.
FIGURES = {"reply": ("replied_in_time", "kpi-missing-no-replies"), "solution": ("solved_in_time", "kpi-missing-no-solutions")}
COMPARED = ("value", "low", "high", "previous", "change", "change_low", "change_high")


def promise_rows(lately: Mapping[str, Mapping[str, float]], judged: pd.DataFrame, as_of: date, days: int) -> list[dict]:
    """Shares of tickets in which the shop kept what it promised (`recent.lately`), over the last `days`; of few there is none.

    `judged` are the tickets under their policies, which say why there is nothing.
    """
    window = f"{as_of - timedelta(days=days - 1)}..{as_of}"
    rows = []
    for kind, (name, untold) in FIGURES.items():
        told = lately[kind]
        if told["due"] < LEAST_GROUP:
            missing = "kpi-missing-few-tickets" if told["due"] else _why_none(judged[judged["clock"].isin(PROMISED[kind])], untold)
            rows.append(kpi_row(name, "share", window, missing=missing))
            continue
        rows.append(kpi_row(name, "share", window, n=told["due"], beside="window") | {key: told[key] for key in COMPARED})
    return rows


def score_rows(whole: Mapping[str, float], waves: pd.DataFrame, first: date, as_of: date) -> list[dict]:
    """The score of all answers with its interval (`nps.score`), its change over the wave before (`nps.by_wave`), and how many answered."""
    window, few = f"{first}..{as_of}", "kpi-missing-few-answers"
    last = waves.iloc[-1] if len(waves) > 1 else None
    change = {} if last is None else {"beside": "wave", **{key: float(last[key]) for key in ("change", "change_low", "change_high")}}
    told = {key: whole[key] for key in ("value", "low", "high")} | change if whole["n"] >= LEAST_GROUP else {"missing": few}
    rows = [kpi_row("nps", "points", window, n=float(whole["n"])) | told]
    if whole["response"] == whole["response"]:
        heard = {"value": whole["response"], "low": whole["response_low"], "high": whole["response_high"]}
        rows.append(kpi_row("nps_response", "share", window, n=float(whole["asked"])) | heard)
    return rows


def _why_none(judged: pd.DataFrame, untold: str) -> str:
    """No promise holds; nothing tells whether it was kept; the robot solved all alone; or no limit fell in these days."""
    if judged.empty:
        return "kpi-missing-no-promise"
    if (judged["state"] == "by_robot").any() and judged["state"].isin(("by_robot", "not_known")).all():
        return "kpi-missing-robot-alone"
    return untold if (judged["state"] == "not_known").all() else "kpi-missing-none-due"


def desk_rows(standings: Mapping[str, int], open_now: int, known: bool, as_of: date) -> list[dict]:
    """Tickets open now, and those past a limit."""
    day = f"{as_of}..{as_of}"
    counts = {"tickets_open": open_now, "tickets_overdue": standings["overdue"]}
    told = {"missing": "kpi-missing-no-solutions"}
    return [kpi_row(name, "count", day, **({"value": float(n), "n": float(open_now)} if known else told)) for name, n in counts.items()]


def return_rows(open_now: int, late: int, known: bool, as_of: date) -> list[dict]:
    """Returns open now, and those that wait for the shop or the platform past the day of their next step."""
    told = {"missing": "kpi-missing-no-return-states"}
    counts = {"returns_open": open_now, "returns_late": late}
    day = f"{as_of}..{as_of}"
    return [kpi_row(name, "count", day, **({"value": float(n), "n": float(open_now)} if known else told)) for name, n in counts.items()]
