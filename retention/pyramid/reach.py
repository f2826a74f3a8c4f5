"""Reach: whom the shop may contact, how, and what a profile field may be used for.

A customer can be reached for marketing by a channel when there is an address that works (a telephone or e-mail that
is not masked, a friend or subscriber row for the others) **and** the last consent for it stands. A row for the channel
"any" speaks for every channel; of two rows the later holds, and at the same moment the withdrawal.
"""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd
from ibis import _

from retention.tables import DataProblem

Tables = Mapping[str, ir.Table | None]
Purposes = Mapping[str, Sequence[str]]
CHANNELS = ("sms", "phone", "email", "wecom", "official_account", "push", "platform")
REACH = tuple(f"reach_{channel}" for channel in CHANNELS)
BY_PHONE = ("sms", "phone")
ANY = "any"
# A telephone number as people write it, without masks: 7 to 15 digits (E.164) once signs are taken out, not all the same.
SIGNS = r"[\s\-+().]"
TELEPHONE = r"\d{7,15}"
ONE_DIGIT = "|".join(f"{digit}+" for digit in range(10))
# What spreadsheets add to a number, and the extension of numbers that carriers lend for one parcel.
AS_AMOUNT, LENT = r"\.0+$", r".*\d{11}[\s\-]+\d{1,6}"
# Letters, digits and signs that addresses may have, so no masks; words that stand where nobody gave one.
EMAIL = r"[A-Za-z0-9_!#$%&'/=?^`{|}~+-]+(\.[A-Za-z0-9_!#$%&'/=?^`{|}~+-]+)*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+"
NOBODY = r"(?i)(null|none|nan|undefined|unknown)@.*"


@dataclass(frozen=True)
class Ways:
    """Flags per customer (rows) and channel (columns): `address` works, `consent` for marketing stands, both = `may`."""

    customers: pd.Series
    address: pd.DataFrame
    consent: pd.DataFrame
    consents_known: bool

    @property
    def may(self) -> pd.DataFrame:
        """Who may be contacted how."""
        return self.address & self.consent


def consents_now(consents: ir.Table, as_of: date) -> pd.DataFrame:
    """The consents that hold at as_of: one row per customer_id, channel and purpose, with given and changed_at."""
    own = consents.filter(_.changed_on <= ibis.date(as_of.isoformat()))
    last = own.group_by("customer_id", "channel", "purpose").agg(
        last=ibis.struct({"changed_at": _.changed_at, "withdrawn": (~_.given).ifelse(1, 0)}).max()
    )
    rows = last.select("customer_id", "channel", "purpose", changed_at=_.last["changed_at"], given=_.last["withdrawn"] == 0)
    return rows.order_by("customer_id", "channel", "purpose").to_pandas()


def agreed(now: pd.DataFrame, purpose: str, channel: str | None, customers: pd.Series) -> pd.Series:
    """Whether each of `customers` agrees to `purpose` by `channel`: the later of the rows for the channel and for any.

    For a purpose that needs no channel (None) the last row of whatever channel holds.
    """
    heard = now["channel"].isin([channel, ANY]) | (channel is None)
    rows = now[(now["purpose"] == purpose) & heard].sort_values(["customer_id", "changed_at", "given"], ascending=[True, True, False])
    holds = rows.drop_duplicates("customer_id", keep="last").set_index("customer_id")["given"]
    return customers.map(holds).fillna(False).astype(bool)


def contact_ways(customers: pd.Series, tables: Tables, as_of: date) -> Ways:
    """How each of `customers` (customer_id) may be contacted at as_of; without a consents table nobody has agreed to anything."""
    known = tables.get("consents")
    return _ways(customers, tables, consents_now(known, as_of) if known is not None else _no_consents())


def _ways(customers: pd.Series, tables: Tables, now: pd.DataFrame) -> Ways:
    """`now` are the consents that hold."""
    address = addresses(customers, tables.get("customers"), now)
    consent = pd.DataFrame({channel: agreed(now, "marketing", channel, customers) for channel in CHANNELS}, index=customers.index)
    return Ways(customers, address, consent, tables.get("consents") is not None)


def addresses(customers: pd.Series, table: ir.Table | None, now: pd.DataFrame) -> pd.DataFrame:
    """Whether an address works, per customer and channel; for channels without one in the customers table, that the customer was ever there."""
    found = {channel: pd.Series(False, index=customers.index) for channel in CHANNELS}
    if table is not None:
        given = table.select(*[name for name in ("customer_id", "phone", "email") if name in table.columns]).to_pandas()
        given = given.drop_duplicates("customer_id").set_index("customer_id")
        for column, channels, works in (("phone", BY_PHONE, telephone_works), ("email", ("email",), email_works)):
            if column in given:
                here = customers.map(works(given[column])).fillna(False).astype(bool)
                found |= dict.fromkeys(channels, here)
    for channel in CHANNELS:
        if channel not in (*BY_PHONE, "email"):
            found[channel] = customers.isin(now.loc[now["channel"] == channel, "customer_id"])
    return pd.DataFrame(found, index=customers.index)


