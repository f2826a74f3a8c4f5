"""Messages of a plan as they would be written, and the guards on texts (22) and offers (24).

What a person's text says is looked up here and nowhere kept: a plan's tables hold no names.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from retention.journeys import texts
from retention.journeys.due import local_days
from retention.journeys.guards import bit
from retention.journeys.languages import Texts, Wording
from retention.journeys.people import People
from retention.journeys.request import Request
from retention.journeys.texts import Text
from retention.settings import Offer
from retention.tables.messages import SENT

DAY = np.timedelta64(1, "D")
# As long as codes of coupons are.
A_CODE = "XXXX-XXXX-XX"
# Journey, key of the step, customer, occasion.
Key = tuple[str, str, str, str]


@dataclass(frozen=True)
class Writer:
    """What texts are filled with beside the person: the shop, its texts, the good to offer next to each customer, names of goods."""

    texts: Texts
    shop: str
    signature: str
    goods: Mapping[str, str]
    names_of_goods: Mapping[str, str]
    others: Mapping[str, Texts] = field(default_factory=dict)

    def text(self, template: str, channel: str, language: str) -> Text:
        """The text for a customer of a language: in hers where the shop wrote it, else in the shop's."""
        return Wording(self.texts, self.others).text(template, channel, language)

    def text_of(self, row: Any, language: str) -> str:
        """A hash of the words of a message (`template`, `channel`), before anybody's values stand in them."""
        text = self.text(row.template, row.channel, language)
        told = "\n".join((self.signature, text.part(row.channel), text.parts.get("subject", "")))
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    def judge(self, request: Request, people: People, rows: pd.DataFrame) -> np.ndarray:
        """Bits of guard 22 for each row: a value is missing, or the SMS is longer than any gateway takes."""
        found = np.zeros(len(rows), dtype="int64")
        for place, (row, values) in enumerate(zip(_each(rows), self.values(request, people, rows), strict=True)):
            text = self.text(row.template, row.channel, people.languages[row.person])
            try:
                written = text.written(row.channel, values)
                if row.channel == "email":
                    texts.subject(text, values, row.purpose == "marketing")
            except KeyError:
                found[place] = bit("text")
                continue
            whole = texts.sms(written, self.signature, text.language, row.purpose == "marketing")
            if row.channel == "sms" and len(whole) > texts.LONGEST_SMS:
                found[place] = bit("text")
        return found

    def values(self, request: Request, people: People, rows: pd.DataFrame) -> list[dict[str, Any]]:
        """What each row's text may say."""
        known = people.known.iloc[rows["person"].to_numpy()]
        wide = request.wide.set_index("customer_id") if len(request.wide) else pd.DataFrame()
        told = wide.reindex(rows["customer_id"]) if len(wide) else pd.DataFrame(index=range(len(rows)))
        zones = [people.zones[person] for person in rows["person"]]
        day = local_days(rows["send_from"].to_numpy().astype("datetime64[s]"), zones)
        columns = {
            name: told[name].tolist() if name in told else [None] * len(rows)
            for name in ("tier_name", "points_expiring_next", "next_expiry_on", "owner")
        }
        issued, found = _issued(request), []
        for place, row in enumerate(_each(rows)):
            name, until = self._offer_of(request, row, day[place], issued)
            offer = request.settings.offers.get(name)
            language = self.text(row.template, row.channel, people.languages[row.person]).language
            values = {
                "name": known["name"].iloc[place],
                "shop": self.shop,
                "goods": self._goods(request, row),
                "offer": None if offer is None else in_short(offer, language),
                "offer_until": until,
                # The code itself is given when the message is reserved.
                "code": A_CODE if offer is not None and offer.pool else None,
                "tier": columns["tier_name"][place],
                "points": _whole(columns["points_expiring_next"][place]),
                "points_until": _day(columns["next_expiry_on"][place]),
                "order": row.order_id,
                "parcel": row.shipment_id,
                "adviser": columns["owner"][place],
            }
            found.append({name: value for name, value in values.items() if _is_there(value)})
        return found

    def goods_left_out(self, request: Request, people: People, rows: pd.DataFrame) -> int:
        """Messages that would name goods chosen for the customer had she agreed to personalisation (guard 8)."""
        told = [
            row
            for row in _each(rows)
            if not row.personal
            and row.customer_id in self.goods
            and _slot(request, row) == "next_goods"
            and "goods" in self.text(row.template, row.channel, people.languages[row.person]).values_of(row.channel)
        ]
        return len(told)

    @staticmethod
    def _offer_of(request: Request, row: Any, day: np.datetime64, issued: Mapping[Key, tuple[str, str | None]]) -> tuple[str, str | None]:
        """The offer of a step and its last day; of a reminder those of the message it reminds of, as they were sent."""
        journey = request.settings.all_journeys[row.journey]
        told = journey.step(row.step)
        before = None if told is None else journey.step(told.reminds_of)
        if before is not None and not row.offer:
            return issued.get((row.journey, before.key, row.customer_id, row.entry_key), ("", None))
        offer = request.settings.offers.get(row.offer)
        return row.offer, None if offer is None else str(day + offer.valid_days * DAY)

    def _goods(self, request: Request, row: Any) -> str:
        """Goods for a text: those in her cart, or the next ones for who agreed to personalisation; none else."""
        wanted = _slot(request, row)
        if wanted == "in_cart" and isinstance(row.goods, str):
            return self.names_of_goods.get(row.goods, "")
        return self.goods.get(row.customer_id, "") if wanted == "next_goods" and row.personal else ""


