"""What customers did and what the shop said: ten tables from rows made by hand in the sample shop's layout."""

import hashlib
import json
from datetime import date, datetime

import duckdb
import pandas as pd
import pytest

from retention import imports
from retention.imports.maps import FIELDS, KNOWN, shipped
from retention.imports.told import TABLES
from retention.shop import Shop
from retention.tables import INTERACTIONS, SHOP_TABLES, DataProblem, kind_fits
from tests.imports.test_orders import ORDERS, order

HEADERS = {
    "events": "客户编号,时间,行为,渠道,商品编码,订单编号,内容,数量,评分",
    "coupons": "券编号,客户编号,券名称,券类型,使用门槛,面额,优惠比例,发放时间,失效日期,使用日期,订单编号",
    "memberships": "客户编号,入会时间,入会方式,会员等级,积分余额,会员标签",
    "consents": "客户编号,渠道,用途,操作,时间,来源",
    "touches": "触达编号,客户编号,计划时间,方式,渠道,活动,分组,状态,跟进人,结果,下次跟进日期",
    "shipments": "运单号,订单编号,客户编号,快递公司,收货省份,发货时间,承诺送达日期,签收时间",
    "scans": "运单号,时间,状态,地点",
    "tickets": "工单编号,客户编号,订单编号,创建时间,渠道,类型,主题,处理人,方案时间,完成时间",
    "ticket_messages": "工单编号,时间,发送方,内容",
    "surveys": "问卷编号,客户编号,订单编号,类型,批次,渠道,发送时间,回答日期,分数,评论",
}
ROWS = {
    "events": ["k1,2026-05-01 00:30:00,加购,天猫,p1,,,2,", "k2,2026-05-02 10:00:00,评价,天猫,p1,=\"77\",,,5"],
    "coupons": [
        "q1,k1,满300减30,满减,300,30,,2026-05-01 09:00:00,2026-05-31,2026-05-20,=\"77\"",
        "q2,k1,复购9折券,折扣,,,0.10,2026-05-02 09:00:00,2026-06-30,,",
    ],
    "memberships": ["k1,2026-05-01 12:00:00,门店,金卡,\"1,200\",KOC", "k9,2026-05-03 12:00:00,,,,"],
    "consents": ["k1,短信,营销,同意,2026-05-01 10:00:00,注册", "k1,短信,营销,撤回,2026-05-09 10:00:00,退订"],
    "touches": ["t1,k1,2026-05-04 09:00:00,消息,短信,上新,实验组,已送达,,,", "t2,k2,2026-05-04 09:00:00,消息,短信,,对照组,未发送,小周,,2026-06-01"],
    "shipments": ["s1,=\"77\",k1,顺丰,,2026-05-02 09:00:00,2026-05-05,2026-05-04 18:00:00", "s2,=\"78\",k2,,,2026-05-10 09:00:00,2026-05-13,"],
    "scans": ["s1,2026-05-04 18:00:00,已签收,深圳", "s1,2026-05-02 10:00:00,揽收,杭州", "s2,2026-05-10 10:00:00,揽收,杭州"],
    "tickets": [
        "w1,k1,=\"77\",2026-05-06 10:00:00,在线客服,咨询,尺码,小李,2026-05-06 11:00:00,2026-05-08 09:00:00",
        "w2,k2,,2026-05-07 10:00:00,电话,投诉,物流,,,",
    ],
    "ticket_messages": ["w1,2026-05-06 10:05:00,客服,您好", "w1,2026-05-06 10:00:00,客户,\"多大, 多小?\"", "w2,2026-05-07 10:00:00,客户,无"],
    "surveys": ["n1,k1,=\"77\",NPS,2026Q2,短信,2026-05-20 09:00:00,2026-05-22,9,很好", "n2,k2,,售后满意度,,,2026-05-21 09:00:00,,,"],
}  # fmt: skip


def tell(shop, encoding="utf-8", **rows):
    """Write an orders file and, for each name in `rows`, a file of that table with these rows; then import."""
    shop.write("orders.csv", ORDERS + order("77", at="2026-05-01 10:00:00") + order("78", at="2026-06-30 10:00:00"))
    for name, lines in rows.items():
        shop.write(f"{name}.csv", "\n".join([HEADERS[name], *lines, ""]), encoding)
    return shop.run()


