"""Notebook 05's sections on returns in shops written by hand: the calendar of twelve, shops that tell little, and what stands on the board."""

import re
from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest

from retention.pages import returns
from retention.pages.kit.told import FIGURES
from retention.pages.kit.words import Words
from retention.pages.returns import sentences
from retention.pages.returns.tables import Returns
from retention.pages.service.tables import Desk
from retention.report.index import headline
from retention.settings import ServiceSettings
from retention.tables import TICKETS
from tests.pages import book, html
from tests.service.returns_by_hand import at, steps, table, told
from tests.service.test_return_reasons import lines, sent_back, shelf
from tests.service.test_returns import CALENDAR, MONEY

SECTIONS = [getattr(returns, name) for name in returns.__all__]
LATE = "10 requested, 12 agreed, 14 sent_back, 16 received <20"


def shop(folder, language="en", newest=True, as_of=date(2026, 5, 31), **tables):
    """A book of these tables."""
    about = SimpleNamespace(out=folder / "out", data=folder, zone="UTC", is_newest=newest, sells=True, told_place=lambda place: place.name)
    found = book(Words(language, "CNY"), table=tables.get, need=lambda name: tables[name], as_of=as_of, settings=ServiceSettings())
    found.shop, found.shared = about, {Returns: Returns(found), Desk: Desk(found)}.__getitem__
    return found


def calendar(**more: str) -> dict:
    """The twelve returns by hand, and more of goods sent back for money, all open."""
    about = {number: {"kind": kind, "status": status, "amount": MONEY.get(number, 0)} for number, (kind, status, _) in CALENDAR.items()}
    ways = {number: way for number, (*_, way) in CALENDAR.items()} | more
    return {"returns": told(**about, **{number: {"kind": "退货退款"} for number in more}), "return_states": steps(**ways)}


def plain(section) -> str:
    shown = html(section) + "".join(str(part.layout.title.text) for part in section.shown if hasattr(part, "layout"))
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", shown.replace("\u00a0", " ")))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            [
                "2 returns are open. Whom they wait for: the customer 1, the platform 1.",
                "1 was not sent back by the customer in time.",
                "2 changes of state should not be",
            ],
        ),
        ("zh", ["2 单售后进行中：等客户 1 单、等平台 1 单。", "1 单客户逾期未寄回。", "有 2 次状态变更不合规则"]),
    ],
)
def test_the_calendar_s_two_open_returns_and_two_findings_are_told(tmp_path, language, words):
    found = shop(tmp_path, language, **calendar())
    said = plain(returns.bottom_line(found))
    assert [one for one in words if one not in said] == []
    assert returns.steps(found).table["returns"].sum() == 2
    # Of twelve applications eight waited one day for a decision, three two days, one three: half by 1, nine in ten by 2.
    assert [list(returns.waits(found).figure.data[0].x), list(returns.waits(found).figure.data[1].x)] == [[1.0], [2.0]]
    assert returns.bottom_line(found).table["returns"].sum() == len(CALENDAR)
    strange = plain(returns.not_allowed(found))
    assert strange.count("R-") == 2
    assert not [number for number in CALENDAR if number in strange]


def test_only_what_waits_longer_than_promised_is_the_thing_to_do_and_stands_on_the_board(tmp_path):
    def board(found) -> list:
        return [figure["name"] for figure in headline(returns.late(found).told.faces[FIGURES]) if figure["headline"]]

    quiet, late = shop(tmp_path, **calendar()), shop(tmp_path, **calendar(late=LATE))
    assert returns.late(quiet).shown == ()
    assert "1 return waits longer than promised; the oldest was asked for 21.5 days ago." in plain(returns.late(late))
    assert [returns.late(one).kpis.set_index("name")["value"].to_dict() for one in (quiet, late)] == [
        {"returns_open": 2, "returns_late": 0},
        {"returns_open": 3, "returns_late": 1},
    ]
    assert (board(quiet), board(late)) == ([], ["returns_late"])
    assert "rp-action" not in html(returns.actions(quiet))
    assert "returns_open.xlsx" in html(returns.actions(quiet))
    told = plain(returns.actions(late))
    assert "Finish the returns that wait longer than promised" in told
    assert "shop: give the money back (1)" in told


