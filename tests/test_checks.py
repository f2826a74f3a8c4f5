"""A shop's tables are checked against their promises when they are made and when they are opened, once for each state of their files."""

import ibis
import pandas as pd
import pytest

from retention import playbook
from retention.imports import ledger_lines
from retention.pages import ledger
from retention.pages.kit.words import Words
from retention.pages.ledger.sentences import findings_in_words
from retention.shop import Shop
from retention.tables import ORDERS, SHOP_TABLES, DataProblem, checks
from tests.imports.test_orders import LINES, RETURNS, line, order, refund
from tests.imports.test_orders import ORDERS as ORDERS_HEAD
from tests.imports.test_told import ROWS, tell
from tests.pages import html


@pytest.fixture
def folder(shop):
    """Three orders of 400 with a line each, one return."""
    shop.write("orders.csv", ORDERS_HEAD + "".join(order(n, at=f"2026-0{n}-01 10:00:00") for n in "345"))
    shop.write("lines.csv", LINES + "".join(line(n) for n in "345"))
    shop.write("returns.csv", RETURNS + refund("a", "3", 100, at="2026-03-10 10:00:00"))
    assert shop.run().findings == ()
    return shop.data


def change(folder, name, edit):
    """Rewrite a table by hand, as no import would."""
    path = folder / "tables" / f"{name}.parquet" / "part-0.parquet"
    frame = pd.read_parquet(path, dtype_backend="pyarrow")
    edit(frame).to_parquet(path, index=False)


def test_repeated_order_numbers_are_refused_when_the_table_is_opened(folder):
    change(folder, "orders", lambda orders: pd.concat([orders, orders.tail(2)]))
    with pytest.raises(
        DataProblem, match=r"orders: 2 repeated order_id, e\.g\. '4'\. It should have one row per order .* import the shop's exports again"
    ):
        Shop(folder).need("orders")


@pytest.mark.parametrize(
    ("name", "edit", "sentence"),
    [
        ("orders", lambda t: t.drop(columns="net_paid"), "orders: column net_paid is missing"),
        ("orders", lambda t: t.assign(ordered_on=t["ordered_on"].mask(t["order_id"] == "3")), "orders: 1 rows without ordered_on"),
        ("orders", lambda t: t.assign(status=t["status"].mask(t["order_id"] == "4", "sent")), "another status than unpaid, paid, .*, e.g. 'sent'"),
        ("orders", lambda t: t.assign(net_paid=t["net_paid"].astype("string[pyarrow]")), "net_paid should be money, it is string"),
        ("order_lines", lambda t: pd.concat([t, t]), r"order_lines: 3 repeated order_id \+ line_no, e.g. '3, 1'"),
        (
            "returns",
            lambda t: t.assign(stage="later"),
            "returns: 1 rows with another stage than before_dispatch, after_delivery, unknown, e.g. 'later'",
        ),
    ],
)
def test_what_breaks_a_promise_is_refused_with_count_and_example(folder, name, edit, sentence):
    change(folder, name, edit)
    with pytest.raises(DataProblem, match=sentence):
        Shop(folder).need(name)


def test_engine_and_frame_refuse_with_the_same_words(folder):
    change(folder, "orders", lambda t: pd.concat([t, t.assign(status="sent")]))
    frame = pd.read_parquet(folder / "tables" / "orders.parquet")
    with pytest.raises(DataProblem) as by_frame:
        ORDERS.check(frame)
    with pytest.raises(DataProblem) as by_engine:
        checks.check(ibis.memtable(frame), ORDERS)
    assert str(by_frame.value) == str(by_engine.value)


def test_files_as_the_import_left_them_are_not_checked_again(folder, monkeypatch):
    monkeypatch.setattr(checks, "check", lambda *_: pytest.fail("checked again"))
    assert Shop(folder).need("orders").count().execute() == 3
    assert Shop(folder).findings == []


def test_a_folder_without_a_stamp_is_checked_when_it_is_opened(folder):
    (folder / "tables" / checks.STAMP).unlink()
    assert Shop(folder).need("orders").count().execute() == 3
    change(folder, "orders", lambda t: pd.concat([t, t]))
    with pytest.raises(DataProblem, match="3 repeated order_id"):
        Shop(folder).need("orders")