@dataclass(frozen=True)
class Offers:
    """Guard 24: what an offer leaves of the margin on the average order, with the tier's discount (`judge`); and its `within_budget`."""

    margin: float | None
    usual_order: float

    def judge(self, request: Request, people: People, rows: pd.DataFrame) -> np.ndarray:
        """Bits of guard 24 for each row: the margin falls below its floor."""
        found = np.zeros(len(rows), dtype="int64")
        if self.margin is None:
            return found
        tier = np.nan_to_num(people.from_wide("discount")[rows["person"].to_numpy()], nan=0.0)
        value = order_values(people, rows, self.usual_order)
        for name in (name for name in rows["offer"].unique() if name):
            offer = request.settings.offers[name]
            here = (rows["offer"] == name).to_numpy()
            found |= np.where(here & (self.left(offer, tier, value) < offer.margin_floor), bit("offer"), 0)
        return found

    def within_budget(self, request: Request, people: People, rows: pd.DataFrame) -> np.ndarray:
        """Bits of guard 24 for all that are chosen, in their order: no longer fits the offer's budget, which those before have spent."""
        found, value = np.zeros(len(rows), dtype="int64"), face_values(request, people, rows, self.usual_order)
        for name in (name for name in rows["offer"].unique() if name):
            budget = request.settings.offers[name].budget
            if budget is not None:
                here = np.flatnonzero(rows["offer"] == name)
                found[here] |= np.where(_over(value[here], budget), bit("offer"), 0)
        return found

    def left(self, offer: Offer, tier: np.ndarray, value: np.ndarray) -> np.ndarray:
        """Margin left on an order of each value, share of what is paid; the tier's discount counts where both are given, else the larger one."""
        assert self.margin is not None
        order = np.maximum(value, offer.threshold)
        own = offer.percentage if offer.kind == "percentage_off" else 0.0 if offer.kind == "gift" else np.minimum(offer.face_value / order, 1.0)
        off = 1 - (1 - tier) * (1 - own) if offer.stacks_with_tier else np.maximum(tier, own)
        gift = offer.face_value / order if offer.kind == "gift" else 0.0
        paid = 1 - off
        return np.where(paid > 0, (paid - (1 - self.margin) - gift) / np.where(paid > 0, paid, 1.0), -np.inf)