def fates_of(imported, source):
    of = imported.ledger[imported.ledger["source"] == source]
    return of.groupby("fate")["rows"].sum().to_dict()


def test_every_table_keeps_every_promise(shop):
    imported = tell(shop, "gb18030", **ROWS)
    assert {name: rows for name, rows in imported.tables.items() if name in ROWS} == {name: len(rows) for name, rows in ROWS.items()}
    for promise in map(SHOP_TABLES.get, HEADERS):
        written = promise.check(shop.table(promise.name))
        assert list(written.columns) == list(promise.columns)
        types = Shop(shop.data, "today").need(promise.name).schema()
        assert [c for c, promised in promise.columns.items() if not kind_fits(promised.kind, str(types[c]))] == []


def test_times_are_in_utc_and_days_are_the_shops(shop):
    tell(shop, **ROWS)
    early = shop.table("events").set_index("customer_id").loc["k1"]
    assert str(early["happened_at"]) == "2026-04-30 16:30:00"
    assert str(early["happened_on"])[:10] == "2026-05-01"
    parcel = shop.table("shipments").set_index("shipment_id").loc["s1"]
    assert [str(parcel[c]) for c in ("dispatched_at", "signed_at")] == ["2026-05-02 01:00:00", "2026-05-04 10:00:00"]
    assert [str(parcel[c])[:10] for c in ("dispatched_on", "promised_on", "signed_on")] == ["2026-05-02", "2026-05-05", "2026-05-04"]


def test_cells_become_what_they_mean(shop):
    tell(shop, **ROWS)
    first, second = shop.table("coupons").sort_values("coupon_id").to_dict("records")
    assert (first["kind"], first["threshold"], first["face_value"], str(first["used_on"])[:10], first["order_id"]) == (
        "threshold_off",
        300,
        30,
        "2026-05-20",
        "77",
    )
    assert (second["kind"], second["percentage"], pd.isna(second["used_on"]), pd.isna(second["order_id"])) == ("percentage_off", 0.1, True, True)
    assert shop.table("memberships").set_index("customer_id")["points"].fillna(-1).to_dict() == {"k1": 1200, "k9": -1}
    assert shop.table("consents").sort_values("changed_at")["given"].tolist() == [True, False]
    assert shop.table("touches").sort_values("touch_id")[["arm", "status"]].to_numpy().tolist() == [["treated", "delivered"], ["control", "not_sent"]]
    assert shop.table("events").set_index("kind").loc["review", ["order_id", "rating"]].tolist() == ["77", 5.0]
    assert shop.table("ticket_messages")["text"].tolist() == ["多大, 多小?", "您好", "无"]
    assert shop.table("surveys").sort_values("survey_id")["score"].fillna(-1).tolist() == [9, -1]


def test_points_spent_say_how_many_on_what_and_for_which_order(shop):
    tell(shop, events=['k1,2026-05-01 10:00:00,积分兑换,小程序,,="77",积分抵现,500,', "k1,2026-05-09 10:00:00,积分兑换,小程序,,,兑换帆布袋,1000,"])
    spent = shop.table("events").sort_values("happened_at")
    assert spent[["kind", "about", "quantity"]].to_numpy().tolist() == [["redeem", "积分抵现", 500], ["redeem", "兑换帆布袋", 1000]]
    assert spent["order_id"].fillna("").tolist() == ["77", ""]


def test_scans_and_messages_are_numbered_by_time_and_rows_of_one_moment_by_their_place(shop):
    tell(shop, scans=["s1,2026-05-04 18:00:00,已签收,深圳", "s1,2026-05-02 10:00:00,揽收,杭州", "s1,2026-05-02 10:00:00,运输中,杭州"])
    scans = shop.table("scans").sort_values("scan_no")
    assert scans[["scan_no", "step"]].to_numpy().tolist() == [[1, "collected"], [2, "in_transit"], [3, "signed"]]
    tell(shop, **{"tickets": ROWS["tickets"], "ticket_messages": ROWS["ticket_messages"]})
    messages = shop.table("ticket_messages").sort_values(["ticket_id", "message_no"])
    assert messages[["ticket_id", "message_no", "sender"]].to_numpy().tolist() == [["w1", 1, "customer"], ["w1", 2, "agent"], ["w2", 1, "customer"]]


