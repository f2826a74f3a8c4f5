"""Contact: which addresses of customers work, which consents hold, and by which channels the shop may therefore write or call.

A customer may be contacted by a channel when there is an address that works (a telephone or e-mail that is not masked, a friend
or subscriber row for the others) **and** the last consent for it stands. A row for the channel "any" speaks for every channel; of
two rows the later holds, and at the same moment the withdrawal.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd
from ibis import _

from retention.tables.profile import CHANNELS as MEANINGS

CHANNELS = tuple(MEANINGS)
# Where she can answer a person comes before where she is only written to.
BEST_FIRST = ("wecom", "phone", "sms", "email", "official_account", "push", "platform")
# Channels whose address stands in the customers table, by its column there.
WRITTEN = {"phone": ("sms", "phone"), "email": ("email",)}
BY_PHONE = WRITTEN["phone"]
ANY = "any"
# A telephone number as people write it, without masks: 7 to 15 digits (E.164) once signs are taken out, not all the same.
SIGNS = r"[\s\-+().]"
TELEPHONE = r"\d{7,15}"
ONE_DIGIT = "|".join(f"{digit}+" for digit in range(10))
# What spreadsheets add to a number, and the extension of numbers that carriers lend for one parcel.
AS_AMOUNT, LENT = r"\.0+$", r".*\d{11}[\s\-]+\d{1,6}"
ZONES_CN = ("Asia/Shanghai",)
NO_NUMBER: tuple[None, None, tuple[str, ...]] = (None, None, ())
# Letters, digits and signs that addresses may have, so no masks; words that stand where nobody gave one.
EMAIL = r"[A-Za-z0-9_!#$%&'/=?^`{|}~+-]+(\.[A-Za-z0-9_!#$%&'/=?^`{|}~+-]+)*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+"
NOBODY = r"(?i)(null|none|nan|undefined|unknown)@.*"
# Within a text: an e-mail address, and seven digits or more with spaces, dashes and brackets between, which may be a telephone or an identity
# card; dates with their times and amounts are none.
DAY = r"(?:(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)?\d\d)(?:[T\s]+\d{1,2}:\d\d(?::\d\d)?)?(?!-?\d|\s+\d)"
AMOUNT = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?|\d{1,9}[.,](?!0(?!\d))\d{1,4})(?![.,]?\d)"
NUMBER = r"\d(?:(?:[\s()\-–—‐‑]|\.(?=\d{4}|\d{3}\.\d{4}))*\d){6,}"
NUMBER_SEEN = re.compile(rf"(?<![\d.,])(?:{DAY}|{AMOUNT})|({NUMBER})")
ADDRESS_SEEN = re.compile(r"([^\s@]{1,2})[^\s@]{0,64}@[^\s@]+\.[^\s@]+")


@dataclass(frozen=True)
class Consents:
    """The last word of each customer_id, channel and purpose on a day: `rows`, with given and changed_at.

    `known` is false where the shop has no consents table; then nobody has agreed to anything.
    """

    rows: pd.DataFrame
    known: bool

    def agreed(self, customers: pd.Series, purpose: str, channel: str | None = None) -> pd.Series:
        """Whether each of `customers` agrees to `purpose` by `channel`: the later of the rows for the channel and for any.

        For a purpose that needs no channel (None) the last row of whatever channel holds.
        """
        heard = self.rows["channel"].isin([channel, ANY]) | (channel is None)
        told = self.rows[(self.rows["purpose"] == purpose) & heard]
        told = told.sort_values(["customer_id", "changed_at", "given"], ascending=[True, True, False])
        holds = told.drop_duplicates("customer_id", keep="last").set_index("customer_id")["given"]
        return customers.map(holds).fillna(False).astype(bool)


@dataclass(frozen=True)
class Ways:
    """Flags per customer (rows) and channel (columns): `address` works, `consent` stands, both = `may`."""

    customers: pd.Series
    address: pd.DataFrame
    consent: pd.DataFrame
    consents_known: bool

    @property
    def may(self) -> pd.DataFrame:
        """Who may be contacted how."""
        return self.address & self.consent


# --- consents ----------------------------------------------------------------------------------------


def consents_now(consents: ir.Table | None, as_of: date) -> Consents:
    """The consents that hold at as_of."""
    if consents is None:
        none = pd.DataFrame({name: pd.Series(dtype="str") for name in ("customer_id", "channel", "purpose")})
        return Consents(none.assign(changed_at=pd.Series(dtype="datetime64[us]"), given=pd.Series(dtype="bool")), known=False)
    own = consents.filter(_.changed_on <= ibis.date(as_of.isoformat()))
    last = own.group_by("customer_id", "channel", "purpose").agg(
        last=ibis.struct({"changed_at": _.changed_at, "withdrawn": (~_.given).ifelse(1, 0)}).max()
    )
    rows = last.select("customer_id", "channel", "purpose", changed_at=_.last["changed_at"], given=_.last["withdrawn"] == 0)
    return Consents(rows.order_by("customer_id", "channel", "purpose").to_pandas(), known=True)


def with_withdrawals(consents: ir.Table | None, withdrew: pd.DataFrame | None, zone: str) -> ir.Table | None:
    """Consents and who withdrew since they were imported (customer_id, channel, purpose, at (UTC), source); none where nobody tells of consents."""
    if consents is None or withdrew is None or withdrew.empty:
        return consents
    day = withdrew["at"].dt.tz_localize("UTC").dt.tz_convert(zone).dt.date
    told, schema = withdrew.rename(columns={"at": "changed_at"}).assign(given=False, changed_on=day), consents.schema()
    return consents.union(ibis.memtable(told.reindex(columns=list(schema.names)), schema=schema))


# --- addresses ---------------------------------------------------------------------------------------


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


def masked(text: str) -> str:
    """A text without telephones and e-mail addresses that anybody could use.

    >>> masked("ask 13812345678 or ann@example.com")
    'ask 138…78 or an…'
    """
    plain = unicodedata.normalize("NFKC", text)
    hidden = NUMBER_SEEN.sub(_hidden, ADDRESS_SEEN.sub(r"\1…", plain))
    return text if hidden == plain else hidden


def _hidden(seen: re.Match[str]) -> str:
    """The ends of a number that is masked, of a short one its beginning only; dates and amounts as they are."""
    if not seen[1]:
        return seen[0]
    digits = re.sub(r"\D", "", seen[1])
    return f"{digits[:3]}…{digits[-2:]}" if len(digits) >= 11 else f"{digits[:2]}…"


def plain_contact(cell: str) -> str:
    """A telephone or an address as one writes it once: without signs, guards and the country code of China.

    >>> [plain_contact(cell) for cell in ("+86 138-0000-1234", '="13800001234"', "13800001234.0", " Ann@Example.com")]
    ['13800001234', '13800001234', '13800001234', 'ann@example.com']
    """
    if "@" in cell:
        return re.sub(r"[\s='\"]", "", cell).lower()
    digits = re.sub(r"[^\d+]", "", re.sub(r"\.0\"?\s*$", "", cell))
    return re.sub(r"^(?:\+|00)?86(?=1\d{10}$)", "", digits)


def working(ids: pd.Series, customers: ir.Table | None) -> pd.DataFrame:
    """phone and email of each of `ids` as the customers table has them; missing where it does not work."""
    found = pd.DataFrame({name: pd.Series(None, index=ids.index, dtype=object) for name in WRITTEN})
    if customers is None:
        return found
    given = customers.select(*[name for name in ("customer_id", *WRITTEN) if name in customers.columns]).to_pandas()
    given = given.drop_duplicates("customer_id").set_index("customer_id")
    for name, works in (("phone", telephone_works), ("email", email_works)):
        if name in given:
            found[name] = ids.map(given[name].where(works(given[name]))).astype(object)
    return found


def telephones(numbers: pd.Series, country: str = "") -> pd.DataFrame:
    """Of each telephone: number (E.164), country (ISO) and zones, a tuple of the time zones it may be in; missing where it cannot be dialled.

    `country` (ISO) is where numbers without a country code belong; without one they are missing.

    >>> told = telephones(pd.Series(["186 0000 0005", "+1 212 555 0199", "186******05", "12345"]), "CN")
    >>> told["number"].tolist(), told["zones"].tolist()
    (['+8618600000005', '+12125550199', nan, nan], [('Asia/Shanghai',), ('America/New_York',), (), ()])
    """
    written = numbers.astype("string").where(telephone_works(numbers)).str.strip().str.replace(AS_AMOUNT, "", regex=True)
    mobile = _mobiles_of_china(written) if country == "CN" else pd.Series(pd.NA, index=numbers.index, dtype="string")
    number = ("+86" + mobile).astype(object)
    place = pd.Series("CN", index=numbers.index, dtype=object).where(mobile.notna(), None)
    zones = pd.Series([ZONES_CN] * len(numbers), index=numbers.index, dtype=object)
    rest = mobile.isna()
    codes, distinct = pd.factorize(written[rest])
    told = [*(_dialled(str(one), country) for one in distinct), NO_NUMBER]
    for column, of in ((number, 0), (place, 1), (zones, 2)):
        column[rest] = pd.Series([told[code][of] for code in codes], index=number.index[rest], dtype=object)
    return pd.DataFrame({"number": number, "country": place, "zones": zones}).astype({"number": "str", "country": "str"})


def _mobiles_of_china(written: pd.Series) -> pd.Series:
    """The eleven digits of mobile numbers of the mainland, which most shops have nearly only of; missing for any other number."""
    digits = written.str.replace(SIGNS, "", regex=True)
    # After a plus an eleven-digit number that begins with 1 is one of North America.
    bare = digits.str.extract(r"^(1[3-9]\d{9})$", expand=False).where(~written.str.startswith("+"))
    return bare.fillna(digits.str.extract(r"^(?:00)?86(1[3-9]\d{9})$", expand=False))


def normalised(numbers: pd.Series, country: str = "") -> pd.Series:
    """Telephones as all the world writes them (E.164); missing where one cannot be dialled."""
    return telephones(numbers, country)["number"]


def country_of(numbers: pd.Series, country: str = "") -> pd.Series:
    """The country (ISO) of each telephone, by its country code, else `country`; missing where one cannot be dialled."""
    return telephones(numbers, country)["country"]


def country_of_zone(zone: str) -> str:
    """The country (ISO) of a time zone; empty for one that is no country's.

    >>> country_of_zone("Asia/Shanghai"), country_of_zone("UTC")
    ('CN', '')
    """
    from babel.core import get_global

    found = str(get_global("zone_territories").get(zone, ""))
    return found if re.fullmatch("[A-Z]{2}", found) and found != "ZZ" else ""


def _dialled(written: str, country: str) -> tuple[str | None, str | None, tuple[str, ...]]:
    """A number's E.164, country and time zones."""
    import phonenumbers
    from phonenumbers import timezone

    try:
        number = phonenumbers.parse(written, country or None)
    except phonenumbers.NumberParseException:
        return NO_NUMBER
    if not phonenumbers.is_valid_number(number):
        return NO_NUMBER
    zones = tuple(zone for zone in timezone.time_zones_for_number(number) if zone != timezone.UNKNOWN_TIMEZONE)
    told = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return told, phonenumbers.region_code_for_number(number), zones