def test_the_list_is_its_owner_s_and_goes_when_nothing_is_open(tmp_path):
    returns.actions(shop(tmp_path, **calendar(late=LATE)))
    place = tmp_path / "out" / "return_lists" / "returns_open.csv"
    assert (place.stat().st_mode & 0o777, place.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    listed = pd.read_csv(place, dtype=str, keep_default_na=False)
    assert listed[["Return", "State", "Next", "Due", "Looked after by", "Ticket"]].to_numpy().tolist() == [
        ["late", "received", "shop: give the money back", "2026-05-20", "", ""],
        ["r04", "agreed", "customer: send the goods back", "2026-05-28", "", ""],
        ["r08", "at the platform", "platform: decide", "2026-06-01", "", ""],
    ]
    done = shop(tmp_path, returns=told(r1={"status": "settled", "kind": "退货退款"}), return_states=None)
    assert "No return is open." in plain(returns.bottom_line(done))
    assert returns.actions(done).shown == returns.steps(done).shown == ()
    assert not list(place.parent.iterdir())


def test_a_cell_of_the_list_is_no_formula(tmp_path):
    found = {"returns": told(r1={"reason": "=HYPERLINK(1)", "kind": "换货"}), "return_states": steps(r1="10 requested")}
    returns.actions(shop(tmp_path, **found))
    text = (tmp_path / "out" / "return_lists" / "returns_open.csv").read_text(encoding="utf-8-sig")
    assert "'=HYPERLINK" in text


@pytest.mark.parametrize(("language", "none"), [("en", "no ticket"), ("zh", "无工单")])
def test_a_return_without_a_ticket_is_a_finding_where_the_help_desk_tells_of_orders(tmp_path, language, none):
    ticket = {"ticket_id": "t1", "order_id": "olate", "assignee": "Mei", "opened_at": at("11"), "opened_on": at("11").date(), "kind": "after_sales"}
    found = shop(tmp_path, language, **calendar(late=LATE), tickets=table(TICKETS, [ticket]))
    assert {"en": "2 have no ticket.", "zh": "2 单没有对应的工单。"}[language] in plain(returns.bottom_line(found))
    returns.actions(found)
    listed = pd.read_csv(tmp_path / "out" / "return_lists" / "returns_open.csv", dtype=str, keep_default_na=False)
    assert listed.iloc[:, -3:-1].to_numpy().tolist() == [["Mei", "t1"], ["", none], ["", none]]
    nameless = shop(tmp_path, language, **calendar(late=LATE), tickets=table(TICKETS, [ticket | {"order_id": None}]))
    assert {"en": "no ticket", "zh": "没有对应的工单"}[language] not in plain(returns.bottom_line(nameless))


# --- shops that tell little ----------------------------------------------------------------------------------------


def test_open_returns_without_states_are_shown_by_their_age(tmp_path):
    found = shop(tmp_path, returns=told(a={"status": "open"}, b={"status": "open", "returned_on": date(2026, 5, 30)}, c={"status": "settled"}))
    assert "2 returns are open. Whom they wait for: not told 2." in plain(returns.bottom_line(found))
    chart = returns.steps(found).figure
    assert chart.layout.title.text == "2 returns are open, 1 of them for 15 days or more"
    assert list(chart.data[0].y) == [1, 0, 0, 0, 1]
    assert "Table needed: return_states" in plain(returns.waits(found))
    assert returns.late(found).shown == ()


@pytest.mark.parametrize(("newest", "status"), [(True, None), (False, "open")])
def test_where_nothing_tells_which_returns_are_open_none_is_said_to_be(tmp_path, newest, status):
    """Refunds that went back, and a day of before of which the newest export says nothing."""
    found = shop(tmp_path, newest=newest, returns=told(a={"status": status, "amount": 5}, b={"status": status, "amount": 5}))
    said = plain(returns.bottom_line(found))
    assert "Which returns are open is not known" in said
    assert "No return is open" not in said
    assert returns.late(found).kpis["missing"].unique().tolist() == ["kpi-missing-no-return-states"]


def test_few_returns_give_no_shares_and_no_waits(tmp_path):
    ways = {number: way for number, (*_, way) in CALENDAR.items() if number < "r09"}
    found = shop(tmp_path, return_states=steps(**ways), returns=told(**{number: {"kind": CALENDAR[number][0]} for number in ways}))
    assert "Fewer than 10 returns have been in any one state" in plain(returns.waits(found))
    assert "Fewer than 30 settled returns tell which goods came back" in plain(returns.reasons(found))
    assert returns.to_change(found).shown == ()
    assert "%" not in "".join(plain(section(found)) for section in SECTIONS)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_shop_without_returns_has_one_line(tmp_path, language):
    said = [plain(section(shop(tmp_path, language))) for section in SECTIONS]
    assert [bool(line) for line in said] == [section is returns.bottom_line for section in SECTIONS]


# --- why, and what to change -----------------------------------------------------------------------------------------


def goods(reason: str | None, sizes: bool = True) -> dict:
    """Sixty orders each of Dress and of a blouse; forty dresses and six blouses come back."""
    orders = [(f"{kind}{n}", kind) for kind in ("d", "b") for n in range(60)]
    sold = lines(*(f"{order} 1 {kind}-S" for order, kind in orders))
    back = [{"order_id": order, "line_no": 1, "reason": reason} for order, kind in orders if int(order[1:]) < {"d": 40, "b": 6}[kind]]
    return {"order_lines": sold, "products": shelf() if sizes else None, "returns": sent_back(*back)}


def test_a_good_that_comes_back_more_often_is_named_with_what_is_said_of_it(tmp_path):
    found = shop(tmp_path, as_of=date(2026, 6, 30), **goods("尺码偏小"))
    changed = returns.to_change(found)
    assert changed.table["good"].unique().tolist() == ["Dress"]
    said = plain(changed)
    assert "1 good comes back more often than the rest of its category. Most pieces are at stake with Dress" in said
    row = changed.table.iloc[0]
    assert row["shrunk_low"] <= row["shrunk"] <= row["shrunk_high"]
    bars, usual = changed.figure.data[0], changed.figure.data[1]
    assert list(bars.x) == changed.table["shrunk"].tolist()
    assert list(usual.x) == changed.table["category_share"].tolist()
    assert list(changed.figure.layout.yaxis.ticktext) == [sentences.good_label(one, found.words) for one in changed.table.to_dict("records")]
    for what, rows in (("Goods bought most", 2), ("Sizes bought most", 2)):
        assert what in said
        told_rows, _ = sentences.rate_rows(found.shared(Returns).rates, {"Goods": "product", "Sizes": "size"}[what.split()[0]], found.words)
        assert len(told_rows) == rows


def test_reasons_are_shown_with_their_interval_and_sizes_beside_them(tmp_path):
    found = shop(tmp_path, as_of=date(2026, 6, 30), **goods("尺码偏小"))
    why = returns.reasons(found)
    assert why.figure.layout.title.text == "Reason given most often: 尺码偏小, 100\u00a0%"
    said = plain(why)
    assert "of 46 returns whose reason says anything of the goods, 100 % (92–100 %)" in said
    # Nobody ordered two sizes, which says nothing of why goods came back.
    assert "ordered along" not in said
    assert "with a ticket" not in said


def test_returns_that_give_no_reason_have_no_most_frequent_one(tmp_path):
    found = shop(tmp_path, as_of=date(2026, 6, 30), **goods(None))
    assert "Fewer than 30 returns give a reason" in plain(returns.reasons(found))
    assert "comes back more often" in plain(returns.to_change(found))


def test_a_shop_that_tells_no_sizes_is_told_no_share_of_them(tmp_path):
    found = shop(tmp_path, as_of=date(2026, 6, 30), **goods("质量问题", sizes=False))
    assert "two_sizes" not in found.shared(Returns).size["source"].tolist()
    assert "two sizes" not in plain(returns.reasons(found))
    assert "Sizes bought most" not in plain(returns.to_change(found))


def test_no_stroke_stands_where_nine_in_ten_have_not_gone_on_yet(tmp_path):
    """Twelve applications: eight agreed after a day, four still waiting."""
    ways = {f"w{n}": "1 requested, 2 agreed" if n < 8 else "1 requested" for n in range(12)}
    found = shop(tmp_path, returns=None, return_states=steps(**ways))
    waits = returns.waits(found)
    assert (list(waits.figure.data[0].y), list(waits.figure.data[0].x)) == (["under review"], [1.0])
    assert pd.isna(waits.figure.data[1].x[0])
    assert "not reached yet" in plain(waits)
