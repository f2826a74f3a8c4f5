"""A plan as the ledger takes it: who entered, was drawn, tagged and is written to; by which gateway; with which coupon."""

import hashlib
import json
from typing import Any

import pandas as pd

from retention import journeys, ledger
from retention.dispatch.filling import Addresses, mac
from retention.pages.automation.tables import Planning


def proposal(planning: Planning, addresses: Addresses, version: int) -> ledger.Proposal:
    """What the plan would have noted, with what files are made from."""
    plan = planning.plan
    noted, goes = journeys.noted(plan), plan.goes.reset_index(drop=True)
    batches = planning.batches[["journey", "step", "channel", "purpose", "needs"]].reset_index(drop=True)
    batches = batches.assign(gateway=[planning.settings.gateways.of(channel) for channel in batches["channel"]])
    number = {key: place for place, key in enumerate(zip(batches["journey"], batches["step"], batches["channel"], strict=True))}
    reached = addresses.of(goes["customer_id"], goes["channel"])
    offers = planning.settings.offers
    messages = noted.messages.assign(
        batch=[number[key] for key in zip(goes["journey"], goes["step"], goes["channel"], strict=True)],
        send_until=goes["expires"].to_numpy().astype("datetime64[s]"),
        params=_params(planning, goes),
        address=[mac(address, addresses.secret) for address in reached],
        pool=goes["offer"].map({name: offer.pool or None for name, offer in offers.items()}),
    )
    return ledger.Proposal(noted.entries, noted.assignments, messages, noted.tags, batches, _steps(planning), version)


def _params(planning: Planning, goes: pd.DataFrame) -> list[str]:
    """The values that each text is filled with, and its language; the code of a coupon comes with the coupon."""
    people = planning.plan.people
    values = planning.writer.values(planning.plan.request, people, goes) if len(goes) else []
    told = []
    for row, of in zip(goes.itertuples(index=False), values, strict=True):
        language = planning.writer.text(str(row.template), str(row.channel), people.languages[int(str(row.person))]).language
        text = planning.writer.text_of(row, language)
        told.append(_json({"language": language, "text": text, "values": {name: value for name, value in of.items() if name != "code"}}))
    return told


def _steps(planning: Planning) -> pd.DataFrame:
    """Journeys that run, and their steps, each with a hash of what it is."""
    live = {name: one for name, one in planning.settings.all_journeys.items() if one.live}
    rows = [(name, step.key, hashlib.sha256(step.model_dump_json().encode()).hexdigest()) for name, one in live.items() for step in one.steps]
    return pd.DataFrame(rows, columns=["journey", "step", "definition"])


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=lambda one: one.item() if hasattr(one, "item") else str(one))