@pytest.mark.parametrize(
    ("source", "row", "fate"),
    [
        ("events", "k1,2026-05-01 10:00:00,发呆,天猫,,,,,", "unknown kind"),
        ("events", "k1,,浏览,天猫,,,,,", "no happened_at"),
        ("events", "k1,2026-02-30,浏览,天猫,,,,,", "unreadable happened_at"),
        ("events", "k1,2099-01-01 10:00:00,浏览,天猫,,,,,", "impossible happened_at"),
        ("events", "k1,2026-05-01 10:00:00,评价,天猫,,,,,六", "unreadable rating"),
        ("events", "k1,2026-05-01 10:00:00,评价,天猫,,,,,6", "impossible rating"),
        ("events", "k1,2026-05-01 10:00:00,积分兑换,天猫,,,积分抵现,,", "no points spent"),
        ("events", "k1,2026-05-01 10:00:00,积分兑换,天猫,,,积分抵现,0,", "no points spent"),
        ("events", "k1,2026-05-01 10:00:00,积分兑换,天猫,,,积分抵现,-500,", "no points spent"),
        ("events", "k1,2026-05-01 10:00:00,积分兑换,天猫,,,积分抵现,五百,", "unreadable quantity"),
        ("coupons", "q1,k1,神券,神秘,,5,,2026-05-01 10:00:00,,,", "unknown kind"),
        ("coupons", ",k1,神券,满减,,5,,2026-05-01 10:00:00,,,", "no coupon_id"),
        ("coupons", "q1,k1,9折券,折扣,,,9,2026-05-01 10:00:00,,,", "impossible percentage"),
        ("coupons", "q1,k1,满300减30,满减,300,-30,,2026-05-01 10:00:00,,,", "amount below zero"),
        ("coupons", "q1,k1,神券,无门槛,,5,,2026-05-01 10:00:00,,2099-05-01,", "impossible used_on"),
        ("coupons", "q1,k1,神券,无门槛,,5,,2026-05-01 10:00:00,1926-05-01,,", "impossible expires_on"),
        ("memberships", "k1,,门店,金卡,0,", "no joined_on"),
        ("memberships", "k1,2099-01-01,门店,金卡,0,", "impossible joined_on"),
        ("memberships", "k1,2026-05-01,门店,金卡,1.5,", "not a whole number"),
        ("memberships", "k1,2026-05-01,门店,金卡,多,", "unreadable points"),
        ("touches", "t1,k1,2026-05-04 09:00:00,备注,,,,,小周,回访,2099-05-04", "impossible next_on"),
        ("surveys", "n1,k1,,NPS,,,2026-05-04 09:00:00,2099-05-05,9,", "impossible answered_on"),
        ("consents", "k1,信鸽,营销,同意,2026-05-01 10:00:00,", "unknown channel"),
        ("consents", "k1,短信,随便,同意,2026-05-01 10:00:00,", "unknown purpose"),
        ("consents", "k1,短信,营销,也许,2026-05-01 10:00:00,", "unknown given"),
        ("consents", "k1,短信,营销,,2026-05-01 10:00:00,", "no given"),
        ("touches", "t1,k1,2026-05-04 09:00:00,消息,短信,,实验组,在路上,,,", "unknown status"),
        ("touches", "t1,,2026-05-04 09:00:00,消息,短信,,,已送达,,,", "no customer_id"),
        ("shipments", "s1,,k1,顺丰,广东,,,", "no dispatched_at"),
        ("scans", "s1,2026-05-04 09:00:00,飞走了,", "unknown step"),
        ("tickets", "w1,k1,,2026-05-04 09:00:00,信件,咨询,,,,", "unknown channel"),
        ("ticket_messages", "w1,2026-05-04 09:00:00,路人,你好", "unknown sender"),
        ("surveys", "n1,k1,,NPS,,,2026-05-04 09:00:00,2026-05-05,11,", "impossible score"),
        ("surveys", "n1,k1,,售后满意度,,,2026-05-04 09:00:00,2026-05-05,0,", "impossible score"),
        ("surveys", "n1,k1,,问候,,,2026-05-04 09:00:00,,,", "unknown kind"),
        ("surveys", "n1,k1,,NPS,,,2026-05-04 09:00:00,2026-05-05", "wrong number of cells"),
    ],
)
def test_a_row_that_cannot_be_used_says_why(shop, source, row, fate):
    imported = tell(shop, **{source: [row]})
    assert fates_of(imported, source) == {fate: 1}
    assert imported.tables[source] == 0
    left_out = pd.read_csv(shop.data / "left_out" / f"{source}.csv")
    assert left_out.to_dict("records") == [{"file": f"{source}.csv", "row": 2, "fate": fate}]