def order_values(people: People, rows: pd.DataFrame, usual_order: float) -> np.ndarray:
    """What each customer's order comes to on average; the usual order for who has none."""
    value = people.from_wide("aov")[rows["person"].to_numpy()]
    return np.where(np.isnan(value) | (value <= 0), usual_order, value)


def face_values(request: Request, people: People, rows: pd.DataFrame, usual_order: float) -> np.ndarray:
    """What each row's offer takes off its customer's order at most, or what the gift costs; 0 without one. Guards, batches and pages all count so."""
    order, found = order_values(people, rows, usual_order), np.zeros(len(rows))
    for name in (name for name in rows["offer"].unique() if name):
        found = np.where(rows["offer"] == name, face_value(request.settings.offers[name], order), found)
    return found


def face_value(offer: Offer, order: np.ndarray | float) -> np.ndarray | float:
    """What an offer takes off an order of a value at most, or what the gift costs."""
    return offer.percentage * np.maximum(order, offer.threshold) if offer.kind == "percentage_off" else offer.face_value


def _over(values: np.ndarray, budget: float) -> np.ndarray:
    """Which of some values, one after the other, no longer fit; what does not fit spends nothing."""
    over, spent = np.zeros(len(values), dtype=bool), 0.0
    for place, value in enumerate(values.tolist()):
        over[place] = spent + value > budget + 1e-9
        spent += 0.0 if over[place] else value
    return over


def in_short(offer: Offer, language: str) -> str:
    """An offer as a text says it.

    >>> in_short(Offer(kind="percentage_off", percentage=0.1), "zh"), in_short(Offer(kind="amount_off", face_value=20), "zh")
    ('9折', '20元')
    >>> in_short(Offer(kind="threshold_off", threshold=2_000_000, face_value=1_500_000), "en")
    '1,500,000 off 2,000,000 and more'
    """
    chinese = language == "zh"
    if offer.kind == "percentage_off":
        return f"{_amount((1 - offer.percentage) * 10)}折" if chinese else f"{_amount(offer.percentage * 100)}% off"
    worth = _amount(offer.face_value, "" if chinese else ",")
    if offer.kind == "threshold_off":
        least = _amount(offer.threshold, "" if chinese else ",")
        return f"满{least}减{worth}" if chinese else f"{worth} off {least} and more"
    if offer.kind == "gift":
        # What a gift costs the shop is no customer's business.
        return "赠品" if chinese else "a gift"
    return f"{worth}元" if chinese else f"{worth} off"


def _amount(value: float, thousands: str = "") -> str:
    """A number without what stands for nothing: 20, 9.5, 1,500,000.

    >>> _amount(20.0), _amount(9.5), _amount(1_500_000, ",")
    ('20', '9.5', '1,500,000')
    """
    return f"{value:{thousands}.2f}".rstrip("0").rstrip(".")


def _issued(request: Request) -> dict[Key, tuple[str, str | None]]:
    """Offer and its last day of each message sent that a reminder may speak of."""
    reminded = {
        (name, before.key)
        for name, journey in request.settings.all_journeys.items()
        for step in journey.steps
        if (before := journey.step(step.reminds_of)) is not None
    }
    messages = request.history.messages
    sent = messages[messages["state"].isin(SENT) & messages["offer"].notna()].sort_values("sent_at")
    return {
        (row.journey, row.step, row.customer_id, row.entry_key): (row.offer, _day(row.offer_until))
        for row in _each(sent)
        if (row.journey, row.step) in reminded
    }


def _slot(request: Request, row: Any) -> str:
    """What goods the text of a message may name."""
    told = request.settings.all_journeys[row.journey].step(row.step)
    return "" if told is None else told.goods


def _each(rows: pd.DataFrame) -> Iterator[Any]:
    """Rows with their columns as names."""
    yield from rows.itertuples()


def _whole(value: Any) -> Any:
    """A number without its ".0"; what is missing stays so."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _day(value: Any) -> str | None:
    return None if value is None or pd.isna(value) else str(value)[:10]


def _is_there(value: Any) -> bool:
    return not pd.isna(value) and str(value) not in ("", "nan")
