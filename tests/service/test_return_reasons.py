"""Why goods come back: hand-sized orders, and what tickets, comments and sizes say beside the reason that was ticked."""

from datetime import date, datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention import service
from retention.service.return_reasons import LEFT_OUT
from retention.service.return_shares import spread
from retention.tables import ORDER_LINES, PRODUCTS, RETURNS, SURVEYS, TICKETS
from tests.laws import tries
from tests.service.returns_by_hand import day, table

AS_OF = date(2026, 6, 30)
SHELF = {"d-S": ("Dress", "S"), "d-M": ("Dress", "M"), "d-L": ("Dress", "L"), "b-S": ("Blouse", "S")}


def shelf(**more: tuple[str, str]):
    goods = {**SHELF, **{number.replace("_", "-"): told for number, told in more.items()}}
    return table(PRODUCTS, [{"product_id": n, "name": name, "category": "tops", "size": size} for n, (name, size) in goods.items()])


def lines(*sold: str):
    """Lines as "o1 1 d-S", with pieces behind, and in brackets why the line does not count."""
    rows = []
    for told in sold:
        words, _, why = told.partition(" (")
        order, number, product, *pieces = words.split()
        about = {"order_id": order, "line_no": int(number), "product_id": product, "quantity": int((pieces or ["1"])[0])}
        rows.append(about | {"ordered_on": day("1"), "line_paid": 10, "counts": not why, "why_not": why.rstrip(")") or None})
    return table(ORDER_LINES, rows)


def sent_back(*told: dict):
    """Returns of order lines, settled and after delivery where nothing else is said."""
    common = {"part": 1, "returned_on": day("10"), "quantity": 1, "amount": 10, "status": "settled", "stage": "after_delivery", "kind": "退货退款"}
    return table(RETURNS, [common | {"return_id": f"r{n}", "found_by": "named"} | about for n, about in enumerate(told, 1)])


def test_only_settled_returns_of_goods_count_and_each_other_row_has_its_reason():
    sold = lines("o1 1 d-S", "o2 1 d-M 2", "o3 1 d-L (closed)", "o4 1 b-S (gift)", "o5 1 unheard")
    goods = service.returned_goods(
        sent_back(
            {"order_id": "o1", "line_no": 1},
            {"order_id": "o2", "product_id": "d-M", "quantity": None},
            {"order_id": "o3", "line_no": 1},
            {"order_id": "o4", "line_no": 1},
            {"order_id": "o1", "line_no": 1, "status": "refused"},
            {"order_id": "o1", "line_no": 1, "status": "open"},
            {"order_id": "o1", "line_no": 1, "stage": "before_dispatch", "kind": "仅退款"},
            {"order_id": "o1", "line_no": 1, "kind": "仅退款"},
            {"order_id": "o1", "line_no": 1, "kind": "维修"},
            {"order_id": "o9", "line_no": 1},
            {},
            {"order_id": "o5", "line_no": 1},
        ),
        sold,
        shelf(),
    ).set_index("return_id")
    assert goods.loc[["r1", "r2", "r3", "r12"], "fate"].eq("counted").all()
    assert goods.loc["r2", ["good", "size", "pieces", "line_no"]].tolist() == ["Dress", "M", 2, 1]
    assert goods.loc["r12", ["good", "category", "size"]].tolist() == ["unheard", "", ""]
    assert goods.loc[["r4", "r5", "r6", "r7", "r8", "r9", "r10", "r11"], "fate"].tolist() == [
        "no_sale", "not_settled", "not_settled", "before_dispatch", "goods_kept", "goods_kept", "no_line", "no_line",
    ]  # fmt: skip
    kept = service.left_out(goods).set_index("fate")["rows"]
    assert kept["counted"] == 4
    assert kept.sum() == 12


def test_on_an_earlier_day_only_what_was_settled_by_then_counts():
    back = sent_back(
        {"order_id": "o1", "line_no": 1}, {"order_id": "o1", "line_no": 1, "settled_on": day("12")}, {"order_id": "o1", "status": "open"}
    )
    goods = service.returned_goods(back, lines("o1 1 d-S"), shelf(), newest=False)
    assert goods["fate"].tolist() == ["not_known", "counted", "not_settled"]