def test_nothing_given_where_a_word_is_expected_is_nothing_not_an_unknown_word(shop):
    imported = tell(shop, coupons=["q1,k1,神券,,,5,,2026-05-01 10:00:00,,,"], touches=["t1,k1,2026-05-04 09:00:00,备注,,,,,小周,回访,"])
    assert fates_of(imported, "coupons") == fates_of(imported, "touches") == {"kept": 1}
    assert shop.table("coupons")["kind"].isna().all()


def test_days_may_lie_ahead_where_they_are_plans(shop):
    imported = tell(
        shop,
        coupons=["q1,k1,神券,无门槛,,5,,2026-05-01 10:00:00,2099-12-31,,"],
        memberships=["k1,2026-05-01,门店,金卡,15.0,"],
        touches=["t1,k1,2026-05-04 09:00:00,备注,,,,,小周,回访,2026-08-04"],
    )
    assert [fates_of(imported, name) for name in ("coupons", "memberships", "touches")] == [{"kept": 1}] * 3
    assert shop.table("memberships")["points"].tolist() == [15]


def test_a_day_written_with_a_time_is_the_shops_day_when_another_zone_wrote_it(shop):
    (shop.raw / "map.yaml").write_text(
        "name: own\ntime_zone: Asia/Shanghai\nsources:\n  orders:\n    grain: order\n    columns: {customer_id: c, ordered_at: d, gross_paid: a}\n"
        "  members:\n    grain: membership\n    time_zone: UTC\n    columns: {customer_id: m, joined_on: j}\n",
        encoding="utf-8",
    )
    shop.write("orders.csv", "c,d,a\nk1,2026-05-01 10:00:00,10\n")
    shop.write("members.csv", "m,j\nk1,2026-05-01 20:30:00\nk2,2026-05-01\nk3,2026-05-01 10:00\n")
    shop.run(map=str(shop.raw / "map.yaml"))
    days = shop.table("memberships").sort_values("customer_id")["joined_on"].astype(str).str[:10]
    assert days.tolist() == ["2026-05-02", "2026-05-01", "2026-05-01"]


@pytest.mark.parametrize(("birthday", "fate"), [("1932-02-29", "kept"), ("1899-01-01", "impossible birthday"), ("2031-01-01", "impossible birthday")])
def test_a_birthday_lies_in_living_memory(shop, birthday, fate):
    shop.write("orders.csv", ORDERS + order("77"))
    shop.write("people.csv", f"客户编号,姓名,手机,生日\nk1,甲,1,{birthday}\n")
    assert fates_of(shop.run(), "customers") == {fate: 1}


def test_a_touch_may_be_planned_ahead(shop):
    tell(shop, touches=["t1,k1,2026-08-20 09:00:00,电话,电话,,,,小周,,"])
    assert len(shop.table("touches")) == 1


def test_scans_of_parcels_and_messages_of_tickets_that_nobody_knows_are_left_out(shop):
    imported = tell(
        shop,
        **{name: ROWS[name] for name in ("shipments", "tickets")},
        scans=[*ROWS["scans"], "s7,2026-05-04 18:00:00,揽收,杭州"],
        ticket_messages=[*ROWS["ticket_messages"], "w7,2026-05-06 10:05:00,客服,您好"],
    )
    assert fates_of(imported, "scans") == {"kept": 3, "unknown parcel": 1}
    assert fates_of(imported, "ticket_messages") == {"kept": 3, "unknown ticket": 1}


def test_without_an_export_of_parcels_or_tickets_their_scans_and_messages_are_kept(shop):
    imported = tell(shop, scans=ROWS["scans"], ticket_messages=ROWS["ticket_messages"])
    assert fates_of(imported, "scans") == fates_of(imported, "ticket_messages") == {"kept": 3}


def test_rows_about_customers_nobody_else_knows_and_without_any_customer_are_kept(shop):
    tell(
        shop,
        events=[",2026-05-01 10:00:00,浏览,天猫,p1,,,,", "k404,2026-05-01 10:00:00,浏览,天猫,p1,,,,"],
        surveys=["n1,,,NPS,,,2026-05-04 09:00:00,2026-05-04,3,"],
    )
    assert shop.table("events")["customer_id"].fillna("nobody").sort_values().tolist() == ["k404", "nobody"]
    assert shop.table("surveys")["customer_id"].isna().all()


