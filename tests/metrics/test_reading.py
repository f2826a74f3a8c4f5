"""Figures of the ledger."""

import pandas as pd

from retention.metrics.reading import ledger_kpis


def test_rows_read_are_rows_kept_said_elsewhere_and_left_out():
    ledger = pd.DataFrame(
        [
            ("lines", "a.csv", "kept", "sale", False, 5, 50.0, 2),
            ("lines", "b.csv", "kept", "sale", False, 2, 20.0, 2),
            ("lines", "a.csv", "kept", "cancellation", True, 1, -5.0, 9),
            ("lines", "a.csv", "duplicate", None, False, 3, 30.0, 4),
            ("lines", "a.csv", "other kind of row", None, False, 4, 0.0, 5),
            ("lines", "a.csv", "unreadable ordered_at", None, False, 1, 7.0, 8),
        ],
        columns=["source", "file", "fate", "kind", "guest", "rows", "money", "example"],
    )
    kpis = ledger_kpis(ledger, "2026-01-01..2026-06-30")
    value = {(name, group): v for name, group, v in zip(kpis["name"], kpis["group"], kpis["value"], strict=True)}
    assert value["rows_read", None] == 16
    assert value["rows_kept", None] + value["rows_said_elsewhere", None] + value["rows_left_out", None] == 16
    assert value["rows_left_out", None] == 1
    assert value["money_read", None] == 102.0
    assert value["rows_of_kind", "lines:sale:customer"] == 7
    assert value["money_of_kind", "lines:cancellation:guest"] == -5.0
