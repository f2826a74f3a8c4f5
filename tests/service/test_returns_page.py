"""What notebook 05 shows of returns: of HerStyle in both languages, of a shop without states, and of one without returns."""

import shutil

import pandas as pd
import pytest
from openpyxl import load_workbook

from retention import playbook
from retention.pages import returns
from retention.pages.returns import sentences
from retention.pages.returns.tables import Returns
from tests.pages import html

SECTIONS = [returns.bottom_line, *(getattr(returns, name) for name in returns.__all__ if name != "bottom_line")]


@pytest.fixture(scope="module")
def shop(herstyle, tmp_path_factory):
    folder = tmp_path_factory.mktemp("returns")
    shutil.copytree(herstyle / "tables", folder / "shop" / "tables")
    return folder


def opened(folder, language="en", without=()):
    params = folder / f"params_{language}"
    params.mkdir(exist_ok=True)
    (params / "shop.yaml").write_text(f"language: {language}\n", encoding="utf-8")
    data = folder / "shop"
    if without:
        data = folder / f"without_{'_'.join(without)}"
        if not data.exists():
            shutil.copytree(folder / "shop" / "tables", data / "tables", ignore=shutil.ignore_patterns(*(f"{name}.parquet" for name in without)))
    return playbook.open("05", params, data)


def plain(section) -> str:
    return html(section).replace("\u00a0", " ")


@pytest.mark.long
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_section_is_shown_and_no_number_or_customer_stands_on_the_page(shop, language):
    book = opened(shop, language)
    shown = "".join(plain(section(book)) for section in SECTIONS)
    found = book.shared(Returns)
    people = {*found.standings["customer_id"].dropna(), *found.standings["return_id"], *found.standings["order_id"].dropna()}
    assert [one for one in people if str(one) in shown] == []
    assert {"en": "returns are open", "zh": "单售后进行中"}[language] in shown


def test_open_ones_add_up_over_steps_states_and_ages(shop):
    found = opened(shop).shared(Returns)
    told = sentences.by_step(found.open)
    assert int(told["all"].sum()) == int(found.by_state["returns"].sum()) == int(found.by_age["returns"].sum()) == len(found.open)
    assert int(told["overdue"].sum()) == int((found.open["standing"] == "overdue").sum())


def test_the_list_names_state_due_day_next_step_and_who_has_the_ticket(shop):
    book = opened(shop, "zh")
    returns.actions(book)
    place = shop / "shop" / "out" / "return_lists" / "returns_open.xlsx"
    assert place.stat().st_mode & 0o777 == 0o600
    rows = list(load_workbook(place, read_only=True).active.values)
    heads = [str(head) for head in rows[0]]
    assert heads == [
        "售后单号", "订单号", "客户编号", "类型", "状态", "下一步", "期限", "缓急", "申请时间", "已过天数", "负责人", "工单", "原因",
    ]  # fmt: skip
    assert len(rows) - 1 == len(book.shared(Returns).open)
    assert {row[heads.index("缓急")] for row in rows[1:]} <= {"已超时", "快到期", "未到期", "没有期限"}


@pytest.mark.long
def test_a_shop_that_tells_no_single_steps_gets_what_it_tells(shop):
    book = opened(shop, without=("return_states",))
    assert "returns are open" in plain(returns.bottom_line(book))
    assert "Table needed: return_states" in plain(returns.waits(book))
    assert "depends on whom one asks" in plain(returns.reasons(book))


def test_a_shop_without_returns_gets_one_line(shop):
    book = opened(shop, without=("returns", "return_states"))
    lines = [plain(section(book)) for section in SECTIONS]
    assert [line.count("Table needed") for line in lines] == [1, *[0] * 7]


def test_a_customer_whose_ticket_is_another_orders_has_none(shop):
    found = opened(shop).shared(Returns)
    tickets = found.open.dropna(subset="ticket_id")
    table = pd.read_parquet(shop / "shop" / "tables" / "tickets.parquet").set_index("ticket_id")["order_id"]
    assert (tickets["ticket_id"].map(table) == tickets["order_id"]).all()