def test_the_later_export_of_a_coupon_wins_as_a_whole(shop):
    shop.write(
        "coupons_old.csv",
        HEADERS["coupons"] + "\nq1,k1,券,无门槛,,5,,2026/5/1 9:00,2026-05-31,,\nq2,k2,券,无门槛,,5,,2026/5/1 9:00,2026-05-31,,\n",
        "gb18030",
    )
    imported = tell(shop, coupons=["q1,k1,券,无门槛,,5,,2026-05-01 09:00:12,2026-05-31,2026-05-20,77", "q3,k1,券,无门槛,,5,,2026-06-01 09:00:00,,,"])
    assert fates_of(imported, "coupons") == {"kept": 3, "superseded": 1}
    assert shop.table("coupons").set_index("coupon_id")["order_id"].fillna("-").to_dict() == {"q1": "77", "q2": "-", "q3": "-"}


def test_a_membership_named_twice_is_superseded_by_the_last(shop):
    imported = tell(shop, memberships=["k1,2026-05-01,门店,银卡,10,", "k1,2026-05-01,门店,金卡,90,", "k2,2026-05-02,,,,"])
    assert fates_of(imported, "memberships") == {"kept": 2, "superseded": 1}
    assert shop.table("memberships").set_index("customer_id").loc["k1", "tier"] == "金卡"


def test_the_membership_that_began_last_wins_wherever_it_stands_in_the_file(shop):
    imported = tell(shop, memberships=["k1,2026-06-01,门店,金卡,90,", "k1,2026-05-01,门店,银卡,10,"])
    assert fates_of(imported, "memberships") == {"kept": 1, "superseded": 1}
    assert shop.table("memberships")["tier"].tolist() == ["金卡"]


@pytest.mark.parametrize(
    ("source", "key", "row"),
    [
        ("surveys", "survey_id", "Q1,{k},,NPS,,,2026-05-20 09:00:00,2026-05-22,9,"),
        ("coupons", "coupon_id", "Q1,{k},券,无门槛,,5,,2026-05-01 09:00:00,,,"),
        ("touches", "touch_id", "Q1,{k},2026-05-04 09:00:00,消息,短信,上新,实验组,已送达,,,"),
    ],
)
def test_a_number_that_customers_share_loses_nobodys_row(shop, source, key, row):
    imported = tell(shop, **{source: [row.format(k=f"k{i}") for i in range(5)] + [row.format(k="k1"), row.format(k="k9").replace("Q1", "Q9")]})
    assert fates_of(imported, source) == {"kept": 6, "duplicate": 1}
    ids = shop.table(source).set_index("customer_id")[key]
    assert ids.is_unique
    assert ids["k9"] == "Q9"
    assert ids["k1"] == "Q1/k1"


def test_a_shared_number_is_superseded_customer_by_customer(shop):
    row = "Q1,{k},,NPS,,,2026-05-20 09:00:00,{on},{score},"
    shop.write("surveys_1.csv", "\n".join([HEADERS["surveys"], *(row.format(k=k, on="", score="") for k in ("k1", "k2")), ""]))
    again = [row.format(k="k1", on="2026-05-22", score="9"), row.format(k="k3", on="", score="").replace("05-20", "05-25")]
    imported = tell(shop, surveys=again)
    assert fates_of(imported, "surveys") == {"kept": 3, "superseded": 1}
    assert shop.table("surveys").set_index("survey_id")["score"].fillna(-1).to_dict() == {"Q1/k1": 9, "Q1/k2": -1, "Q1/k3": -1}


def test_events_in_two_overlapping_exports_count_as_often_as_in_the_fuller_one(shop):
    view = "k1,2026-05-01 10:00:00,浏览,天猫,p1,,,,"
    shop.write("events_1.csv", "\n".join([HEADERS["events"], view, view, "k1,2026-04-01 10:00:00,浏览,天猫,p1,,,,", ""]))
    imported = tell(shop, events=[view, view, view, "k2,2026-05-09 10:00:00,收藏,天猫,p1,,,,"])
    assert fates_of(imported, "events") == {"kept": 5, "duplicate": 2}
    assert shop.table("events")["event_id"].is_unique


