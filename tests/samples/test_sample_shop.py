"""The sample shop: the same bytes from the same seed, the trade's figures, dirt as counted in truth.json.

Raw files are read with the csv module and openpyxl, not with the product's own import.
"""

import csv
import hashlib
import io
import json
import re
import zipfile
from collections import Counter
from datetime import datetime
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from retention import samples
from retention.samples import exports, reached, season, shop
from retention.samples import figures_of_the_trade as f
from retention.tables import DataProblem

ISO, SLASHES = re.compile(r"^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$"), re.compile(r"^\d{4}/\d{1,2}/\d{1,2} \d{1,2}:\d{2}$")


def read(path: Path) -> list[dict[str, str]]:
    raw = path.read_bytes()
    text = raw.decode("utf-8-sig") if raw.startswith(b"\xef\xbb\xbf") else raw.decode("gb18030")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def moment(text: str) -> datetime | None:
    for shape in ("%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M"):
        try:
            return datetime.strptime(text, shape)
        except ValueError:
            continue
    return None


def digests(folder: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    target = tmp_path_factory.mktemp("sample") / "herstyle"
    samples.make(target, customers=1_000)
    return target


@pytest.fixture(scope="module")
def truth(folder):
    return json.loads((folder / "truth.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def raw(folder):
    return {p.name: read(p) for p in sorted((folder / "raw").glob("*.csv"))}


@pytest.fixture(scope="module")
def customers(folder):
    sheet = openpyxl.load_workbook(next((folder / "raw").glob("客户资料_*.xlsx"))).active
    head, *rows = list(sheet.iter_rows())
    return [{h.value: c for h, c in zip(head, row, strict=True)} for row in rows]


@pytest.fixture(scope="module")
def measured():
    """A shop of 8,000, measured: shares have a standard error of half a point."""
    made = shop.build(5, 8_000)
    return made, reached.everything(made)


def orders_of(raw):
    return {n: t for n, t in raw.items() if n.startswith("订单_")}


def last_word(raw):
    """Each readable, positive order row as the latest export has it."""
    rows = {}
    for table in orders_of(raw).values():
        for row in table:
            when = moment(row["下单时间"])
            if when and when.year < 2099 and float(row["实付金额"]) >= 0:
                rows[row["订单编号"]] = row
    return rows


@pytest.mark.long
def test_the_same_seed_gives_the_same_bytes(tmp_path):
    for name in ("one", "two"):
        samples.make(tmp_path / name, seed=3, customers=120)
    assert digests(tmp_path / "one") == digests(tmp_path / "two")


def test_another_seed_gives_another_shop(tmp_path):
    samples.make(tmp_path / "one", seed=3, customers=60, plain=True)
    samples.make(tmp_path / "two", seed=4, customers=60, plain=True)
    assert digests(tmp_path / "one") != digests(tmp_path / "two")


def test_no_file_carries_the_clock(folder):
    with zipfile.ZipFile(next((folder / "raw").glob("*.xlsx"))) as book:
        assert {entry.date_time for entry in book.infolist()} == {(2000, 1, 1, 0, 0, 0)}
        assert b"2000-01-01" in book.read("docProps/core.xml")


def test_a_folder_with_real_exports_is_left_alone(tmp_path):
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "orders.csv").write_text("mine", encoding="utf-8")
    with pytest.raises(DataProblem, match="holds files that no sample wrote"):
        samples.make(tmp_path, customers=100)
    assert (tmp_path / "raw" / "orders.csv").read_text(encoding="utf-8") == "mine"


def test_an_unknown_returns_setting_names_the_known_ones(tmp_path):
    with pytest.raises(DataProblem, match="cn_marketplace, mature_dtc"):
        samples.make(tmp_path, customers=100, returns="none")


def test_the_files_are_encoded_as_platforms_encode_them(folder):
    marks = {p.name: p.read_bytes().startswith(b"\xef\xbb\xbf") for p in (folder / "raw").glob("订单*.csv")}
    assert len(marks) == 10
    assert set(marks.values()) == {True, False}


def test_truth_counts_the_rows_of_every_file(raw, customers, truth):
    counted = {name: len(table) for name, table in raw.items()} | {"客户资料_20260630.xlsx": len(customers)}
    assert counted == truth["expected"]["rows"]


def test_order_numbers_are_guarded_and_telephones_apostrophed(raw):
    for table in orders_of(raw).values():
        assert all(re.fullmatch(r'="\d{19}"', row["订单编号"]) for row in table)
        assert all(re.fullmatch(r"'1\d{10}", row["收货人手机"]) for row in table)


def test_times_come_in_two_forms(raw):
    forms = set()
    for table in orders_of(raw).values():
        good = [row["付款时间"] for row in table if row["付款时间"]]
        forms.add("iso" if all(ISO.match(t) for t in good) else "slashes" if all(SLASHES.match(t) for t in good) else "mixed")
    assert forms == {"iso", "slashes"}


def test_unpaid_orders_have_no_payment_time(raw):
    rows = [row for table in orders_of(raw).values() for row in table]
    assert any(row["付款时间"] == "" for row in rows)
    paid = (exports.PAID, exports.DISPATCHED, exports.COMPLETED)
    assert all(row["付款时间"] for row in rows if row["订单状态"] in paid)


def test_the_dirt_in_the_order_files_is_as_counted(raw, customers, truth):
    known = {row["客户编号"].value for row in customers}
    for name, table in orders_of(raw).items():
        found = Counter()
        copies = Counter(tuple(row.values()) for row in table)
        found["exact_duplicate"] = sum(n - 1 for n in copies.values())
        for row in table:
            when, text = moment(row["下单时间"]), row["下单时间"]
            found["unreadable_date"] += when is None and not text[:1].isdigit()
            found["day_that_does_not_exist"] += when is None and text[:1].isdigit()
            found["far_future_date"] += when is not None and when.year == 2099
            found["negative_amount"] += float(row["实付金额"]) < 0
            clean = when is not None and when.year < 2099 and float(row["实付金额"]) >= 0
            found["unknown_customer"] += clean and row["客户编号"] not in known
        assert dict(found) == truth["dirt"][name], name


def test_the_dirt_in_lines_and_refunds_is_as_counted(raw, truth):
    orders = {row["订单编号"] for t in orders_of(raw).values() for row in t} | {row["主订单编号"] for t in orders_of(raw).values() for row in t}
    for name, table in raw.items():
        copies = sum(n - 1 for n in Counter(tuple(row.values()) for row in table).values())
        if name.startswith("订单明细"):
            assert {"exact_duplicate": copies, "unknown_order": sum(r["订单编号"] not in orders for r in table)} == truth["dirt"][name]
        if name.startswith("退款"):
            assert {"exact_duplicate": copies, "without_order": sum(not r["订单编号"] for r in table)} == truth["dirt"][name]


def test_overlapping_exports_repeat_orders_and_the_later_one_is_further_on(raw):
    first, second = list(orders_of(raw).values())[:2]
    earlier = {row["订单编号"]: row["订单状态"] for row in first}
    both = [(earlier[row["订单编号"]], row["订单状态"]) for row in second if row["订单编号"] in earlier]
    rank = {exports.UNPAID: 0, exports.PAID: 1, exports.DISPATCHED: 2, exports.COMPLETED: 3, exports.CLOSED: 3}
    assert len(both) > 50
    assert all(rank[after] >= rank[before] for before, after in both)
    assert any(after != before for before, after in both)


def test_a_right_import_finds_what_truth_expects(raw, truth):
    goods = {}
    for name, table in raw.items():
        if name.startswith("订单明细"):
            for row in table:
                goods.setdefault(row["订单编号"], {})[row["行号"]] = row["商品名称"]
    groups = {}
    for row in last_word(raw).values():
        groups.setdefault(row["主订单编号"] or row["订单编号"], []).append(row)
    counting, on_the_day = {}, Counter()
    for number, rows in groups.items():
        names = [n for n in goods.get(number, {}).values() if not n.startswith("【赠品】")]
        sale = bool(names) and not any("补差价" in n or "邮费" in n for n in names)
        kind = all(r["订单类型"] in ("普通", "定金", "尾款") for r in rows)
        stands = all(r["订单状态"] in (exports.PAID, exports.DISPATCHED, exports.COMPLETED) for r in rows)
        gross = sum(round(float(r["实付金额"]) * 100) for r in rows)
        if sale and kind and stands and gross > 0:
            counting[number] = gross
            placed = min(moment(r["下单时间"]) for r in rows)
            on_the_day[str(placed.year)] += (placed.month, placed.day) == (11, 11)
    refunds = {row["退款编号"]: row for n, t in raw.items() if n.startswith("退款") for row in t}
    refunded = sum(round(float(r["退款金额"]) * 100) for r in refunds.values() if r["订单编号"] in counting)
    want = truth["expected"]
    assert len(groups) == want["orders"]
    assert len(counting) == want["orders_that_count"]
    assert f"{sum(counting.values()) / 100:.2f}" == want["gross_paid_of_orders_that_count"]
    assert f"{refunded / 100:.2f}" == want["refunded_on_orders_that_count"]
    assert dict(on_the_day) == want["orders_on_11_11"]


def test_lines_add_up_to_their_order(raw):
    sums, seen = Counter(), set()
    for name, table in raw.items():
        if name.startswith("订单明细"):
            for row in table:
                if (row["订单编号"], row["行号"]) not in seen:
                    seen.add((row["订单编号"], row["行号"]))
                    sums[row["订单编号"]] += round(float(row["实付金额"]) * 100)
    paid = Counter()
    for row in last_word(raw).values():
        paid[row["主订单编号"] or row["订单编号"]] += round(float(row["实付金额"]) * 100)
    assert paid == Counter({k: v for k, v in sums.items() if k in paid})


def test_some_orders_stand_at_half_past_midnight_and_half_past_eleven_on_11_11(raw, truth):
    clock = {n: moment(row["下单时间"]).strftime("%Y-%m-%d %H:%M") for n, row in last_word(raw).items()}
    assert {key[-5:] for key in truth["midnight_orders"]} == {"00:30", "23:30"}
    for when, numbers in truth["midnight_orders"].items():
        assert {clock[f'="{n}"'] for n in numbers} == {when}


def test_deposit_and_balance_are_two_rows_of_one_parent(raw, truth):
    kinds = {}
    for row in last_word(raw).values():
        if row["主订单编号"]:
            kinds.setdefault(row["主订单编号"], []).append(row["订单类型"])
    assert len(kinds) == truth["expected"]["presale_pairs"] > 0
    assert all(sorted(pair) == ["定金", "尾款"] for pair in kinds.values())


def test_canaries_and_hostile_names_are_in_the_files_as_texts(customers, raw, truth):
    by_number = {row["客户编号"].value: row for row in customers}
    for number, name, phone, email in zip(*(truth["canaries"][k] for k in ("customers", "name", "phone", "email")), strict=True):
        row = by_number[number]
        assert [row[c].value for c in ("姓名", "手机", "邮箱")] == [name, phone, email]
    names = {row["姓名"].value for row in customers}
    assert set(truth["hostile"]["name"]) == {"<script>alert(1)</script>", "=cmd|' /C calc'!A0", "{{7*7}}", "表情😀"} <= names
    assert {cell.data_type for row in customers for cell in row.values()} <= {"s", "n", "inlineStr"}
    assert all(isinstance(row["客户编号"].value, str) for row in customers)
    remarks = {row["备注"] for table in orders_of(raw).values() for row in table}
    assert set(truth["hostile"]["name"]) <= remarks
    assert any("\n" in text for text in remarks)


def test_nobody_but_a_canary_has_a_canary_name_or_number(customers, truth):
    marked = [row["客户编号"].value for row in customers if "雀" in row["姓名"].value or row["手机"].value.startswith("139")]
    assert sorted(marked) == sorted(truth["canaries"]["customers"])


def test_two_customers_share_a_telephone(customers, truth):
    phones = Counter(row["手机"].value for row in customers if "*" not in row["手机"].value)
    assert sum(n == 2 for n in phones.values()) == truth["planted"]["same_phone"] > 0


def test_true_reasons_stand_in_truth_only(raw, truth):
    ticked = {row["退款编号"].strip('="'): row["退款原因"] for n, t in raw.items() if n.startswith("退款") for row in t if row["订单编号"]}
    true = truth["planted"]["true_reasons"]
    assert set(ticked) <= set(true)
    after = [n for n in ticked if true[n] != "changed_mind"]
    anyway = sum(ticked[n] == f.NO_REASON_WORD for n in after) / len(after)
    assert anyway == pytest.approx(f.NO_REASON, abs=0.06)


def test_second_orders_come_as_the_trade_says(measured):
    second = measured[1]["second_order"]
    assert second["all"] == pytest.approx({str(k): v for k, v in f.SECOND_ORDER.items()}, abs=3.5)
    for channel, share in f.SECOND_ORDER_SAME_CHANNEL.items():
        assert second["same_channel_365"][channel] == pytest.approx(share, abs=7)


def test_orders_and_money_are_as_concentrated_as_the_trade_says(measured):
    customers = measured[1]["customers"]
    counts = [customers[f"customers_with_{k}"] for k in (1, 2, 3, 4)] + [customers["customers_with_5_or_more"]]
    assert counts == pytest.approx(f.ORDER_COUNTS, abs=4)
    assert 56 < customers["top_fifth_of_money"] < 65
    assert 55 < customers["median_gap"] < 80
    assert 0.02 < customers["at_least_20000"] < 0.4


def test_orders_are_as_large_as_the_trade_says(measured):
    orders = measured[1]["orders"]
    assert 455 < orders["net_per_order"] < 540
    assert 1.4 < orders["units_per_order"] < 1.65
    assert 78 < orders["paid_of_list"] < 83
    assert 65 < orders["orders_with_coupon"] < 75
    assert 62 < orders["gross_margin"] < 66
    assert 800 < orders["premium_net_per_order"] < 970
    assert orders["premium_french"] > 65


def test_sales_follow_months_channels_and_hours(measured):
    sales = measured[1]["sales"]
    assert list(sales["by_month"].values()) == pytest.approx(f.MONTH_SHARES, abs=1.8)
    assert list(sales["by_channel"].values()) == pytest.approx(f.CHANNEL_SALES, abs=4)
    assert sales["evening"]["20-23"] == pytest.approx(35, abs=2)


def test_refunds_follow_channel_and_category(measured):
    sales, wanted = measured[1]["sales"], f.REFUNDS["cn_marketplace"]
    for i, channel in enumerate(f.CHANNELS[:3]):
        assert sales["refunds_before_dispatch"][channel] == pytest.approx(wanted["before"][i], abs=4)
        assert sales["refunds_after_delivery"][channel] == pytest.approx(wanted["after"][i], abs=5)
    category = measured[1]["returns_by_category"]
    assert list(category.values()) == pytest.approx(f.CATEGORY_RETURNS, abs=9)


def test_a_mature_own_shop_takes_back_a_quarter():
    made = shop.build(6, 3_000, returns="mature_dtc")
    paid = made.orders.loc[made.orders["paid_at"].notna(), "paid"].sum()
    assert 100 * made.returns["amount"].sum() / paid == pytest.approx(25, abs=3)


def test_the_rule_is_planted_at_its_shares(measured):
    found = measured[1]["rule"]
    assert found["index_orders"] > 120
    assert [found[k] for k in ("B_or_C", "B", "C", "both")] == pytest.approx([30, 19, 14, 3], abs=4)


def test_no_parcel_leaves_over_spring_festival(measured):
    sent = measured[0].orders["dispatched_at"].dropna().to_numpy()
    assert not season.holiday(sent).any()


def test_prices_end_in_nine_and_stay_in_their_range(raw):
    goods = [row for row in raw["商品_20260630.csv"] if row["品类"] != "其他"]
    for row in goods:
        low, high = f.PRICE_RANGES[f.CATEGORIES.index(row["品类"])]
        assert row["吊牌价"].endswith("9.00")
        assert low <= float(row["吊牌价"]) <= high


def test_styles_sell_as_unequally_as_the_trade_says(measured):
    made = measured[0]
    lines = made.lines[made.lines["article"] >= 0]
    style = made.goods.articles["style"].to_numpy()[lines["article"]]
    units = np.sort(np.bincount(style, lines["quantity"], minlength=len(made.goods.styles)))[::-1]
    assert units[: len(units) // 5].sum() / units.sum() == pytest.approx(0.65, abs=0.05)
    basic = made.goods.styles["basic"].to_numpy()
    assert basic.mean() == pytest.approx(f.BASIC_STYLES, abs=0.03)
    assert basic[style].mean() == pytest.approx(f.BASIC_SALES, abs=0.04)


def test_a_larger_shop_leaves_the_goods_as_they_are():
    small, large = shop.build(9, 200), shop.build(9, 400)
    assert small.goods.styles.equals(large.goods.styles)


def test_the_plain_shop_has_its_parameters_and_nothing_else(tmp_path):
    truth = samples.make(tmp_path / "plain", seed=1, customers=3_000, plain=True)
    files = sorted(p.name for p in (tmp_path / "plain" / "raw").iterdir())
    assert [name.split("_")[0] for name in files] == ["商品", "客户资料", "订单", "订单明细"]
    rows = read(tmp_path / "plain" / "raw" / "订单_20240101-20260630.csv")
    assert len(rows) == truth["expected"]["orders"]
    assert {row["订单类型"] for row in rows} == {"普通"}
    buyers = Counter(row["客户编号"] for row in rows)
    assert len(buyers) == 3_000
    # Gamma-Gamma: the mean amount is p·v/(q−1).
    p = truth["parameters"]
    assert np.mean([float(r["实付金额"]) for r in rows]) == pytest.approx(p["p"] * p["v"] / (p["q"] - 1), rel=0.08)


def test_first_repeats_of_the_plain_shop_follow_bg_nbd():
    from retention.samples import plain

    orders = plain.draw(2, 20_000)
    second = orders.groupby("person")["day"].nth(1).to_numpy()
    first = orders.groupby("person")["day"].first()
    wait = second - first.loc[orders.loc[orders.groupby("person")["day"].nth(1).index, "person"]].to_numpy()
    for days in (30, 180, 365):
        # Everyone is watched for at least 372 days; before the first repeat order nobody leaves.
        expected = 1 - (f.PLAIN["alpha"] / (f.PLAIN["alpha"] + days)) ** f.PLAIN["r"]
        assert (wait <= days).sum() / 20_000 == pytest.approx(expected, abs=0.012)
