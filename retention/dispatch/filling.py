"""Messages of the ledger as files need them: addresses looked up, texts written with the values that were reserved, nothing else decided."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from retention import handover, privacy
from retention.contact import WRITTEN, country_of_zone, email_works, plain_contact, telephones
from retention.journeys import texts
from retention.journeys.writing import Writer
from retention.pages.automation.sentences import journey_label
from retention.pages.automation.tables import Planning

# Channel → the column of the customers table that holds its address.
ADDRESS = {channel: column for column, channels in WRITTEN.items() for channel in channels}
# A channel that takes the address of each column.
CHANNEL = {column: channels[0] for column, channels in WRITTEN.items()}


def mac(address: str, secret: bytes) -> str:
    """What an address is known by in the ledger: a keyed hash; nothing for none."""
    return privacy.keyed_hash(f"address {address}", secret) if address else ""


@dataclass(frozen=True)
class Addresses:
    """Addresses of customers by channel, as files name them; invented ones in a rehearsal."""

    planning: Planning
    secret: bytes
    rehearsal: bool

    @cached_property
    def _known(self) -> pd.DataFrame:
        """name, phone and email of each customer; missing where one does not work."""
        customers = self.planning.seen.tables["customers"]
        if customers is None:
            return pd.DataFrame({name: pd.Series(dtype=object) for name in ("name", *WRITTEN)})
        there = [name for name in ("name", *WRITTEN) if name in customers.columns]
        told = customers.select("customer_id", *there).to_pandas().drop_duplicates("customer_id").set_index("customer_id")
        found = pd.DataFrame({"name": told.get("name")}, index=told.index)
        if "phone" in told:
            found["phone"] = telephones(told["phone"].reset_index(drop=True), country_of_zone(self.planning.zone))["number"].to_numpy()
        if "email" in told:
            found["email"] = told["email"].where(email_works(told["email"])).map(plain_contact, na_action="ignore")
        return found

    def of(self, customers: pd.Series, channels: pd.Series) -> list[str]:
        """The address of each customer on each channel; empty where the channel has none in the shop's tables, or it does not work."""
        known = {column: self._known[column].to_dict() for column in WRITTEN if column in self._known}
        found = []
        for customer, channel in zip(customers, channels, strict=True):
            told = known.get(ADDRESS.get(channel, ""), {}).get(customer)
            address = "" if told is None or pd.isna(told) else str(told)
            found.append(self._invented(address, channel) if address and self.rehearsal else address)
        return found

    def by_address(self) -> dict[str, list[str]]:
        """Customers by each address of theirs, as the ledger knows addresses."""
        found: dict[str, list[str]] = {}
        for column in (name for name in WRITTEN if name in self._known):
            customers = self._known[column].dropna().index.to_series()
            for customer, address in zip(customers, self.of(customers, customers.map(lambda _, column=column: CHANNEL[column])), strict=True):
                found.setdefault(mac(address, self.secret), []).append(str(customer))
        return found

    def _invented(self, address: str, channel: str) -> str:
        return handover.invented(privacy.keyed_hash(f"rehearsal {address}", self.secret), channel)

    def names(self, customers: pd.Series) -> list[str | None]:
        """The name of each customer, where the shop knows it; in a rehearsal none."""
        known = {} if self.rehearsal else self._known["name"].to_dict()
        return [None if (name := known.get(customer)) is None or pd.isna(name) else str(name) for customer in customers]


@dataclass(frozen=True)
class Filled:
    """Writes a batch for its gateway."""

    planning: Planning
    writer: Writer
    addresses: Addresses
    about: handover.About

    def rows(self, messages: pd.DataFrame) -> pd.DataFrame:
        """Messages of the ledger as formats take them; those whose address is another one by now are not among them (see `moved`)."""
        told = [json.loads(params) for params in messages["params"]]
        languages = [one["language"] for one in told]
        values = [one["values"] | ({} if pd.isna(coupon) else {"code": coupon}) for one, coupon in zip(told, messages["coupon"], strict=True)]
        written = [self._written(row, language, of) for row, language, of in zip(_each(messages), languages, values, strict=True)]
        secret = self.addresses.secret
        return pd.DataFrame(
            {
                **{name: messages[name].to_numpy() for name in ("message_key", "customer_id", "channel", "template", "coupon", "journey", "step")},
                "pseudonym": [privacy.pseudonym(customer, secret) for customer in messages["customer_id"]],
                "name": self.addresses.names(messages["customer_id"]),
                "address": self.addresses.of(messages["customer_id"], messages["channel"]),
                "language": languages,
                "text": [text for text, _ in written],
                "subject": [subject for _, subject in written],
                "params": values,
                "offer": [one.get("offer", "") for one in values],
                "offer_until": messages["offer_until"].map(_day).to_numpy(),
                "send_from": _moments(messages["sent_at"]),
                "send_until": _moments(messages["send_until"]),
                "why": [journey_label(journey, self.planning.book.words) for journey in messages["journey"]],
                "unsubscribe": [self._way_out(row.message_key) if row.channel == "email" else "" for row in _each(messages)],
            }
        )

    def reworded(self, messages: pd.DataFrame) -> dict[str, str]:
        """Messages whose text says something else than when they were reserved, and maybe approved."""
        rows = zip(_each(messages), map(json.loads, messages["params"]), strict=True)
        return {row.message_key: "its text was changed" for row, told in rows if told["text"] != self.writer.text_of(row, told["language"])}

    def moved(self, messages: pd.DataFrame) -> dict[str, str]:
        """Messages whose customer has another address than when they were reserved, or none."""
        now = self.addresses.of(messages["customer_id"], messages["channel"])
        rows = zip(messages["message_key"], messages["address"], now, strict=True)
        return {key: "her address changed" for key, known, address in rows if known != mac(address, self.addresses.secret)}

    def _written(self, row: Any, language: str, values: Mapping[str, Any]) -> tuple[str, str]:
        """Text and subject of a message as they arrive."""
        text = self.writer.text(row.template, row.channel, language)
        written, marketing = text.written(row.channel, values), row.purpose == "marketing"
        if row.channel == "sms":
            return texts.sms(written, self.writer.signature, text.language, marketing), ""
        return written.strip(), texts.subject(text, values, marketing) if row.channel == "email" else ""

    def _way_out(self, key: str) -> str:
        """The address at which one click ends e-mails, with what names the message and nobody else can make."""
        place = self.planning.settings.unsubscribe
        return f"{place}{'&' if '?' in place else '?'}t={handover.token(self.addresses.secret, key)}" if place else ""


def _each(rows: pd.DataFrame) -> Any:
    return rows.itertuples(index=False)


def _moments(seconds: pd.Series) -> np.ndarray:
    return pd.to_datetime(seconds.astype("int64"), unit="s").to_numpy().astype("datetime64[s]")


def _day(seconds: Any) -> str:
    return "" if pd.isna(seconds) else str(np.datetime64(int(seconds), "s"))[:10]


def on_the_shops_clock(seconds: Any, zone: str) -> str:
    """A moment as the shop's people read it; empty where there is none."""
    return "" if pd.isna(seconds) else pd.Timestamp(seconds, tz="UTC").tz_convert(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")