def test_a_fact_without_a_number_is_one_fact_however_its_time_is_written(shop):
    shop.write("consents_1.csv", HEADERS["consents"] + "\nk1,短信,营销,同意,2026/5/1 10:00,注册\n", "gb18030")
    imported = tell(shop, consents=["k1,短信,营销,同意,2026-05-01 10:00:41,注册"])
    assert fates_of(imported, "consents") == {"kept": 1, "duplicate": 1}


def test_an_id_made_from_a_row_is_the_same_in_every_export(shop):
    tell(shop, events=ROWS["events"])
    before = shop.table("events").set_index("customer_id")["event_id"].to_dict()
    tell(shop, events=["k3,2026-05-30 10:00:00,签到,APP,,,,,", *reversed(ROWS["events"])])
    after = shop.table("events").set_index("customer_id")["event_id"].to_dict()
    assert before == {who: after[who] for who in before}


def test_a_table_with_a_header_only_is_imported_and_counts_as_missing(shop):
    imported = tell(shop, **dict.fromkeys(HEADERS, ()))
    assert [imported.tables[name] for name in HEADERS] == [0] * len(HEADERS)
    assert [name for name in SHOP_TABLES if Shop(shop.data).has(name)] == ["orders"]
    assert [Shop(shop.data).table(name) for name in HEADERS] == [None] * len(HEADERS)
    for promise in map(SHOP_TABLES.get, HEADERS):
        assert list(shop.table(promise.name).columns) == list(promise.columns)
    assert "events.csv: no rows below the header" in imports.ledger_lines(imported)


def test_what_is_told_without_orders_has_its_sentence(shop):
    shop.write("events.csv", "\n".join([HEADERS["events"], *ROWS["events"], ""]))
    with pytest.raises(DataProblem, match=r"events\.csv: no orders among the files\. Add the export of orders"):
        shop.run()


def test_an_export_that_lost_a_column_has_its_sentence(shop):
    shop.write("events.csv", HEADERS["events"].replace("行为,", "") + "\nk1,2026-05-01,天猫,,,,,\n")
    with pytest.raises(DataProblem, match=r"events\.csv: the column for 行为 is missing"):
        tell(shop)


def test_parcel_numbers_that_excel_has_rounded_are_refused(shop):
    with pytest.raises(DataProblem, match="rounded by Excel"):
        tell(shop, scans=["7.54E+14,2026-05-04 18:00:00,已签收,深圳"])


# --- promotions --------------------------------------------------------------------------------------


def test_an_orders_coupon_tells_what_it_was_bought_with(shop):
    names = {"1": "满300减30", "2": "复购9折券", "3": "生日券50元", "4": ""}
    rows = [order(n, paid=100).rstrip("\n") + f",{name}\n" for n, name in names.items()]
    shop.write("orders.csv", ORDERS.rstrip("\n") + ",优惠券\n" + "".join(rows))
    shop.run()
    assert shop.table("orders").set_index("order_id")["promotion"].to_dict() == {
        "1": "threshold_off",
        "2": "percentage_off",
        "3": "amount_off",
        "4": "none",
    }


def test_what_an_order_was_bought_with_is_missing_where_no_export_says_it(shop):
    tell(shop)
    assert shop.table("orders")["promotion"].isna().all()


def test_the_coupon_of_a_balance_is_the_coupon_of_the_order(shop):
    rows = (
        order("1", parent="9", kind="定金", paid=50).rstrip("\n") + ",\n" + order("2", parent="9", kind="尾款", paid=350).rstrip("\n") + ",95折券\n"
    )
    shop.write("orders.csv", ORDERS.rstrip("\n") + ",优惠券\n" + rows)
    shop.run()
    assert shop.table("orders")["promotion"].tolist() == ["percentage_off"]


# --- the shop's own fields ----------------------------------------------------------------------------

OWN = {
    "height": {"kind": "number", "column": "身高"},
    "fitted": {"kind": "date", "column": "试衣日"},
    "size": {"kind": "choice", "choices": ["S", "M"], "column": "尺码"},
    "score": {"kind": "text", "column": "备注"},
}


