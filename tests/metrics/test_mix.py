"""Channels and reasons by hand."""

from datetime import date

import ibis
import pandas as pd
import pytest

from retention import metrics
from retention.metrics.mix import channel_mix, mix_kpis, reasons_reported
from retention.pages.kit.words import Words
from retention.pages.metrics.sentences import mix_in_words
from retention.seasons import Window
from retention.tables import KPIS

DAYS = Window(date(2025, 1, 1), date(2025, 12, 31))


def orders(rows: list[tuple]) -> ibis.Table:
    """(customer, channel, day, gross, counts)."""
    frame = pd.DataFrame(rows, columns=["customer_id", "channel", "ordered_on", "gross_paid", "counts"])
    schema = {"customer_id": "string", "channel": "string", "ordered_on": "date", "gross_paid": "decimal(18,2)", "counts": "boolean"}
    frame["ordered_on"] = pd.to_datetime(frame["ordered_on"]).dt.date
    return ibis.memtable(frame.assign(order_id=[str(i) for i in range(len(frame))]), schema=schema | {"order_id": "string"})


def returns(rows: list[tuple]) -> ibis.Table:
    """(reason, stage, day, part, status=None, kind=None)."""
    names = {"reason": "string", "stage": "string", "returned_on": "date", "part": "int64", "status": "string", "kind": "string"}
    frame = pd.DataFrame([(*row, *(None, None)[len(row) - 4 :]) for row in rows], columns=list(names))
    frame["returned_on"] = pd.to_datetime(frame["returned_on"]).dt.date
    return ibis.memtable(frame.assign(amount=0), schema=names | {"amount": "decimal(18,2)"})


def test_shares_are_of_money_and_add_up():
    table = orders(
        [("a", "shop", "2025-02-01", 30, True), ("a", "web", "2025-03-01", 60, True), (None, "web", "2025-03-02", 10, True)]
        + [("b", "web", "2024-12-31", 500, True), ("c", "shop", "2025-05-01", 900, False), ("d", None, "2025-05-01", 50, True)]
    )
    mix = channel_mix(table, DAYS)
    assert mix[["what", "k", "n"]].to_numpy().tolist() == [["web", 2, 3], ["shop", 1, 3]]
    assert mix["share"].tolist() == pytest.approx([0.7, 0.3])
    assert mix["low"].isna().all()


def test_many_small_channels_are_told_together_at_the_end():
    mix = channel_mix(orders([(f"c{i}", f"ch{i % 12:02d}", "2025-02-01", 100 + i % 12, True) for i in range(120)]), DAYS)
    assert len(mix) == 8
    assert mix["what"].iloc[-1] == "other"
    assert mix["share"].sum() == pytest.approx(1)
    assert ((mix["low"] <= mix["share"]) & (mix["share"] <= mix["high"])).all()


def test_reasons_are_those_after_delivery_and_a_refund_counts_once():
    rows = [("size", "after_delivery", "2025-02-01", 1)] * 30 + [("size", "after_delivery", "2025-02-01", 2)] * 9
    rows += [("colour", "after_delivery", "2025-02-01", 1)] * 10 + [("late", "before_dispatch", "2025-02-01", 1)] * 50
    found = reasons_reported(returns(rows), DAYS)
    assert found[["what", "k", "n"]].to_numpy().tolist() == [["size", 30, 40], ["colour", 10, 40]]
    assert found["low"].iloc[0] < 0.75 < found["high"].iloc[0]


def test_reasons_of_requests_that_came_to_nothing_are_not_counted():
    told = ("after_delivery", "2025-02-01", 1)
    asked = [("size", *told, status) for status in ("settled", "open", "refused", "cancelled", None)] + [("quality", *told, "settled", "维修")]
    assert reasons_reported(returns(asked), DAYS)[["what", "k"]].to_numpy().tolist() == [["size", 2]]


def test_where_no_export_says_when_all_refunds_are_counted():
    found = reasons_reported(returns([("size", "unknown", "2025-02-01", 1)] * 3), DAYS)
    assert found["k"].tolist() == [3]
    assert pd.isna(found["low"].iloc[0])


@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_known_is_said_and_recorded_as_nothing(language):
    none = channel_mix(orders([("a", None, "2025-02-01", 30, True)]), DAYS)
    assert none.empty
    assert reasons_reported(None, DAYS).empty
    assert len(mix_in_words(none, reasons_reported(None, DAYS), Words(language, "CNY")).split("\n\n")) == 2
    KPIS.check(mix_kpis(none, none, DAYS))
    assert metrics.mix_window(orders([("a", "x", "2025-02-01", 30, True)]), date(2025, 3, 1), "all") == Window(date(2025, 2, 1), date(2025, 3, 1))