# --- both --------------------------------------------------------------------------------------------


def contact_ways(ids: pd.Series, customers: ir.Table | None, consents: Consents, purpose: str = "marketing") -> Ways:
    """How each of `ids` (customer_id) may be contacted for `purpose`."""
    return _ways(ids, working(ids, customers), consents, purpose)


def permitted(customers: ir.Table | None, consents: ir.Table | None, as_of: date, purpose: str = "marketing") -> pd.DataFrame:
    """One row per customer of either table, by number: customer_id, phone, email, channels, best_channel.

    `phone` and `email` are plain, or None where none works. `channels` is a tuple of the CHANNELS that may be used now for `purpose`, the
    best first (BEST_FIRST), and None where the shop has no consents table, so that nobody knows. `best_channel` is the first, or None.
    """
    sources = [table.select("customer_id") for table in (customers, consents) if table is not None]
    named = ibis.union(*sources, distinct=True).order_by("customer_id").to_pandas()["customer_id"] if sources else pd.Series(dtype=object)
    written, now = working(named, customers), consents_now(consents, as_of)
    channels = _best_first(_ways(named, written, now, purpose).may) if now.known else pd.Series(None, index=named.index, dtype=object)
    plain = {name: written[name].map(plain_contact, na_action="ignore") for name in WRITTEN}
    told = {"customer_id": named, **plain, "channels": channels, "best_channel": channels.str[0]}
    return pd.DataFrame({name: values.astype(object).where(values.notna(), None) for name, values in told.items()})


