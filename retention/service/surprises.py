"""Small surprises (a card, a gift, personal help) for some customers, drawn by lot once a month within a budget.

Customers with a freshly completed order who were not drawn lately are put in an order by lot and taken two by two: of each pair a second lot says
who gets a surprise and who is the control. The draw ends with the pair that the budget would not pay for, or with the last pair. Lots are hashes of
seed, month and customer's number, so the same seed gives the same draw on any machine; each draw is written down, since the month goes on.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import ibis
import ibis.expr.types as ir
import pandas as pd
from ibis import _

from retention import durable
from retention.orders import not_wholly_refunded, of_known_customers
from retention.settings import SurpriseSettings
from retention.tables import DataProblem

FOLDER = "surprises"
COLUMNS = ("customer_id", "arm", "kind", "cost", "drawn_on")


def pool(
    orders: ir.Table, touches: ir.Table | None, drawn: pd.DataFrame, as_of: date, settings: SurpriseSettings, but_not: Iterable[str] = ()
) -> list[str]:
    """Customers who may be drawn: an order that counts was completed lately, and no surprise of this campaign, in either arm, within the rest.

    `drawn`: earlier draws (`COLUMNS`); `but_not`: accounts that are no usual customers.
    """
    since = ibis.timestamp(str(as_of - timedelta(days=settings.fresh_days)))
    fresh = of_known_customers(orders).filter(_.completed_at.notnull(), _.completed_at >= since, not_wholly_refunded(_))
    who = set(fresh.select("customer_id").distinct().to_pandas()["customer_id"])
    rest = as_of - timedelta(days=settings.rest_days)
    resting = set(drawn.loc[pd.to_datetime(drawn["drawn_on"]) > pd.Timestamp(rest), "customer_id"])
    if touches is not None:
        lately = touches.filter(_.campaign == settings.campaign, _.touched_on > ibis.date(rest.isoformat()), _.customer_id.notnull())
        resting |= set(lately.select("customer_id").to_pandas()["customer_id"])
    return sorted(who - resting - set(but_not))


def draw(people: Iterable[str], month: str, on: date, settings: SurpriseSettings) -> pd.DataFrame:
    """The draw of a month (2026-07): `COLUMNS`, pairs in the order drawn, one treated and one control in each; a control's cost is 0."""
    order = sorted(people, key=lambda who: _lot(settings.seed, month, "order", who))
    rows: list[dict[str, object]] = []
    spent = 0.0
    for one, other in zip(order[::2], order[1::2], strict=False):
        first = _lot(settings.seed, month, "arm", one) < _lot(settings.seed, month, "arm", other)
        treated, control = (one, other) if first else (other, one)
        kind = _kind(settings, _lot(settings.seed, month, "kind", treated))
        cost = settings.kinds[kind].cost
        if spent + cost > settings.budget_a_month:
            break
        spent += cost
        rows += [{"customer_id": treated, "arm": "treated", "kind": kind, "cost": cost}, {"customer_id": control, "arm": "control", "cost": 0.0}]
    return pd.DataFrame(rows, columns=[*COLUMNS[:-1]]).astype({"cost": float}).assign(drawn_on=pd.Timestamp(on))


def _lot(seed: int, month: str, what: str, who: str) -> float:
    """A number from 0 to 1 that nobody can foresee and everybody can check."""
    told = json.dumps([seed, month, what, who], ensure_ascii=False)
    return int(hashlib.sha256(told.encode()).hexdigest()[:13], 16) / 16**13


def _kind(settings: SurpriseSettings, lot: float) -> str:
    names, whole = list(settings.kinds), sum(kind.share for kind in settings.kinds.values())
    so_far = 0.0
    for name in names:
        so_far += settings.kinds[name].share / whole
        if lot < so_far:
            return name
    return names[-1]


# --- draws written down --------------------------------------------------------------------------------------


def written_draws(data: Path) -> pd.DataFrame:
    """All draws that were written down in the shop's folder: `COLUMNS` and month, seed."""
    parts = [_read(path) for path in sorted((data / FOLDER).glob("*.json"))]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=[*COLUMNS, "month", "seed"])


def write_draw(drawn: pd.DataFrame, month: str, settings: SurpriseSettings, data: Path) -> Path:
    """Write a month's draw down, for its owner only; a month that has one keeps it."""
    folder = durable.folder_with(0o700, data / FOLDER)
    path = folder / f"{month}.json"
    if not path.exists():
        rows = drawn.assign(drawn_on=drawn["drawn_on"].dt.strftime("%Y-%m-%d"), kind=drawn["kind"].where(drawn["kind"].notna(), None))
        told = {
            "month": month,
            "seed": settings.seed,
            "campaign": settings.campaign,
            "budget": settings.budget_a_month,
            "drawn": rows.to_dict("records"),
        }
        durable.write_file(path, json.dumps(told, ensure_ascii=False, indent=1) + "\n", mode=0o600)
    return path


def _read(path: Path) -> pd.DataFrame:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        found = pd.DataFrame(told["drawn"], columns=list(COLUMNS)).assign(month=told["month"], seed=told["seed"])
        return found.assign(drawn_on=pd.to_datetime(found["drawn_on"]), cost=found["cost"].astype(float))
    except (ValueError, KeyError, TypeError):
        raise DataProblem(f"{path.name} of the draws of surprises cannot be read; put its copy back from a backup, or move it away") from None
