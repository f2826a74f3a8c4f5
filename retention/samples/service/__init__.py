"""Service, consent and contact of the made-up shop: parcels, scans, tickets, messages, returns on their way, surveys, consents, touches.

`tables` gives the raw exports and what was planted in them. Nothing here changes an order, a line or a refund.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd

from retention.samples import joining, told
from retention.samples.chance import stream
from retention.samples.exports import Period
from retention.samples.service import (
    after_sales,
    campaigns,
    consents,
    follow_up,
    messages,
    parcels,
    return_states,
    surveys,
    ticket_states,
    tickets,
    touches,
)
from retention.samples.service.soiling import soiled
from retention.samples.shop import Shop
from retention.samples.told import Told

# Name, how a period is cut, the exports, the column of the row's time, of its number and of the customer's ('': it has none).
Export = tuple[str, Callable[[Period], pd.DataFrame], tuple[Period, ...], str, str, str]


def tables(seed: int, made: Shop, numbers: np.ndarray, identity: pd.DataFrame) -> Told:
    """The raw files of service and contact, dirt included, and the truth about them."""
    people = told.by_person(told.customers_file(seed, made, numbers, identity), numbers)
    first_at = joining.history(made)["first_at"].to_numpy().astype("datetime64[s]")
    sent = parcels.shipments(seed, made, people)
    track = parcels.scans(seed, sent)
    asked = tickets.tickets(seed, made, sent)
    said = messages.messages(seed, asked, identity)
    agreed = consents.spells(seed, made, people, first_at)
    waves = surveys.nps(seed, made, sent, asked, agreed)
    answers = surveys.joined(seed, waves, surveys.after_tickets(seed, asked), made, identity)
    parts = {
        "broadcast_sms": campaigns.broadcasts(seed, made, agreed),
        "surprise": campaigns.surprises(seed, made),
        "loyalty_test": campaigns.loyalty_test(seed, made, people),
        "first_coupon_test": campaigns.coupon_test(seed, made),
    }
    followed = follow_up.follow_ups(seed, people, agreed, first_at)
    touched = touches.together([table for table, _ in parts.values()], followed)
    exports: list[Export] = [
        ("物流", lambda p: parcels.shipment_file(sent, made, numbers, p), told.PERIODS, "发货时间", "运单号", "客户编号"),
        ("物流轨迹", lambda p: parcels.scan_file(track, sent, p), told.KEYLESS, "时间", "", ""),
        # The help desk writes seconds: who answers within three minutes cannot be seen from whole minutes.
        ("工单", lambda p: tickets.file(asked, made, numbers, p), told.KEYLESS, "创建时间", "工单编号", "客户编号"),
        ("工单消息", lambda p: messages.file(said, asked, p), told.KEYLESS, "时间", "", ""),
        ("问卷", lambda p: surveys.file(answers, made, numbers, p), told.PERIODS, "发送时间", "问卷编号", "客户编号"),
        ("触达", lambda p: touches.file(touched, numbers, p), told.PERIODS, "计划时间", "触达编号", "客户编号"),
    ]
    files, dirt = _files(stream(seed, "service_dirt"), exports)
    name, last = told.single("授权"), told.KEYLESS[-1]
    table, dirt[name] = soiled(stream(seed, "consent_dirt"), consents.file(agreed, numbers), last, 9, "时间", customer="客户编号")
    files[name] = (table, last.encoding)
    progress = _progress(seed, made, numbers, sent, asked, said)
    files |= progress.files
    paid_orders = int(made.orders["paid_at"].notna().sum())
    truth = {
        "shipments": parcels.truth(sent, track),
        "tickets": tickets.truth(asked, said, paid_orders),
        "surveys": surveys.truth(answers),
        "consents": consents.truth(agreed, made),
        "touches": {"touches": len(touched), **{what: found for what, (_, found) in parts.items()}},
        "follow_up": follow_up.truth(followed, people),
        "masked_phones": int(people["手机"].str.contains("*", regex=False).sum()),
        **progress.truth,
        "dirt": dirt | progress.truth["dirt"],
    }
    return Told(files, truth)


def _progress(seed: int, made: Shop, numbers: np.ndarray, sent: pd.DataFrame, asked: pd.DataFrame, said: pd.DataFrame) -> Told:
    """Requests that no money followed, and the steps of all returns and tickets, from random streams of their own: no file made before changes."""
    requested = after_sales.requests(seed, made, sent)
    back, strange_back = return_states.states(seed, made, requested)
    course, strange = ticket_states.states(seed, asked, said)
    exports: list[Export] = [
        ("售后", lambda p: after_sales.file(requested, made, numbers, p), told.PERIODS, "申请时间", "退货编号", ""),
        ("售后进度", lambda p: return_states.file(back, p), told.KEYLESS, "时间", "", ""),
        ("工单状态", lambda p: ticket_states.file(course, asked, p), told.KEYLESS, "时间", "", ""),
    ]
    files, dirt = _files(stream(seed, "states_dirt"), exports)
    expected = {
        "after_sales": after_sales.expected(requested),
        "return_states": return_states.expected(back, strange_back),
        "ticket_states": ticket_states.expected(course, strange),
    }
    return Told(files, {"expected": expected, "cannot_be": {"return_states": strange_back, "ticket_states": strange}, "dirt": dirt})


def _files(rng: np.random.Generator, exports: list[Export]) -> tuple[dict[str, tuple[pd.DataFrame, str]], dict[str, dict[str, int]]]:
    """Every export of every period with its dirt, and the dirt by file and kind."""
    files: dict[str, tuple[pd.DataFrame, str]] = {}
    counts: dict[str, dict[str, int]] = {}
    for what, cut, periods, time, key, customer in exports:
        for nth, period in enumerate(periods):
            name = period.name(what)
            table, counts[name] = soiled(rng, cut(period), period, nth, time, key, customer)
            files[name] = (table, period.encoding)
    return files, counts
