"""What is known of the people of a plan: where they live, by what they can be reached, what they agreed to, and what they did when.

People are numbered 0, 1, 2, …; everything here is an array by that number, so that a million candidates can be looked up at once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from zoneinfo import available_timezones

import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd
from ibis import _

from retention.contact import ANY, WRITTEN, email_works, plain_contact, telephones
from retention.journeys import occasions
from retention.journeys.clock import Zones, seconds
from retention.journeys.languages import language_of
from retention.journeys.occasions import Seen, Tables
from retention.orders import of_known_customers
from retention.seasons import Window
from retention.settings import Entrance, JourneysSettings

CHANNELS = ("sms", "email", "wecom", "push", "phone", "official_account")
# Below this age parents decide (PIPL 28, 31).
ADULT_ENOUGH = 14
# A ticket that nobody closed for so long was forgotten by its export, not by the customer.
TICKET_DAYS = 30
MOBILE = r"\+861[3-9]\d{9}|\+(?!86).*"


class Times:
    """Moments at which people did something, to be counted between two others."""

    def __init__(self, people: np.ndarray, at: np.ndarray):
        known = (people >= 0) & ~np.isnat(at)
        self._keys = np.sort(self._key(people[known], at[known]))

    @staticmethod
    def _key(people: np.ndarray, at: np.ndarray) -> np.ndarray:
        # Seconds since 1970 fit into 34 bits with room on both sides.
        return (people.astype("int64") << 35) + (at.astype("datetime64[s]").astype("int64") + (1 << 33))

    def count(self, people: np.ndarray, after: np.ndarray, until: np.ndarray | None = None) -> np.ndarray:
        """How many of each person's fall after a moment, and up to another one where one is given; 0 where a moment is missing."""
        gone = np.isnat(after)
        start = np.searchsorted(self._keys, self._key(people, np.where(gone, np.datetime64(0, "s"), after)), side="right")
        end_at = np.full(len(people), np.datetime64((1 << 33) - 1, "s")) if until is None else until
        end = np.searchsorted(self._keys, self._key(people, end_at), side="right")
        return np.where(gone, 0, np.maximum(end - start, 0))


@dataclass(frozen=True)
class Said:
    """The last word of each person on one channel and purpose: `yes` (with proof where that is wanted), `no`, or neither."""

    yes: np.ndarray
    no: np.ndarray


