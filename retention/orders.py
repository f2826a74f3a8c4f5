"""Sales rules: which orders count, whose they are, of which something stayed, and what time it was where the shop is.

What makes an order count is settled at import (`counts` in the tables); lines carry the flag of their order, so the rules
take lines as well. Everything here is an Ibis expression over tall tables: nothing is read.
"""

from collections.abc import Mapping
from datetime import datetime

import ibis
import ibis.expr.types as ir
from ibis import _
from ibis.common.exceptions import IbisError

# For so many median gaps between purchase days after the data's first day a customer is only first seen, and may have bought before (METHODS §1).
FIRST_SEEN_GAPS = 3
# What is said of goods that stay with the customer; such words are no return.
NOTHING_BACK = "无需退货|不用退货|不退货|without (?:a )?return|no return|returnless"
# Kind of return → the words by which exports call it.
RETURN_WORDS: Mapping[str, str] = {
    "refund_only": f"仅退款|只退款|{NOTHING_BACK}|refund[ _-]?only|only[ _-]?refund|取消|cancel|补偿|补差|compensat",
    "return": "退货|退换|return|rma",
    "exchange": "换|exchange|swap|replace",
    "resend": "补寄|补发|少件|漏发|re-?send|re-?ship|sen[dt] again|missing",
    "repair": "修|repair",
}


def that_count(rows: ir.Table) -> ir.Table:
    """Orders (or lines) that count, those of guests included."""
    return rows.filter(_.counts)


def of_known_customers(rows: ir.Table) -> ir.Table:
    """Orders (or lines) that count, guests left out: a guest's next order cannot be told from another guest's first."""
    return rows.filter(_.counts, _.customer_id.notnull())


def not_wholly_refunded(orders: ir.Table | ibis.Deferred) -> ir.BooleanValue:
    """Whether something of an order's money stayed, as far as is known. An order of nothing of which nothing came back was kept."""
    back = orders.refunded.fill_null(0)
    return (back <= 0) | (back < orders.gross_paid)


def settled(returns: ir.Table) -> ir.Table:
    """Returns that came to an end with the customer's money back or goods exchanged.

    Open, refused and cancelled ones changed nothing, and goods that were repaired, or whose missing parts were sent, did not come back.
    """
    ended = returns.filter((_.status == "settled") | _.status.isnull()) if "status" in returns.columns else returns
    return ended.filter(~_goods_stay(_.kind) | (_.amount > 0))


def _goods_stay(kind: ibis.Deferred) -> ir.BooleanValue:
    """Whether a kind is a request after which the customer has her goods: repaired, or completed by what was missing and nothing sent back."""
    said = kind.lower().fill_null("").re_replace(NOTHING_BACK, "")
    comes_back = said.re_search(f"{RETURN_WORDS['return']}|{RETURN_WORDS['exchange']}")
    return said.re_search(RETURN_WORDS["repair"]) | (said.re_search(RETURN_WORDS["resend"]) & ~comes_back)


def loose_refunds(returns: ir.Table) -> ir.Table:
    """Refunds that name no order, so that they are in no order's `refunded`; some name not even a customer."""
    return settled(returns).filter(_.order_id.isnull())


def local_time(at: ir.TimestampValue, zone: str) -> ir.TimestampValue:
    """The clock where the shop is (`zone`) at a time in UTC, of which `.hour()` and `.date()` can be asked.

    Ibis' cast to a zone would say the UTC hour on both engines without a word. DuckDB's function is told that `at` is UTC,
    or it would take the time for one of the zone of the session.
    """
    return _from_utc_timestamp(at, zone) if _engine(at) == "pyspark" else _timezone(zone, _timezone("UTC", at))


def _engine(value: ir.Value) -> str:
    """Name of the engine that holds the value's table; a table that no engine holds yet is written for DuckDB."""
    try:
        return str(value.get_backend().name)
    except IbisError:
        return "duckdb"


@ibis.udf.scalar.builtin(name="timezone")
def _timezone(zone: str, at: datetime) -> datetime:  # type: ignore[empty-body]
    """DuckDB: of a time without a zone the moment it is in `zone`; of a moment the time in `zone`."""


@ibis.udf.scalar.builtin(name="from_utc_timestamp")
def _from_utc_timestamp(at: datetime, zone: str) -> datetime:  # type: ignore[empty-body]
    """Spark: of a time in UTC the time in `zone`."""