def test_a_value_that_does_not_fit_is_left_empty_and_counted(shop):
    shop.write("orders.csv", ORDERS + order("77"))
    people = ["k1,甲,1,165,2026-05-01,S,九", "k2,乙,2,高,2026-02-30,XXL,", "k3,丙,3,,,,", "k4,丁,4,很高,,M,无"]
    shop.write("people.csv", "\n".join(["客户编号,姓名,手机,身高,试衣日,尺码,备注", *people, ""]))
    imported = shop.run(fields=OWN)
    customers = shop.table("customers").set_index("customer_id")
    assert fates_of(imported, "customers") == {"kept": 4}
    assert customers["height"].fillna(-1).to_dict() == {"k1": 165, "k2": -1, "k3": -1, "k4": -1}
    assert [str(v)[:10] for v in customers["fitted"].dropna()] == ["2026-05-01"]
    assert customers["size"].dropna().to_dict() == {"k1": "S", "k4": "M"}
    assert customers["score"].dropna().to_dict() == {"k1": "九"}
    counts = {u["field"]: (u["values"], u["example"]) for u in imported.unfit}
    assert counts == {"height": (2, 3), "fitted": (1, 3), "size": (1, 3)}
    assert imports.read_facts(shop.data)["unfit"] == list(imported.unfit)
    left_out = pd.read_csv(shop.data / "left_out" / "customers.csv")
    assert sorted(zip(left_out["row"], left_out["fate"], strict=True)) == [
        (3, "value does not fit: fitted"),
        (3, "value does not fit: height"),
        (3, "value does not fit: size"),
        (5, "value does not fit: height"),
    ]
    assert "people.csv: 2 values of height do not fit and were left empty (e.g. row 3)" in imports.ledger_lines(imported)


# --- tables as they stood on a day --------------------------------------------------------------------


def opened(shop, name, as_of):
    return Shop(shop.data, as_of).need(name).to_pandas()


def test_every_table_with_a_time_is_cut_at_as_of(shop):
    shop.write("orders_of_april.csv", ORDERS + order("76", at="2026-04-30 10:00:00"))
    tell(shop, **ROWS)
    for name in HEADERS:
        assert len(opened(shop, name, "2026-06-30")) == len(ROWS[name])
        assert opened(shop, name, "2026-04-30").empty


def test_what_became_of_a_row_later_had_not_happened_yet(shop):
    tell(shop, **ROWS)
    ticket = opened(shop, "tickets", "2026-05-07").set_index("ticket_id").loc["w1"]
    assert str(ticket["offered_at"]) == "2026-05-06 03:00:00"
    assert ticket[["resolved_at", "resolved_on"]].isna().all()
    cases = {
        ("coupons", "coupon_id", "q1"): ("2026-05-19", "2026-05-20", ["used_on", "order_id"]),
        ("shipments", "shipment_id", "s1"): ("2026-05-03", "2026-05-04", ["signed_at", "signed_on"]),
        ("tickets", "ticket_id", "w1"): ("2026-05-07", "2026-05-08", ["resolved_at", "resolved_on"]),
        ("surveys", "survey_id", "n1"): ("2026-05-21", "2026-05-22", ["answered_on", "score", "comment"]),
    }
    for (name, key, row), (before, on, columns) in cases.items():
        assert opened(shop, name, before).set_index(key).loc[row, columns].isna().all()
        assert opened(shop, name, on).set_index(key).loc[row, columns].notna().all()
        assert list(opened(shop, name, before).columns) == list(SHOP_TABLES[name].columns)


STATES = """
name: desk
time_zone: Asia/Shanghai
currency: CNY
sources:
  orders: {grain: order, header: [订单], columns: {order_id: 订单, customer_id: 客户, ordered_at: 时间, gross_paid: 金额}}
  states: {grain: ticket_state, header: [工单], columns: {ticket_id: 工单, changed_at: 变更, state: 状态, owner: 人, queue: 组}}
  steps: {grain: return_state, header: [退货], columns: {return_id: 退货, changed_at: 变更, state: 状态, due_on: 期限}}
  answers: {grain: survey, header: [问卷], columns: {survey_id: 问卷, kind: 类型, asked_at: 发送, answered_at: 回答, answered_on: 日期, score: 分}}
"""


