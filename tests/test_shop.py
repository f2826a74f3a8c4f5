"""Tables as they stood on a day."""

from datetime import date

import pytest

from retention import project
from retention.shop import Shop
from retention.tables import DataProblem
from tests.imports.test_orders import LINES, ORDERS, RETURNS, line, order, refund
from tests.imports.test_told import HEADERS


@pytest.fixture
def shop_folder(shop):
    shop.write(
        "orders.csv", ORDERS + order("1", at="2026-03-01 10:00:00") + order("2", at="2026-04-01 10:00:00") + order("3", at="2026-05-01 10:00:00")
    )
    shop.write("lines.csv", LINES + line("1") + line("2") + line("3"))
    returns = (
        refund("a", "1", 100, at="2026-03-10 10:00:00")
        + refund("b", "1", 300, at="2026-04-20 10:00:00")
        + refund("c", "2", 400, "发货前", at="2026-04-02 09:00:00")
    )
    shop.write("returns.csv", RETURNS + returns)
    shop.run()
    return shop.data


def opened(folder, as_of, name="orders"):
    return Shop(folder, as_of).need(name).to_pandas().set_index("order_id")


def test_the_last_order_that_counts_is_the_default_cut(shop_folder):
    assert Shop(shop_folder).as_of == date(2026, 5, 1)


def test_orders_after_as_of_are_not_there(shop_folder):
    assert sorted(opened(shop_folder, "2026-04-01").index) == ["1", "2"]
    assert sorted(opened(shop_folder, "2026-04-01", "order_lines").index) == ["1", "2"]


def test_a_refund_after_as_of_has_not_happened_yet(shop_folder):
    orders = opened(shop_folder, "2026-04-01")
    assert float(orders.loc["1", "net_paid"]) == 300
    assert orders.loc["2", "counts"]
    assert float(orders.loc["2", "net_paid"]) == 400
    now = opened(shop_folder, "2026-05-01")
    assert float(now.loc["1", "net_paid"]) == 0
    assert now.loc["2", "why_not"] == "refunded before dispatch"


def test_refunds_are_cut_themselves(shop_folder):
    assert Shop(shop_folder, "2026-04-01").need("returns").count().execute() == 1


def test_a_wrong_day_has_its_sentence(shop_folder):
    with pytest.raises(DataProblem, match="'June' is no date. Write it as 2026-06-30"):
        _ = Shop(shop_folder, "June").as_of


@pytest.mark.parametrize("day", ["2020-01-01", "2026-02-28", "2026-05-02", "2030-01-01"])
def test_a_day_outside_the_data_is_refused_with_the_days_there_are(shop_folder, day):
    with pytest.raises(DataProblem, match=f"as_of: {day} lies outside the data of data. Give a day from 2026-03-01 to 2026-05-01, or last_order, or"):
        _ = Shop(shop_folder, day).as_of


def test_today_is_always_a_day_to_look_from(shop_folder):
    assert Shop(shop_folder, "today").as_of == date.today()
    assert Shop(shop_folder, "today").is_newest


def test_only_the_newest_day_s_results_lie_where_others_look(shop_folder):
    assert Shop(shop_folder).out == Shop(shop_folder, "2026-05-01").out == shop_folder / "out"
    assert Shop(shop_folder, "2026-04-30").out == shop_folder / "out" / "days" / "2026-04-30"


def test_a_table_that_is_missing_says_how_to_get_it(tmp_path):
    with pytest.raises(DataProblem, match="no table 'orders' in nothing. Import the shop's exports first: retention import"):
        Shop(tmp_path / "nothing").need("orders")


def test_lines_agree_with_their_orders_on_any_day(shop_folder):
    lines = opened(shop_folder, "2026-04-01", "order_lines")
    assert lines["counts"].tolist() == [True, True]
    assert [float(r) for r in lines["refunded"]] == [100, 0]
    assert not opened(shop_folder, "2026-05-01", "order_lines").loc["2", "counts"]