def test_reasons_ticked_have_their_share_of_all_returns():
    told = [{"order_id": "o1", "line_no": 1, "reason": reason} for reason in ("七天无理由", "七天无理由", "尺码不合适", None)]
    found = service.reported_reasons(service.returned_goods(sent_back(*told), lines("o1 1 d-S"), shelf()))
    assert found[["reason", "theme", "returns", "share"]].to_numpy().tolist() == [
        ["七天无理由", "no_reason", 2, 0.5], ["", "not_told", 1, 0.25], ["尺码不合适", "size", 1, 0.25],
    ]  # fmt: skip


def test_tickets_comments_and_sizes_say_what_the_reason_does_not():
    sold = lines("o1 1 d-S", "o1 2 d-M", "o2 1 d-M", "o3 1 d-L", "o4 1 d-S", "o4 2 d-L", "o5 1 d-M", "o5 2 d-L")
    back = sent_back(
        {"order_id": "o1", "line_no": 1, "reason": "七天无理由"},
        {"order_id": "o2", "line_no": 1, "reason": "七天无理由"},
        {"order_id": "o3", "line_no": 1, "reason": "颜色不符"},
        {"order_id": "o4", "line_no": 2, "reason": "too large"},
        {"order_id": "o5", "line_no": 1},
        {"order_id": "o5", "line_no": 2},
    )
    # Before it was asked for; of another kind; half a year later: only the first is about the return.
    asked = (("t1", "o2", "after_sales", "05-09"), ("t2", "o3", "question", "05-09"), ("t3", "o3", "after_sales", "11-09"))
    opened = {number: datetime.fromisoformat(f"2026-{when}") for number, _, _, when in asked}
    about = [{"ticket_id": number, "order_id": order, "kind": kind, "topic": "尺码"} for number, order, kind, _ in asked]
    tickets = table(TICKETS, [row | {"opened_at": opened[row["ticket_id"]], "opened_on": opened[row["ticket_id"]].date()} for row in about])
    surveys = table(
        SURVEYS,
        [
            {"survey_id": "s1", "order_id": "o1", "kind": "nps", "answered_on": day("20"), "comment": "面料舒服，就是尺码偏小，肩膀紧"},
            {"survey_id": "s2", "order_id": "o3", "kind": "nps", "answered_on": day("20"), "comment": "尺码很准"},
        ],
    )
    goods = service.returned_goods(back, sold, shelf())
    said = service.what_is_said(goods, tickets, surveys)
    assert said[["reported", "ticket", "comment", "said", "theme"]].to_numpy().tolist() == [
        ["no_reason", "not_told", "size", "small", "size"],
        ["no_reason", "size", "not_told", "", "size"],
        ["looks", "not_told", "other", "", "looks"],
        ["size", "not_told", "not_told", "large", "size"],
        ["not_told", "not_told", "not_told", "", "not_told"],
        ["not_told", "not_told", "not_told", "", "not_told"],
    ]
    tried = service.two_sizes(sold, shelf(), goods)
    assert dict(zip(tried["order_id"], tried["kept"], strict=True)) == {"o1": "larger", "o4": "smaller", "o5": "none"}
    found = service.size_estimates(said, tried).set_index("source")
    assert found[["returns", "about_size", "silent"]].to_dict("index") == {
        "reported": {"returns": 2, "about_size": 1, "silent": 4},
        "tickets": {"returns": 1, "about_size": 1, "silent": 5},
        "comments": {"returns": 1, "about_size": 1, "silent": 5},
        "two_sizes": {"returns": 6, "about_size": 2, "silent": 0},
    }
    # Wilson of 2 in 6.
    assert found.loc["two_sizes", ["share", "low", "high"]].tolist() == pytest.approx([1 / 3, 0.0968, 0.7000], abs=1e-4)


def test_shops_without_tickets_surveys_list_of_products_or_returns_say_less():
    sold, back = lines("o1 1 d-S", "o1 2 d-M"), sent_back({"order_id": "o1", "line_no": 1, "reason": "尺码不合适"})
    goods = service.returned_goods(back, sold, None)
    assert goods[["good", "category", "size", "fate"]].to_numpy().tolist() == [["d-S", "", "", "counted"]]
    said, tried = service.what_is_said(goods, None, None), service.two_sizes(sold, None, goods)
    assert tried.empty
    assert service.size_estimates(said, tried)["about_size"].tolist() == [1, 0, 0, 0]
    none = goods.iloc[:0]
    rates = service.return_rates(service.purchases(sold, None, none, AS_OF))
    assert rates[["good", "purchases", "came_back"]].to_numpy().tolist() == [["d-M", 1, 0], ["d-S", 1, 0]]
    assert service.size_estimates(service.what_is_said(none, None, None), tried)[["share", "low"]].isna().all(axis=None)
    assert service.what_to_change(rates, said, tried).empty
    assert service.return_rates(service.purchases(lines("o1 1 d-S (gift)"), None, none, AS_OF)).empty