def test_states_are_numbered_by_time_and_cut_with_all_that_happened_later(shop):
    (shop.raw.parent / "desk.yaml").write_text(STATES, encoding="utf-8")
    shop.write("orders.csv", "订单,客户,时间,金额\n1,k1,2026-05-01 10:00:00,9\n2,k1,2026-06-30 10:00:00,9\n")
    shop.write("t.csv", "工单,变更,状态,人,组\nw1,2026-05-03 09:00:00,solved,小李,\nw1,2026-05-02 09:00:00,new,,一组\nw1,2026-05-04,waiting,,\n")
    shop.write("r.csv", "退货,变更,状态,期限\nr1,2026-05-03 00:30:00,agreed,2026-05-10\nr1,2026-05-02 09:00:00,requested,\n")
    shop.write("s.csv", "问卷,类型,发送,回答,日期,分\nn1,nps,2026-05-02 09:00:00,2026-05-02 18:00:00,2026-05-02,9\n")
    imported = shop.run(map=str(shop.raw.parent / "desk.yaml"))
    assert fates_of(imported, "states") == {"kept": 2, "unknown state": 1}
    states = shop.table("ticket_states").sort_values("state_no")
    assert states[["state_no", "state"]].to_numpy().tolist() == [[1, "new"], [2, "solved"]]
    steps = shop.table("return_states").sort_values("state_no")
    assert steps[["state_no", "state"]].to_numpy().tolist() == [[1, "requested"], [2, "agreed"]]
    assert [str(steps.iloc[1][c]) for c in ("changed_at", "changed_on", "due_on")] == [
        f"2026-05-{day}" for day in ("02 16:30:00", "03 00:00:00", "10 00:00:00")
    ]
    assert opened(shop, "return_states", "2026-05-02")["state"].tolist() == ["requested"]
    seen = Shop(shop.data).at(datetime.fromisoformat("2026-05-02T12:00+08:00"))
    assert seen.need("ticket_states").execute()["state"].tolist() == ["new"]
    assert seen.need("surveys").execute()[["answered_at", "answered_on", "score"]].isna().all(axis=None)
    assert opened(shop, "surveys", "2026-05-02")["score"].tolist() == [9]


def test_an_answer_that_nobody_was_asked_for_is_cut_by_its_own_day(shop):
    tell(shop, **ROWS)
    place = shop.data / "tables" / "surveys.parquet" / "part-0.parquet"
    answers = "select * replace (null::timestamp as asked_at, null::date as asked_on) from only_answers where answered_on is not null"
    with duckdb.connect() as con:
        con.sql(f"create table only_answers as from '{place}'")
        con.sql(f"copy ({answers}) to '{place}' (format parquet)")
    assert opened(shop, "surveys", "2026-05-21").empty
    assert opened(shop, "surveys", "2026-05-22")["score"].tolist() == [9]


# --- the same input, the same bytes -------------------------------------------------------------------


def digests(folder):
    return {p.parent.stem: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.glob("tables/*/part-0.parquet"))}


def test_the_same_input_gives_the_same_bytes_whatever_the_threads(shop, monkeypatch):
    months = range(1, 6)
    many = {name: [row.replace("2026-05-0", f"2026-0{m}-0") for m in months for row in ROWS[name] * 60] for name in ("events", "consents", "scans")}
    tell(shop, **ROWS | many)
    first = digests(shop.data)
    connect = duckdb.connect
    monkeypatch.setattr(duckdb, "connect", lambda *args: connect(*args, config={"threads": 1}))
    shop.run()
    assert digests(shop.data) == first
    assert set(HEADERS) < set(first)


# --- maps ---------------------------------------------------------------------------------------------


def test_every_told_table_has_a_grain_and_every_grain_carries_its_fields():
    assert sorted(TABLES.values()) == sorted(t.name for t in INTERACTIONS)
    for grain, name in TABLES.items():
        promised = SHOP_TABLES[name].columns
        assert set(FIELDS[grain]) <= set(promised)
        made = {c for c in promised if c not in FIELDS[grain]}
        assert made <= {"scan_no", "message_no", "state_no"} | {f"{f.removesuffix('_at')}_on" for f in FIELDS[grain] if f.endswith("_at")}


def test_a_shipped_map_translates_only_into_words_that_are_promised():
    for import_map in shipped():
        for source in import_map.sources.values():
            for field, allowed in KNOWN.get(source.grain, {}).items():
                assert set(source.words.get(field, {}).values()) <= {*allowed, ""}


def test_facts_name_the_new_tables_and_their_rows(shop):
    tell(shop, events=ROWS["events"])
    facts = json.loads((shop.data / "tables" / imports.FACTS).read_text(encoding="utf-8"))
    assert facts["tables"]["events"] == 2
    assert Shop(shop.data).as_of == date(2026, 6, 30)