@dataclass(frozen=True)
class People:
    """The people of a plan; `of` numbers them."""

    ids: pd.Index
    seen: Seen
    settings: JourneysSettings
    country: str
    wide: pd.DataFrame

    def of(self, customers: pd.Series) -> np.ndarray:
        """Their numbers; -1 for anybody else."""
        return self.ids.get_indexer(pd.Index(customers))

    def __len__(self) -> int:
        return len(self.ids)

    # --- who and where -------------------------------------------------------------------------------

    @cached_property
    def known(self) -> pd.DataFrame:
        """name, phone, email, birthday, time_zone and language of each, as the customers table has them."""
        names = ("name", "phone", "email", "birthday", "time_zone", "language")
        customers = self.seen.tables.get("customers")
        if customers is None:
            return pd.DataFrame({name: pd.Series(None, index=self.ids, dtype=object) for name in names})
        there = [name for name in names if name in customers.columns]
        found = self._of_these(customers).select("customer_id", *there).to_pandas().drop_duplicates("customer_id").set_index("customer_id")
        return found.reindex(self.ids).reindex(columns=list(names))

    @cached_property
    def telephones(self) -> pd.DataFrame:
        """number, country and zones of each telephone."""
        return telephones(self.known["phone"].reset_index(drop=True), self.country)

    @cached_property
    def emails(self) -> np.ndarray:
        """The e-mail address of each as it is written once; None where none works."""
        given = self.known["email"]
        return given.where(email_works(given)).map(plain_contact, na_action="ignore").astype(object).where(lambda told: told.notna(), None).to_numpy()

    @cached_property
    def zones(self) -> list[Zones]:
        """The time zones in which each may live: her own, those of her telephone, or what the settings say where nothing tells."""
        own = self.known["time_zone"].to_numpy()
        valid = {zone: zone in available_timezones() for zone in {zone for zone in own if isinstance(zone, str)}}
        otherwise: Zones = (self.seen.zone,) if self.settings.unknown_zone == "shop" else ()
        told = self.telephones["zones"].tolist()
        return [(mine,) if isinstance(mine, str) and valid[mine] else by_phone or otherwise for mine, by_phone in zip(own, told, strict=True)]

    @cached_property
    def languages(self) -> np.ndarray:
        """The language in which each is written to, where the shop knows it; empty elsewhere."""
        return np.array([language_of(told) for told in self.known["language"]], dtype=object)

    @cached_property
    def minor(self) -> np.ndarray:
        """Who is known to be under 14."""
        born = pd.to_datetime(self.known["birthday"])
        today = pd.Timestamp(self.seen.today)
        had = (born.dt.month < today.month) | ((born.dt.month == today.month) & (born.dt.day <= today.day))
        age = today.year - born.dt.year - (~had).astype(int)
        return (age < ADULT_ENOUGH).fillna(False).to_numpy(dtype=bool)

    # --- reached and agreed --------------------------------------------------------------------------

    @cached_property
    def address(self) -> Mapping[str, np.ndarray]:
        """Per channel, whether there is an address: a mobile number, any number, an e-mail address, a friend or subscriber."""
        numbers = self.telephones["number"]
        mobile = numbers.str.fullmatch(MOBILE).fillna(False).to_numpy(dtype=bool)
        written = {"sms": mobile, "phone": numbers.notna().to_numpy(), "email": np.array([found is not None for found in self.emails], dtype=bool)}
        return {channel: written[channel] if channel in written else self._ever(channel) for channel in CHANNELS}

    @cached_property
    def address_text(self) -> Mapping[str, np.ndarray]:
        """Per channel, what two customers share where they have one address."""
        numbers = self.telephones["number"].astype(object).to_numpy()
        own = np.asarray(self.ids, dtype=object)
        return {channel: numbers if channel in ("sms", "phone") else self.emails if channel == "email" else own for channel in CHANNELS}

    @cached_property
    def _consents(self) -> pd.DataFrame:
        """The last row of each person, channel and purpose: person, channel, purpose, at, given, proof. Of two at one moment the withdrawal."""
        consents = self.seen.tables.get("consents")
        if consents is None:
            return pd.DataFrame({"person": pd.Series(dtype="int64"), "channel": [], "purpose": [], "at": [], "given": [], "proof": []})
        rows = self._of_these(consents).mutate(withdrawn=(~_.given).ifelse(1, 0), proof=_.source.notnull().ifelse(1, 0))
        last = rows.group_by("customer_id", "channel", "purpose").agg(
            last=ibis.struct({"at": rows.changed_at, "withdrawn": rows.withdrawn, "proof": rows.proof}).max()
        )
        told = last.select(
            "customer_id", "channel", "purpose", at=_.last["at"], given=_.last["withdrawn"] == 0, proof=_.last["proof"] == 1
        ).to_pandas()
        return told.assign(person=self.of(told["customer_id"]))

    def _ever(self, channel: str) -> np.ndarray:
        there = np.zeros(len(self), dtype=bool)
        there[self._consents.loc[self._consents["channel"] == channel, "person"].to_numpy(dtype="int64")] = True
        return there

    def said(self, channel: str | None, purpose: str) -> Said:
        """The last word on a channel (a word for any channel counts) and purpose; of no channel, on whichever it was."""
        told = self._consents
        told = told[told["purpose"] == purpose]
        if channel is not None:
            told = told[told["channel"].isin([channel, ANY])]
        told = told.sort_values(["person", "at", "given", "proof"], ascending=[True, True, False, True], kind="stable").drop_duplicates(
            "person", keep="last"
        )
        yes, no = np.zeros(len(self), dtype=bool), np.zeros(len(self), dtype=bool)
        who, given = told["person"].to_numpy(dtype="int64"), told["given"].to_numpy(dtype=bool)
        proof = told["proof"].to_numpy(dtype=bool) | (not self.settings.require_proof)
        yes[who], no[who] = given & proof, ~given
        return Said(yes, no)

    @cached_property
    def _marketing(self) -> dict[str, Said]:
        return {}

    def marketing(self, channel: str) -> Said:
        """The last word on marketing by a channel; an address that anybody took back is refused for all who share it."""
        if channel not in self._marketing:
            word = self.said(channel, "marketing")
            self._marketing[channel] = Said(word.yes, word.no | self._refused_address(channel))
        return self._marketing[channel]

    @cached_property
    def _taken_back(self) -> pd.DataFrame:
        """Whoever took back a consent to marketing as her last word on a channel: customer_id, channel, phone, email."""
        consents, customers = self.seen.tables.get("consents"), self.seen.tables.get("customers")
        there = [column for column in WRITTEN if customers is not None and column in customers.columns]
        if consents is None or customers is None or not there:
            return pd.DataFrame({name: pd.Series(dtype="str") for name in ("customer_id", "channel", *WRITTEN)})
        rows = consents.filter(_.purpose == "marketing")
        last = rows.group_by("customer_id", "channel").agg(last=ibis.struct({"at": rows.changed_at, "withdrawn": (~rows.given).ifelse(1, 0)}).max())
        told = last.select("customer_id", "channel", at=_.last["at"], no=_.last["withdrawn"] == 1)
        those = told.semi_join(told.filter(_.no), "customer_id").left_join(customers.select("customer_id", *there), "customer_id")
        return those.drop("customer_id_right").to_pandas()

    def _refused_address(self, channel: str) -> np.ndarray:
        column = next((column for column, channels in WRITTEN.items() if channel in channels), None)
        if column is None or column not in self._taken_back or self._taken_back.empty:
            return np.zeros(len(self), dtype=bool)
        here = self._taken_back[self._taken_back["channel"].isin([channel, ANY])].sort_values(["customer_id", "at", "no"], kind="stable")
        given = here.drop_duplicates("customer_id", keep="last").loc[lambda rows: rows["no"], column]
        by_phone = column == "phone"
        texts = set(telephones(given, self.country)["number"].dropna()) if by_phone else set(given[email_works(given)].map(plain_contact))
        return pd.Series(self.address_text[channel]).isin(texts).to_numpy(dtype=bool)

    @cached_property
    def personal(self) -> np.ndarray:
        """Who agreed to personalisation; only they get goods chosen for them."""
        return self.said(None, "personalisation").yes

    # --- what they did -------------------------------------------------------------------------------

    def _times(self, table: ir.Table | None, at: str) -> Times:
        if table is None:
            return Times(np.zeros(0, dtype="int64"), np.zeros(0, dtype="datetime64[s]"))
        rows = self._of_these(table).select("customer_id", at=table[at]).to_pandas()
        return Times(self.of(rows["customer_id"]), seconds(rows["at"]))

    @cached_property
    def ordered(self) -> Times:
        """Orders that count, when they were placed."""
        return self._times(of_known_customers(self._need("orders")), "ordered_at")

    @cached_property
    def clicked(self) -> Times:
        """Clicks on messages; opened ones tell nothing, since programmes open them, too."""
        events = self.seen.tables.get("events")
        return self._times(None if events is None else events.filter(_.kind == "message_click"), "happened_at")

    @cached_property
    def coupon_used(self) -> Times:
        """Coupons used, at the end of the day."""
        coupons = self.seen.tables.get("coupons")
        if coupons is None:
            return self._times(None, "used_on")
        return self._times(coupons.filter(_.used_on.notnull()).mutate(end=_.used_on.cast("timestamp") + ibis.interval(hours=24)), "end")

    @cached_property
    def in_trouble(self) -> np.ndarray:
        """Who has a ticket open, complained lately, waits for a refund or a late parcel: no time for marketing."""
        return self._flag(self._troubled_ids())

    def _troubled_ids(self) -> Sequence[pd.Series]:
        now, tables = self.seen.utc, self.seen.tables
        found = []
        if (tickets := tables.get("tickets")) is not None:
            recent = tickets.opened_at >= ibis.timestamp(now - timedelta(days=TICKET_DAYS))
            complained = (tickets.kind == "complaint") & (tickets.opened_at >= ibis.timestamp(now - timedelta(days=self.settings.complaint_days)))
            found.append(tickets.filter((tickets.resolved_at.isnull() & recent) | complained.fill_null(False)).select("customer_id"))
        if (returns := tables.get("returns")) is not None and "status" in returns.columns:
            found.append(returns.filter(_.status == "open").select("customer_id"))
        told = [rows.filter(_.customer_id.notnull()).distinct().to_pandas()["customer_id"] for rows in found]
        # By the plain rule, too: a parcel that is looked for is told to nobody anew.
        late, plain = Entrance(trigger="parcel_late"), replace(self.seen, notices=None)
        if not occasions.missing_for(late, plain):
            window = Window(self.seen.today - timedelta(days=occasions.PARCELS_DAYS), self.seen.today)
            told.append(occasions.entries(plain, late, window)["customer_id"])
        if self.seen.notices is not None:
            told.append(self.seen.notices["customer_id"])
        return told

    @cached_property
    def refunded_orders(self) -> frozenset[str]:
        """Numbers of orders of which nothing was kept."""
        orders = self._of_these(self._need("orders"))
        gone = orders.filter((_.refunded.fill_null(0) > 0) & (_.refunded >= _.gross_paid))
        return frozenset(gone.select("order_id").to_pandas()["order_id"])

    def from_wide(self, name: str) -> np.ndarray:
        """A number of each from the tables of customers; missing where it is not known."""
        if name not in self.wide:
            return np.full(len(self), np.nan)
        return pd.to_numeric(self.wide.set_index("customer_id")[name], errors="coerce").reindex(self.ids).to_numpy(dtype=float)

    # --- helpers -------------------------------------------------------------------------------------

    def _flag(self, ids: Sequence[pd.Series]) -> np.ndarray:
        flags = np.zeros(len(self), dtype=bool)
        for some in ids:
            codes = self.of(some)
            flags[codes[codes >= 0]] = True
        return flags

    @cached_property
    def _memtable(self) -> ir.Table:
        return ibis.memtable(pd.DataFrame({"customer_id": pd.Series(self.ids, dtype="str")}))

    def _of_these(self, table: ir.Table) -> ir.Table:
        return table.semi_join(self._memtable, "customer_id")

    def _need(self, name: str) -> ir.Table:
        table = self.seen.tables.get(name)
        assert table is not None  # a shop without orders has no plan
        return table


def people_of(customers: pd.Series, seen: Seen, settings: JourneysSettings, country: str, wide: pd.DataFrame) -> People:
    """The people who are among `customers`, in the order of their numbers."""
    return People(pd.Index(sorted(set(customers.tolist())), dtype="str"), seen, settings, country, wide)


def history_of_touches(tables: Tables, messages: pd.DataFrame, since: datetime) -> pd.DataFrame:
    """Messages of the shop's other tools: customer_id, channel, at; control rows and those that stand in `messages` are none of them."""
    touches = tables.get("touches")
    if touches is None:
        return pd.DataFrame({"customer_id": pd.Series(dtype="str"), "channel": pd.Series(dtype="str"), "at": pd.Series(dtype="datetime64[us]")})
    sent = touches.filter(_.kind == "message", (_.status != "not_sent").fill_null(True), _.touched_at >= ibis.timestamp(since))
    found = sent.select("touch_id", "customer_id", "channel", at=_.touched_at).to_pandas()
    return found[~found["touch_id"].isin(set(messages["message_key"]))].drop(columns="touch_id")