def telephone_works(numbers: pd.Series) -> pd.Series:
    """A number one can dial.

    >>> telephone_works(pd.Series(["186 0000 0005", "186******05", "+86-571-8888 0000", "", None])).tolist()
    [True, False, True, False, False]
    """
    written = numbers.astype("string").str.strip().str.replace(AS_AMOUNT, "", regex=True)
    digits = written.str.replace(SIGNS, "", regex=True)
    works = digits.str.fullmatch(TELEPHONE) & ~digits.str.fullmatch(ONE_DIGIT) & ~written.str.fullmatch(LENT)
    return works.fillna(False).astype(bool)


def email_works(texts: pd.Series) -> pd.Series:
    """An address one can write to.

    >>> email_works(pd.Series(["a@b.example", "a***@b.example", "a@b", None])).tolist()
    [True, False, False, False]
    """
    written = texts.astype("string").str.strip()
    return (written.str.fullmatch(EMAIL) & ~written.str.fullmatch(NOBODY)).fillna(False).astype(bool)


def reach_layer(customers: pd.Series, tables: Tables, as_of: date) -> pd.DataFrame:
    """customer_id, a flag reach_<channel> for each channel and personalisation (agrees to it); missing without a consents table."""
    consents = tables.get("consents")
    if consents is None:
        blank = pd.Series(pd.NA, index=customers.index, dtype="boolean")
        return pd.DataFrame({"customer_id": customers, **dict.fromkeys((*REACH, "personalisation"), blank)})
    now = consents_now(consents, as_of)
    flags = _ways(customers, tables, now).may.astype("boolean").rename(columns=dict(zip(CHANNELS, REACH, strict=True)))
    agrees = agreed(now, "personalisation", None, customers).astype("boolean")
    return pd.concat([customers.rename("customer_id"), flags, agrees.rename("personalisation")], axis=1)


def reach_funnel(ways: Ways, active: pd.Series) -> pd.DataFrame:
    """One row per channel: customers → address → consent (and address) → active of them; only: reachable by no other channel.

    `active` flags customers who bought lately; its count stands in active_customers. Complete counts, no samples. Without a consents table
    consent, active and only are missing.
    """
    may = ways.may
    alone = may.sum(axis=1) == 1
    rows = pd.DataFrame(
        {
            "channel": list(CHANNELS),
            "customers": len(ways.customers),
            "address": [int(ways.address[channel].sum()) for channel in CHANNELS],
            "consent": [int(may[channel].sum()) for channel in CHANNELS],
            "active": [int((may[channel] & active).sum()) for channel in CHANNELS],
            "only": [int((may[channel] & alone).sum()) for channel in CHANNELS],
            "active_customers": int(active.sum()),
        }
    )
    if not ways.consents_known:
        rows[["consent", "active", "only"]] = np.nan
    return rows


def overlap(ways: Ways, active: pd.Series) -> pd.DataFrame:
    """By how many channels customers can be reached: channels (0, 1, 2, …), customers, active. Sums to all customers."""
    count = ways.may.sum(axis=1)
    rows = (
        pd.DataFrame({"channels": count, "active": active})
        .groupby("channels", as_index=False)
        .agg(customers=("active", "size"), active=("active", "sum"))
    )
    return rows.astype(int)


# --- purposes ----------------------------------------------------------------------------------------


def marketing_view(pyramid: pd.DataFrame, consents: ir.Table | None, purposes: Purposes, as_of: date) -> pd.DataFrame:
    """The pyramid for marketing: fields whose purposes leave marketing out are blank for customers who did not agree to personalisation."""
    check_purposes(pyramid, purposes)
    allowed = _agrees(pyramid["customer_id"], consents, as_of)
    blanked = {name: pyramid[name].where(allowed) for name in _restricted(purposes)}
    return pyramid.assign(**blanked)


def field_purposes(pyramid: pd.DataFrame, consents: ir.Table | None, purposes: Purposes, as_of: date) -> pd.DataFrame:
    """One row per field with stated purposes: field, purposes, customers with a value, usable and blanked for marketing (they add up)."""
    check_purposes(pyramid, purposes)
    seen = marketing_view(pyramid, consents, purposes, as_of)
    rows = [(name, tuple(purposes[name]), int(pyramid[name].notna().sum()), int(seen[name].notna().sum())) for name in purposes if name in pyramid]
    table = pd.DataFrame(rows, columns=["field", "purposes", "customers", "usable"])
    return table.assign(blanked=table["customers"] - table["usable"])


def check_purposes(pyramid: pd.DataFrame, purposes: Purposes) -> None:
    """Refuse purposes of a field that is not there, naming the nearest one."""
    for name in purposes:
        if name not in pyramid:
            near = difflib.get_close_matches(name, [str(column) for column in pyramid.columns], n=1)
            hint = f"; did you mean {near[0]!r}?" if near else "."
            raise DataProblem(f"purposes: {name!r} is no column of the pyramid and none of the shop's own fields{hint} Correct it in shop.yaml")


def _restricted(purposes: Purposes) -> list[str]:
    return [name for name, allowed in purposes.items() if "marketing" not in allowed]


def _agrees(customers: pd.Series, consents: ir.Table | None, as_of: date) -> pd.Series:
    """Whether each customer agrees to personalisation."""
    now = consents_now(consents, as_of) if consents is not None else _no_consents()
    return agreed(now, "personalisation", None, customers)


def _no_consents() -> pd.DataFrame:
    rows = pd.DataFrame({name: pd.Series(dtype="str") for name in ("customer_id", "channel", "purpose")})
    return rows.assign(changed_at=pd.Series(dtype="datetime64[us]"), given=pd.Series(dtype="bool"))
