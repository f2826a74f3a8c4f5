"""Figures of the ledger."""

import pandas as pd

from retention import worklists
from retention.imports import around
from retention.imports.account import LEDGER_COLUMNS
from retention.metrics.reading import ledger_kpis
from retention.pages.kit.words import Words
from retention.pages.ledger.sentences import in_words as ledger_in_words
from retention.tables.fates import HARMLESS


def test_nothing_is_lost_with_rows_that_are_none_on_any_page():
    """Totals, rows of another kind and lines of work lists that nobody ticked: the figures, the words and the import agree."""
    fates = ["kept", "duplicate", "superseded", "total or footer", "other kind of row", "not done"]
    ledger = pd.DataFrame([("lines", "a.csv", fate, "sale", False, 1, 0.0, 2) for fate in fates], columns=LEDGER_COLUMNS)
    value = ledger_kpis(ledger, "2026").dropna(subset="value").query("group.isna()").set_index("name")["value"]
    assert (value["rows_kept"], value["rows_said_elsewhere"], value["rows_left_out"]) == (1, 5, 0)
    assert ledger_in_words(ledger, Words("en", "GBP")).endswith("Every row found its place.")
    assert {around.FOOTER, around.OTHER_KIND, worklists.NOT_DONE} < set(HARMLESS) == set(fates)


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