# --- how often goods come back ---------------------------------------------------------------------


def test_a_purchase_is_a_good_in_an_order_however_many_pieces_and_lines():
    sold = lines("o1 1 d-S 10", "o2 1 d-S", "o2 2 d-M", "o3 1 d-M (closed)", "o4 1 d-M (closed)", "o5 1 b-S (unpaid)")
    back = sent_back(
        {"order_id": "o1", "line_no": 1, "quantity": 10}, {"order_id": "o2", "line_no": 2}, {"order_id": "o3", "line_no": 1, "quantity": 3}
    )
    bought = service.purchases(sold, shelf(), service.returned_goods(back, sold, shelf()), AS_OF)
    assert bought[["what", "good", "size", "purchases", "came_back", "pieces", "pieces_back"]].to_numpy().tolist() == [
        ["product", "Dress", "", 3, 3, 13, 12],
        ["size", "Dress", "M", 2, 2, 2, 2],
        ["size", "Dress", "S", 2, 1, 11, 10],
    ]
    assert service.purchases(sold, shelf(), service.returned_goods(back, sold, shelf()), date(2026, 5, 20)).empty


def test_shares_are_drawn_towards_the_category_the_more_the_fewer_purchases():
    counts = [("A", 200, 100), ("B", 200, 20), ("C", 4, 3), ("D", 100, 30)]
    bought = pd.DataFrame([{"what": "product", "good": g, "category": "tops", "size": "", "purchases": n, "came_back": k} for g, n, k in counts])
    bought = bought.assign(pieces=bought["purchases"], pieces_back=bought["came_back"])
    found = service.return_rates(bought).set_index("good")
    mean, rho = spread(bought["came_back"].to_numpy(), bought["purchases"].to_numpy())
    assert mean == pytest.approx(153 / 504)
    # By hand: apart = Σ n (p − m)² / (m (1 − m)), of it 3 by chance; room = 504 − (200² + 200² + 4² + 100²) / 504 − 3.
    apart = (200 * (0.5 - mean) ** 2 + 200 * (0.1 - mean) ** 2 + 4 * (0.75 - mean) ** 2 + 100 * (0.3 - mean) ** 2) / (mean * (1 - mean))
    assert rho == pytest.approx((apart - 3) / (504 - 90016 / 504 - 3))
    weight = 1 / rho - 1
    assert found.loc["C", "shrunk"] == pytest.approx((3 + weight * mean) / (4 + weight))
    pulled = (found["shrunk"] - found["share"]).abs() / (found["share"] - mean).abs()
    assert pulled["C"] > pulled["D"] > pulled["A"]
    assert found.index[found["named"]].tolist() == ["A"]
    assert np.isnan(found.loc["C", "p"])  # four pieces


def shop_of(rng: np.random.Generator, goods: int, orders: int, share: np.ndarray) -> pd.DataFrame:
    """Purchases of goods in two categories that come back with the given shares."""
    n = 1 + rng.poisson(orders * rng.gamma(1, 1, goods))
    rows = {"what": "product", "good": [f"g{i}" for i in range(goods)], "category": [f"c{i % 2}" for i in range(goods)], "size": ""}
    found = pd.DataFrame(rows).assign(purchases=n.astype(float), came_back=rng.binomial(n, share).astype(float))
    return found.assign(pieces=found["purchases"], pieces_back=found["came_back"])


def named_in(shops: int, goods: int = 40, orders: int = 40) -> int:
    """Shops in which all goods come back alike, and a good is named."""
    rng = np.random.default_rng(11)
    return sum(service.return_rates(shop_of(rng, goods, orders, np.full(goods, 0.35)))["named"].any() for _ in range(shops))