def less(column: str, by: int = 1, order_id: str = "3"):
    """One order's amount lowered, as an edit of a table."""

    def edited(table: pd.DataFrame) -> pd.DataFrame:
        values = [value - by if number == order_id else value for value, number in zip(table[column], table["order_id"], strict=True)]
        return table.assign(**{column: pd.Series(values, index=table.index, dtype=table[column].dtype)})

    return edited


def earlier(column: str):
    """A day or time moved to more than a year before, as an edit of a table."""
    return lambda t: t.assign(**{column: (t[column] - pd.Timedelta(400, "D")).astype(t[column].dtype)})


@pytest.mark.parametrize(
    ("name", "edit", "law", "rows", "example"),
    [
        ("orders", less("net_paid"), "net_adds_up", 1, "3"),
        ("orders", less("discount"), "discount_adds_up", 1, "3"),
        ("order_lines", less("line_paid", order_id="4"), "lines_add_up", 1, "4"),
        ("orders", earlier("paid_at"), "dates_in_order", 3, "3"),
        ("orders", lambda t: less("net_paid", -1000)(less("refunded", -1000)(t)), "refunded_at_most_paid", 1, "3"),
        ("orders", lambda t: t.assign(refunded=t["refunded"].where(t["order_id"] != "3", None)), "refunds_told_or_not", 1, "3"),
        ("order_lines", lambda t: t.assign(order_id=t["order_id"] + "0"), "lines_have_their_order", 3, "30"),
        ("returns", lambda t: t.assign(order_id="9"), "returns_have_their_order", 1, "a"),
        ("returns", lambda t: t.assign(returned_on=pd.Timestamp("2026-01-01").date()), "returned_after_ordered", 1, "a"),
    ],
)
def test_a_broken_law_is_a_finding_with_count_and_example(folder, name, edit, law, rows, example):
    change(folder, name, edit)
    found = {f.law: f for f in Shop(folder).findings}
    assert law in found, found
    assert (found[law].rows, found[law].example) == (rows, example)


def test_laws_are_judged_on_rows_that_count_only(folder):
    change(folder, "orders", lambda t: less("net_paid")(t).assign(counts=t["order_id"] != "3"))
    assert Shop(folder).findings == []


def test_a_shop_of_three_columns_breaks_no_law_of_lines(shop):
    shop.write("orders.csv", "客户,日期,金额\n甲,2026-01-01,100\n乙,2026-02-01,50.5\n")
    assert shop.run().findings == ()
    assert Shop(shop.data).findings == []


def test_every_law_has_its_sentence_in_both_languages():
    laws = [checks.Finding(name, law.name, law.meaning, 1_234, "A-1") for name, table in SHOP_TABLES.items() for law in table.laws]
    assert len({f.law for f in laws}) == len(laws) >= 12
    for language, number in (("en", "1,234"), ("zh", "1,234")):
        told = [findings_in_words([law], Words(language)) for law in laws]
        assert all(number in sentence and "A-1" in sentence for sentence in told)
    assert findings_in_words([], Words("en")) == ""


def test_what_the_exports_themselves_contradict_is_said_on_the_terminal_and_on_the_page(shop):
    shop.write("orders.csv", ORDERS_HEAD + order("3", at="2026-05-01 10:00:00"))
    shop.write("returns.csv", RETURNS + refund("r1", "3", 10, at="2026-04-01 10:00:00"), "gb18030")
    imported = shop.run()
    assert "returns: 1 rows (e.g. r1) break what should hold: nothing comes back before it was ordered" in ledger_lines(imported)
    shown = html(ledger.disagreements(playbook.open("01_data_pyramid", "", str(shop.data))))
    assert "1 笔退款早于下单日期（例如 r1）" in shown


@pytest.mark.parametrize(
    ("name", "column", "law"),
    [
        ("coupons", "used_on", "coupon_used_after_issue"),
        ("shipments", "signed_at", "signed_after_dispatch"),
        ("tickets", "resolved_at", "resolved_after_opened"),
        ("surveys", "answered_on", "answered_after_asked"),
    ],
)
def test_what_comes_of_a_thing_comes_after_it(shop, name, column, law):
    assert tell(shop, **{name: ROWS[name]}).findings == ()
    change(shop.data, name, earlier(column))
    assert [(f.law, f.rows) for f in Shop(shop.data).findings] == [(law, 1)]
