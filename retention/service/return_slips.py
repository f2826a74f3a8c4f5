"""One return as its slip tells it: its number, kind, reason and goods; a number that is not there is answered with the nearest one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import ibis.expr.types as ir
import pandas as pd
from ibis import _

from retention.service.returns import return_standings
from retention.tables import DataProblem

PARCEL_BACK = ("return", "exchange", "repair", "unknown")


@dataclass(frozen=True)
class ReturnSlip:
    """A return with what comes back.

    send_by: missing where not told or past. goods: name, colour, size, pieces (0 rows where no export tells).
    outcome: one of `OUTCOMES`. ended_on: the shop's day, missing for an open one and where not told.
    """

    return_id: str
    order_id: str
    kind: str
    reason: str
    send_by: date | None
    goods: pd.DataFrame
    outcome: str
    ended_on: date | None


@dataclass(frozen=True)
class ReturnView:
    """Where a return stands, for the customer: kind, outcome, actor and step of what comes next (of an open one), due_on and ended_on (missing where
    not told), and its changes: state, on (the shop's day), the first one first."""

    return_id: str
    kind: str
    outcome: str
    actor: str
    step: str
    due_on: date | None
    ended_on: date | None
    changes: pd.DataFrame


def return_view(tables: Mapping[str, ir.Table | None], return_id: str, moment: datetime, zone: str) -> ReturnView:
    """Where one return stands; `tables` are returns and return_states, one of which may be missing."""
    returns, states = (_of_return(tables.get(name), return_id) for name in ("returns", "return_states"))
    if returns is None and states is None:
        raise DataProblem(_unknown(tables, return_id))
    (row,) = return_standings(returns, states, moment, zone).to_dict("records")
    changes = pd.DataFrame(columns=["state", "on"])
    if states is not None:
        changes = states.filter(_.changed_at <= moment).order_by("state_no").select("state", on=_.changed_on).to_pandas()
        changes = changes[changes["state"] != changes["state"].shift()].reset_index(drop=True)
    opened = row["outcome"] == "open"
    # A day that has passed is no promise any more.
    due = None if not opened or pd.isna(row["due_on"]) or row["standing"] == "overdue" else pd.Timestamp(row["due_on"]).date()
    actor, step = (row["actor"], row["step"]) if opened else ("", "")
    return ReturnView(return_id, row["kind"], row["outcome"], actor, step, due, _day(row["closed_at"], zone), changes)


def return_slip(tables: Mapping[str, ir.Table | None], return_id: str, moment: datetime, zone: str) -> ReturnSlip:
    """The slip of a return; `tables` are returns, return_states, order_lines and products, each of which may be missing."""
    returns, states = (_of_return(tables.get(name), return_id) for name in ("returns", "return_states"))
    if returns is None and states is None:
        raise DataProblem(_unknown(tables, return_id))
    (row,) = return_standings(returns, states, moment, zone).to_dict("records")
    waits = row["state"] == "agreed" and row["outcome"] == "open" and not pd.isna(row["due_on"]) and row["standing"] != "overdue"
    due = pd.Timestamp(row["due_on"]).date() if waits else None
    goods = pd.DataFrame(columns=["name", "colour", "size", "pieces"]) if returns is None else _goods(returns, tables)
    return ReturnSlip(return_id, _text(row["order_id"]), row["kind"], _text(row["reason"]), due, goods, row["outcome"], _day(row["closed_at"], zone))


def _day(at: pd.Timestamp, zone: str) -> date | None:
    return None if pd.isna(at) else at.tz_localize("UTC").tz_convert(zone).date()


def _text(told: object) -> str:
    return "" if told is None or pd.isna(told) else str(told)  # type: ignore[call-overload]


def _of_return(table: ir.Table | None, return_id: str) -> ir.Table | None:
    """The rows of one return, or None where there are none."""
    found = None if table is None else table.filter(_.return_id == return_id)
    return found if found is not None and found.count().execute() else None


def _unknown(tables: Mapping[str, ir.Table | None], return_id: str) -> str:
    """What to say of a number that neither table has."""
    there = [found for name in ("returns", "return_states") if (found := tables.get(name)) is not None]
    # Numbers are compared in the engine: a shop may have a million of them.
    near = [found.distinct().mutate(far=_.return_id.levenshtein(return_id)).order_by("far", "return_id").limit(1) for found in
            (table.select("return_id") for table in there)]  # fmt: skip
    rows = [row for found in near for row in found.to_pandas().to_dict("records")]
    if not rows:
        return "no returns are there; add the export that tells of them, and import again"
    nearest = min(rows, key=lambda row: (row["far"], row["return_id"]))["return_id"]
    return f"no return has the number {return_id!r}; the nearest one is {nearest!r}. Numbers stand in the export of returns and in the work lists"


def _goods(returns: ir.Table, tables: Mapping[str, ir.Table | None]) -> pd.DataFrame:
    """Goods of a return in the order of its parts, by the shop's list, else as the order names them."""
    rows = returns.order_by("part").select("order_id", "line_no", "product_id", "quantity").to_pandas()
    rows["line_no"] = rows["line_no"].astype("Int64")
    lines, products = tables.get("order_lines"), tables.get("products")
    order = rows["order_id"].dropna().unique().tolist()
    rows = rows.assign(on_order=None)
    if lines is not None and order:
        named = lines.filter(_.order_id.isin(order)).select("order_id", "line_no", on_order="product_name", sold="product_id").to_pandas()
        rows["on_order"], rows["product_id"] = _named(rows, named)
    wanted = rows["product_id"].dropna().unique().tolist()
    about = ["product_id", "name", "colour", "size"]
    listed = products.filter(_.product_id.isin(wanted)).select(*about).to_pandas() if products is not None and wanted else pd.DataFrame(columns=about)
    rows = rows.merge(listed.drop_duplicates("product_id"), on="product_id", how="left")
    rows["name"] = rows["name"].astype(object).fillna(rows["on_order"]).fillna(rows["product_id"])
    return rows.rename(columns={"quantity": "pieces"}).dropna(subset=["name"])[["name", "colour", "size", "pieces"]].reset_index(drop=True)


def _named(rows: pd.DataFrame, lines: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Name on the order and product of each return: by its line, or by its product where it names none, as a return that is not settled."""
    by_line = lines.astype({"line_no": "Int64"}).set_index(["order_id", "line_no"])
    by_product = lines.dropna(subset=["sold"]).drop_duplicates(["order_id", "sold"]).set_index(["order_id", "sold"])
    on_line = by_line.reindex(pd.MultiIndex.from_frame(rows[["order_id", "line_no"]]))
    of_product = by_product.reindex(pd.MultiIndex.from_frame(rows[["order_id", "product_id"]]))
    name = pd.Series(on_line["on_order"].to_numpy(), index=rows.index, dtype=object)
    product = rows["product_id"].astype(object).fillna(pd.Series(on_line["sold"].to_numpy(), index=rows.index, dtype=object))
    return name.fillna(pd.Series(of_product["on_order"].to_numpy(), index=rows.index, dtype=object)), product