def masked_but_agreed(ways: Ways) -> int:
    """How many agreed to be written or called at a telephone or an address that does not work, because it is masked or there is none."""
    written = [*BY_PHONE, *WRITTEN["email"]]
    return int((ways.consent[written] & ~ways.address[written]).any(axis=1).sum())


def with_names(contacts: pd.DataFrame, customers: ir.Table | None) -> pd.DataFrame:
    """`contacts` with the name of each customer, None where the shop does not know it."""
    if customers is None:
        return contacts.assign(name=None)
    return contacts.merge(customers.select("customer_id", "name").to_pandas().drop_duplicates("customer_id"), "left", "customer_id")


def _ways(ids: pd.Series, written: pd.DataFrame, consents: Consents, purpose: str) -> Ways:
    """`written` as `working` has it; in channels without an address in the customers table she has one who was ever there."""
    there = {name: ids.isin(consents.rows.loc[consents.rows["channel"] == name, "customer_id"]) for name in CHANNELS}
    there |= {channel: written[column].notna() for column, channels in WRITTEN.items() for channel in channels}
    consent = pd.DataFrame({channel: consents.agreed(ids, purpose, channel) for channel in CHANNELS}, index=ids.index)
    return Ways(ids, pd.DataFrame(there, index=ids.index), consent, consents.known)


def _best_first(may: pd.DataFrame) -> pd.Series:
    """The channels of each row as a tuple; the same few tuples stand in all rows."""
    code = may[list(BEST_FIRST)].to_numpy() @ (1 << np.arange(len(BEST_FIRST)))
    tuples = {c: tuple(name for i, name in enumerate(BEST_FIRST) if c >> i & 1) for c in np.unique(code)}
    return pd.Series(code, index=may.index, dtype=object).map(tuples)