@pytest.mark.long
def test_where_all_goods_come_back_alike_hardly_a_shop_names_one():
    assert named_in(60) <= 7  # 3 expected at most; 8 of 60 happen in 1 of 100 tries


@pytest.mark.soak
def test_where_all_goods_come_back_alike_at_most_the_nominal_share_of_shops_names_one():
    assert named_in(1000) <= 66  # 50 and 2.33 standard errors
    assert named_in(500, goods=200, orders=15) <= 36


def test_goods_that_come_back_more_often_are_found():
    rng = np.random.default_rng(5)
    share = np.full(40, 0.3)
    share[7] = 0.6
    bought = shop_of(rng, 40, 60, share)
    bought.loc[7, ["purchases", "came_back", "pieces"]] = 120, 72, 120
    found = service.return_rates(bought)
    assert found.loc[found["named"], "good"].tolist() == ["g7"]


# --- what to change --------------------------------------------------------------------------------


def trouble(word: str, other: str = "质量问题") -> pd.DataFrame:
    """A dress that comes back in 45 of 60 orders for one reason, blouses that do in 20 of 100 for another: what to change."""
    sold = lines(*(f"o{n} 1 d-M" for n in range(60)), *(f"p{n} 1 b-S" for n in range(100)))
    told = [{"order_id": f"o{n}", "line_no": 1, "reason": word} for n in range(45)]
    told += [{"order_id": f"p{n}", "line_no": 1, "reason": other} for n in range(20)]
    goods = service.returned_goods(sent_back(*told), sold, shelf())
    rates = service.return_rates(service.purchases(sold, shelf(), goods, AS_OF))
    return service.what_to_change(rates, service.what_is_said(goods, None, None), service.two_sizes(sold, shelf(), goods))


@pytest.mark.parametrize(
    ("word", "what"), [("尺码偏小", "size_small"), ("too large", "size_large"), ("尺码不合适", "size"), ("色差", "looks"), ("七天无理由", "not_told")]
)
def test_what_to_change_is_what_the_returns_of_a_good_say_more_often_than_others(word, what):
    (row,) = trouble(word).to_dict("records")
    assert (row["good"], row["size"], row["what"], row["came_back"], row["purchases"]) == ("Dress", "", what, 45, 60)
    # 65 of 160 purchases of the category came back.
    assert row["category_share"] == pytest.approx(65 / 160)
    assert row["at_stake"] == pytest.approx((row["shrunk"] - 65 / 160) * 60)
    assert 0 < row["at_stake"] < 45 - 60 * 65 / 160
    assert (row["told"], row["about"]) == ((0, 0) if what == "not_told" else (45, 45))


def test_a_reason_that_all_goods_share_is_not_what_to_change():
    (row,) = trouble("色差", other="色差").to_dict("records")
    assert row["what"] == "not_told"


A_RETURN = st.tuples(
    st.integers(0, 5),
    st.sampled_from(["settled", "open", "refused", None]),
    st.sampled_from(["退货退款", "仅退款", None]),
    st.sampled_from(list(SHELF)),
)


@tries(15)
@given(st.lists(A_RETURN, min_size=1, max_size=12))
def test_kept_and_left_out_are_what_was_read(told):
    sold = lines(*(f"o{n} {i} {product}" for n in range(4) for i, product in enumerate(SHELF, 1)))
    back = sent_back(*({"order_id": f"o{n}", "status": status, "kind": kind, "product_id": product} for n, status, kind, product in told))
    goods = service.returned_goods(back, sold, shelf())
    assert len(goods) == service.left_out(goods)["rows"].sum() == len(told)
    assert goods["fate"].isin(["counted", *LEFT_OUT]).all()
    bought = service.purchases(sold, shelf(), goods, AS_OF)
    assert (bought["came_back"] <= bought["purchases"]).all()
    assert (bought["pieces_back"] <= bought["pieces"]).all()
    # Goods that came back were sold: what sizes say adds up to what their goods do.
    pieces = bought.groupby("what")[["pieces", "pieces_back"]].sum()
    assert pieces.loc["product"].tolist() == pieces.loc["size"].tolist()
    assert bought["came_back"].sum() > 0 or not goods["fate"].eq("counted").any()
    rates = service.return_rates(bought)
    assert rates["shrunk"].between(0, 1).all()
    assert (rates["shrunk_low"] <= rates["shrunk_high"]).all()