def test_an_order_refunded_before_dispatch_stays_so_whatever_comes_later(shop):
    shop.write("orders.csv", ORDERS + order("1", at="2026-03-01 10:00:00", paid=100) + order("2", at="2026-05-01 10:00:00"))
    shop.write("returns.csv", RETURNS + refund("a", "1", 100, "发货前", at="2026-03-02 10:00:00") + refund("b", "1", 10, at="2026-04-20 10:00:00"))
    shop.run()
    row = opened(shop.data, "2026-03-15").loc["1"]
    assert not row["counts"]
    assert float(row["net_paid"]) == 0


# --- what was not known yet ---------------------------------------------------------------------------


def test_when_an_order_was_paid_and_completed_is_known_from_that_day_of_the_shop_on(shop):
    """Paid at 00:30 on 3 March in Shanghai, which is still 2 March in UTC."""
    orders = ORDERS + '="1",,k1,天猫,2026-03-01 10:00:00,2026-03-03 00:30:00,,2026-03-09 23:30:00,交易成功,普通,500,400,0,\n'
    shop.write("orders.csv", orders + order("2", at="2026-05-01 10:00:00"))
    shop.run()
    known = {day: opened(shop.data, f"2026-03-{day}").loc["1", ["paid_at", "completed_at"]].notna().tolist() for day in ("02", "03", "08", "09")}
    assert known == {"02": [False, False], "03": [True, False], "08": [True, False], "09": [True, True]}


@pytest.fixture
def undated(shop):
    """A coupon without the day it was used, an answer without its day, and a customer who joined late."""
    shop.write("orders.csv", ORDERS + order("1", at="2026-03-01 10:00:00") + order("2", at="2026-05-01 10:00:00"))
    shop.write("people.csv", "客户编号,姓名,手机,入会日期\nk1,甲,1,2026-04-10\nk2,乙,2,2026-02-10\n")
    shop.write(
        "coupons.csv", f"{HEADERS['coupons']}\nq1,k1,券,无门槛,,5,,2026-02-01 09:00:00,,,2\nq2,k1,券,无门槛,,5,,2026-02-01 09:00:00,,2026-03-01,1\n"
    )
    surveys = "n1,k1,,NPS,,,2026-02-20 09:00:00,,9,好\nn2,k1,,NPS,,,2026-02-20 09:00:00,2026-02-21,3,\n"
    shop.write("surveys.csv", f"{HEADERS['surveys']}\n{surveys}")
    shop.run()
    return shop.data


def test_what_no_day_tells_of_is_not_known_before_the_last_export(undated):
    def column(name, key, wanted, as_of):
        return Shop(undated, as_of).need(name).to_pandas().set_index(key)[wanted].dropna().to_dict()

    assert column("coupons", "coupon_id", "order_id", "2026-03-15") == {"q2": "1"}
    assert column("coupons", "coupon_id", "order_id", "last_order") == {"q1": "2", "q2": "1"}
    assert column("surveys", "survey_id", "score", "2026-03-15") == {"n2": 3}
    assert column("surveys", "survey_id", "comment", "2026-03-15") == {}
    assert column("surveys", "survey_id", "score", "last_order") == {"n1": 9, "n2": 3}


def test_a_membership_that_began_later_had_not_begun(undated):
    def joined(as_of):
        return Shop(undated, as_of).need("customers").to_pandas().set_index("customer_id")["joined_on"].dropna().astype(str).str[:10].to_dict()

    assert joined("2026-04-09") == {"k2": "2026-02-10"}
    assert joined("2026-04-10") == {"k1": "2026-04-10", "k2": "2026-02-10"}


def test_readers_are_told_a_place_below_the_folder_they_work_in_and_no_home(tmp_path, monkeypatch):
    shop = Shop(tmp_path / "home" / "li" / "data" / "shop")
    assert shop.told_place(shop.data / "out" / "lists" / "call.xlsx") == "…/shop/out/lists/call.xlsx"
    (tmp_path / "home" / "li").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "home" / "li")
    assert shop.told_place(shop.data / "out" / "lists" / "call.xlsx") == "data/shop/out/lists/call.xlsx"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(project.STARTED_IN, str(tmp_path / "home" / "li"))
    assert shop.told_place(shop.data / "out" / "pyramid.parquet") == "data/shop/out/pyramid.parquet"
    assert Shop(project.root() / "data" / "herstyle").told_place(project.root() / "data" / "herstyle" / "out") == "data/herstyle/out"
