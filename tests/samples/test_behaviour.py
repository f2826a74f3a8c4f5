"""What the sample's customers did: visits lead to orders, coupons agree with orders, members buy more; dirt as counted."""

import json
from collections import Counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention import samples
from retention.samples import baskets, behaviour, exports, joining, names, season, shop, told
from retention.samples import figures_of_the_trade as f
from retention.samples.behaviour import coupons, first_coupon, members, points, reached, social, visits
from retention.shop import Shop

SEED = 11


@pytest.fixture(scope="module")
def made():
    return shop.build(SEED, 2_000)


@pytest.fixture(scope="module")
def numbers(made):
    return names.customer_numbers(SEED, made.people)


@pytest.fixture(scope="module")
def behaved(made, numbers):
    return behaviour.tables(SEED, made, numbers, pd.DataFrame())


@pytest.fixture(scope="module")
def events(made):
    return behaviour.events(SEED, made, social.shares(SEED, made))


@pytest.fixture(scope="module")
def held(made):
    return coupons.all_coupons(SEED, made)


@pytest.fixture(scope="module")
def measured():
    """A shop of 8,000, measured: shares have a standard error of about half a point."""
    large = shop.build(5, 8_000)
    return behaviour.tables(5, large, names.customer_numbers(5, large.people), pd.DataFrame()).truth["reached"]


def raw(behaved: told.Told, what: str) -> pd.DataFrame:
    """The rows of all exports of one kind, dirt left out, the later export behind the earlier."""
    tables = [t.assign(file=n) for n, (t, _) in behaved.files.items() if n.startswith(what + "_")]
    return pd.concat(tables, ignore_index=True).query("order >= 0").reset_index(drop=True)


@pytest.mark.long
def test_the_same_seed_tells_the_same_and_another_seed_another_story(made, numbers, behaved):
    again = behaviour.tables(SEED, made, numbers, pd.DataFrame())
    other = behaviour.tables(SEED + 1, made, numbers, pd.DataFrame())
    assert all(table.equals(again.files[name][0]) for name, (table, _) in behaved.files.items())
    assert again.truth == behaved.truth
    assert not any(table.equals(other.files[name][0]) for name, (table, _) in behaved.files.items())


def test_what_is_told_of_the_shop_changes_no_file_made_before(tmp_path, monkeypatch):
    samples.make(tmp_path / "all", seed=3, customers=120)
    monkeypatch.setattr(samples, "TOLD", {})
    samples.make(tmp_path / "bare", seed=3, customers=120)
    bare = {p.name: p.read_bytes() for p in (tmp_path / "bare" / "raw").iterdir()}
    assert len(bare) == 14
    assert {name: (tmp_path / "all" / "raw" / name).read_bytes() for name in bare} == bare


def test_an_order_that_stands_has_one_used_coupon_of_the_name_it_carries(made, held):
    orders = made.orders.assign(name=np.asarray(baskets.COUPONS)[made.orders["coupon"]])
    named = orders[shop.counting(orders) & orders["name"].isin(coupons.CATALOGUE)]
    used = held[held["order"] >= 0].set_index("order")
    assert used.index.is_unique
    other = used.drop(named.index)
    assert set(other["name"]) == {coupons.WIN_BACK}
    together = named.join(used, rsuffix="_of_coupon")
    assert (together["name"] == together["name_of_coupon"]).all()
    assert (together["person"] == together["person_of_coupon"]).all()
    assert (together["at"] == together["used_at"]).all()


def test_a_win_back_coupon_is_used_by_who_was_away_on_an_order_that_allows_it(made, held):
    used = held[(held["name"] == coupons.WIN_BACK) & (held["order"] >= 0)]
    orders = made.orders.loc[used["order"]]
    assert len(used) >= 1
    assert (orders["coupon"] == 0).all()
    assert (orders["paid"] >= 31_900).all()
    assert (orders["list"] - orders["paid"] >= 8_000).all()
    everything = made.orders[shop.counting(made.orders)]
    for person, at in zip(used["person"], used["issued_at"], strict=True):
        before = everything.loc[(everything["person"] == person) & (everything["at"] < at), "at"].max()
        assert at - before > pd.Timedelta(days=f.WIN_BACK_DAYS[0])


def test_coupons_are_used_after_they_were_issued_and_before_they_expire(behaved):
    table = raw(behaved, "优惠券").drop_duplicates("券编号", keep="last")
    used = table[table["使用日期"] != ""]
    issued, on, last = (pd.to_datetime(used[c].str.replace("/", "-"), format="mixed").dt.normalize() for c in ("发放时间", "使用日期", "失效日期"))
    assert len(used) > 500
    assert ((issued <= on) & (on <= last)).all()
    assert (used["订单编号"].str.fullmatch(r'="\d{19}"')).all()
    assert (table.loc[table["使用日期"] == "", "订单编号"] == "").all()


def test_the_exports_together_know_every_coupon_as_it_is_at_the_end(behaved, held):
    last = raw(behaved, "优惠券").drop_duplicates("券编号", keep="last").set_index("券编号")
    assert set(last.index) == set(held["number"])
    assert (last["使用日期"] != "").sum() == held["used_at"].notna().sum()


def test_coupons_are_used_as_rarely_as_the_trade_says(measured):
    rate = {name: of["rate"] for name, of in measured["coupons"].items()}
    assert 12 < rate[coupons.JOINING] < 18
    assert 5 < rate[coupons.REPEAT] < 8
    assert 8 < rate[coupons.BIRTHDAY] < 12
    assert 1 < rate[coupons.WIN_BACK] < 2
    assert all(9 < rate[f"满{above}减{off}"] < 17 for above, off in f.THRESHOLD_COUPONS)


def test_members_are_fewer_than_half_of_the_customers_and_more_than_half_of_the_sales(measured):
    assert 35 < measured["members"] < 50
    assert 55 < measured["members_sales"] < 65


def test_members_joined_on_the_day_the_customers_file_has(made, numbers, behaved):
    nobody = np.empty(0, dtype=int)
    identity = names.identities(SEED, made.people, nobody, nobody)
    customers = names.customers_table(SEED, made.people, numbers, identity, joining.history(made)).set_index("客户编号")
    file = raw(behaved, "会员").drop_duplicates("客户编号").set_index("客户编号")
    known = file[file.index.isin(customers.index)]
    assert (known["入会时间"].str[:10] == customers.loc[known.index, "入会日期"]).all()
    assert set(known.index) == set(customers.index[customers["入会日期"] != ""])


def test_who_paid_with_the_joining_coupon_had_joined(made, held):
    joined = joining.profiles(SEED, made)["joined_at"]
    orders = made.orders[made.orders["coupon"] == baskets.COUPONS.index(coupons.JOINING)]
    first = orders[orders["made_by"] == "shop"].groupby("person")["at"].min()
    assert (joined[first.index] < first).all()
    assert sorted(held.loc[held["name"] == coupons.JOINING, "person"]) == list(joined.index[joined.notna()])


def test_a_member_has_the_points_and_the_tier_her_completed_orders_since_joining_have_earned(made):
    redeemed = points.redemptions(SEED, made)
    table = members.memberships(SEED, made, np.empty(0, dtype=int), redeemed)
    back = made.returns.groupby("order")["amount"].sum()
    orders = made.orders[shop.counting(made.orders) & (made.orders["completed_at"] < season.END)]
    burned = redeemed.groupby("person")["quantity"].sum()
    for tier in f.TIERS:
        for row in table[(table["tier"] == tier) & ~table["person"].isin(burned.index)].head(15).itertuples():
            own = orders[(orders["person"] == row.person) & (orders["at"].dt.normalize() >= pd.Timestamp(row.joined_at).normalize())]
            net = (own["paid"] - back.reindex(own.index).fillna(0)).clip(lower=0)
            assert row.points == (net // 100).sum()
            # A refund after the upgrade takes points, not the tier.
            reached = sum(net.sum() / 100 >= other for other in f.TIERS.values())
            highest = sum(own["paid"].sum() / 100 >= other for other in f.TIERS.values())
            assert reached <= list(f.TIERS).index(tier) + 1 <= highest


def test_points_are_spent_in_hundreds_by_members_who_have_them(made):
    redeemed = points.redemptions(SEED, made)
    table = members.memberships(SEED, made, np.empty(0, dtype=int), redeemed).set_index("person")
    assert len(redeemed) > 40
    assert (redeemed["quantity"] % f.POINTS_STEP == 0).all()
    assert redeemed["quantity"].min() >= f.POINTS_LEAST
    assert table["points"].min() >= 0
    assert (redeemed["at"].to_numpy() > table.loc[redeemed["person"], "joined_at"].to_numpy()).all()
    cash = redeemed[redeemed["order"] >= 0]
    assert set(cash["about"]) == {points.CASH}
    assert not cash.duplicated("order").any()
    assert (made.orders["person"].to_numpy()[cash["order"]] == cash["person"]).all()
    assert (cash["quantity"] * f.POINT_CENTS <= f.POINTS_BURNED["cap"] * made.orders["paid"].to_numpy()[cash["order"]]).all()


def test_corrections_by_hand_change_a_few_balances_and_tiers_and_are_written_down(made, numbers, behaved):
    rule = members.memberships(SEED, made, np.empty(0, dtype=int), points.redemptions(SEED, made))
    file = raw(behaved, "会员").drop_duplicates("客户编号").set_index("客户编号").loc[numbers[rule["person"]]]
    added = pd.Series(file["积分余额"].astype(int).to_numpy() - rule["points"].to_numpy(), file.index)
    assert added[added != 0].to_dict() == behaved.truth["planted"]["points_by_hand"]
    given = pd.Series(file["会员等级"].to_numpy(), file.index)[file["会员等级"].to_numpy() != rule["tier"].to_numpy()]
    assert given.to_dict() == behaved.truth["planted"]["tiers_by_hand"]
    assert (len(added[added != 0]), len(given)) == (len(f.POINTS_BY_HAND), f.TIERS_BY_HAND)


def test_visits_are_kept_for_400_days_and_the_rest_since_the_first_day(events):
    browsing = events["kind"].isin(["浏览", "收藏", "加购", "移出购物车", "去结算", "咨询"])
    assert events.loc[browsing, "at"].min() >= season.END - np.timedelta64(400, "D")
    assert events.loc[~browsing, "at"].min() < np.datetime64("2024-06-01")
    assert events["at"].max() < season.END
    assert not events.duplicated().any()


def test_a_checkout_with_an_order_is_of_its_goods_just_before_it(made, events):
    rows = events[(events["kind"] == "去结算") & (events["order"] >= 0)]
    orders = made.orders.loc[rows["order"]]
    wait = orders["at"].to_numpy() - rows["at"].to_numpy()
    assert len(rows) > 500
    assert (orders["person"].to_numpy() == rows["person"].to_numpy()).all()
    assert ((wait > np.timedelta64(0, "s")) & (wait < np.timedelta64(600, "s"))).all()
    sold = set(zip(made.lines["order"], made.lines["code"], strict=True))
    assert all(pair in sold for pair in zip(rows["order"], rows["code"], strict=True))


def test_some_carts_are_left_and_some_visitors_are_not_signed_in(events):
    carts, checkouts = (events["kind"] == "加购").sum(), (events["kind"] == "去结算").sum()
    assert carts > 1.3 * checkouts
    assert 0.03 < (events["person"] < 0).mean() < 0.10
    assert set(events.loc[events["person"] < 0, "kind"]) <= {"浏览", "收藏", "加购", "去结算", "移出购物车", "咨询"}


def test_what_people_looked_at_in_a_fortnight_tells_who_orders_within_a_week(measured):
    assert 0.68 < measured["intent_auc"] < 0.80


def test_of_those_who_stopped_ordering_some_still_look_and_most_do_not(measured):
    assert 12 < measured["asleep"]["dormant_but_seen"] < 26


def test_the_auc_counts_pairs_in_the_right_order():
    # Of six pairs one is in the wrong order and one is tied.
    score, happened = np.array([1, 2, 3, 3, 5]), np.array([False, True, False, True, False])
    assert reached.auc(score, happened) == pytest.approx((1 + 0 + 0 + 1 + 0.5 + 0) / 6)
    assert np.isnan(reached.auc(score, np.zeros(5, dtype=bool)))


def test_campaigns_are_joined_while_they_run_and_more_by_who_orders_in_them(made):
    joins = social.campaign_joins(SEED, made)
    assert {"2024年双11", "2025年618", "2026年618", "2026年女王节"} <= set(joins["about"])
    assert "2026年双11" not in set(joins["about"])
    days = joins[joins["about"] == "2025年双11"]
    assert days["at"].min() >= np.datetime64("2025-10-20")
    assert days["at"].max() < np.datetime64("2025-11-12")
    inside = made.orders[(made.orders["at"] >= "2025-10-20") & (made.orders["at"] < "2025-11-12") & (made.orders["made_by"] == "shop")]
    buyers = inside["person"].unique()
    assert np.isin(buyers, days["person"]).mean() > 0.4 > 0.25 > days["person"].nunique() / len(made.people)


def test_members_check_in_and_others_hardly_do(made):
    rows = social.check_ins(SEED, made)
    joined = joining.profiles(SEED, made)["joined_at"]
    assert joined.notna()[rows["person"]].mean() > 0.9
    assert not rows.assign(day=rows["at"].dt.normalize()).duplicated(["person", "day"]).any()
    own = joined[rows["person"]].to_numpy()
    assert (rows["at"].to_numpy()[~np.isnat(own)] >= own[~np.isnat(own)]).all()


def test_what_went_back_or_came_late_has_fewer_stars():
    large = shop.build(5, 8_000)
    rows = social.reviews(5, large)
    order = large.orders.loc[rows["order"]]
    late = ((order["signed_at"] - order["dispatched_at"]).dt.total_seconds() / season.DAY > f.LATE_DAYS).to_numpy()
    refunds = large.returns[large.returns["amount"] > 0]
    back = set(zip(refunds["order"], refunds["code"], strict=True))
    returned = np.array([pair in back for pair in zip(rows["order"], rows["code"], strict=True)])
    stars = rows["rating"].to_numpy()
    assert set(stars) <= {1, 2, 3, 4, 5}
    assert stars[~late & ~returned].mean() - stars[returned].mean() > 1
    assert stars[~late & ~returned].mean() - stars[late].mean() > 0.4
    assert (order["completed_at"].to_numpy() < rows["at"].to_numpy()).all()


def test_few_people_make_most_of_the_shares_and_members_among_them_are_marked(made, behaved):
    shares = social.shares(SEED, made)["person"].value_counts()
    koc = shares[shares >= f.KOC_SHARES]
    assert 0 < len(koc) < 0.01 * len(made.people)
    assert koc.sum() > 0.5 * shares.sum()
    file = raw(behaved, "会员").drop_duplicates("客户编号")
    assert set(file.loc[file["会员标签"] == "KOC", "客户编号"]) == set(behaved.truth["planted"]["koc"])
    assert len(behaved.truth["planted"]["koc"]) <= len(koc)


@given(st.lists(st.booleans(), min_size=40, max_size=300).filter(lambda a: 0.04 < sum(a) / len(a) < 0.96))
def test_the_arms_are_halves_and_differ_by_the_planted_effect_in_expectation(again):
    ordered = np.array(again)
    chance = first_coupon._chances(ordered, np.zeros(len(ordered), dtype=bool))
    assert chance.mean() == pytest.approx(0.5)
    of_treated = (chance * ordered).sum() / chance.sum()
    of_control = ((1 - chance) * ordered).sum() / (1 - chance).sum()
    assert of_treated - of_control == pytest.approx(f.FIRST_COUPON_EFFECT)


def test_over_many_draws_the_coupon_after_the_first_order_works_as_planted(made):
    found = []
    for seed in range(60):
        arms = first_coupon.first_coupon_arms(seed, made)
        again = first_coupon.next_orders(made.orders[shop.counting(made.orders)], arms) <= f.FIRST_COUPON_DAYS
        treated = (arms["arm"] == "treated").to_numpy()
        found.append((treated.mean(), again[treated].mean() - again[~treated].mean()))
    share, effect = np.mean(found, axis=0)
    assert share == pytest.approx(0.5, abs=0.02)
    assert effect == pytest.approx(f.FIRST_COUPON_EFFECT, abs=0.012)


def test_treated_first_buyers_hold_the_coupon_and_controls_get_none_while_they_are_watched(made, held):
    arms = first_coupon.first_coupon_arms(SEED, made)
    repeat = held[held["name"] == coupons.REPEAT]
    both = arms.merge(repeat, on="person", how="left")
    treated = both[(both["arm"] == "treated") & (both["issued_at"] == both["at"])]
    assert set(treated["person"]) == set(arms.loc[arms["arm"] == "treated", "person"])
    control = both[both["arm"] == "control"]
    wait = control["issued_at"] - control["at"]
    assert not ((wait >= pd.Timedelta(0)) & (wait <= pd.Timedelta(days=f.FIRST_COUPON_DAYS))).any()
    assert arms["at"].dt.hour.between(10, 19).all()


def test_the_dirt_is_as_counted(behaved, numbers, made):
    unknown = set(numbers[(made.people["role"] == "unknown").to_numpy()])
    for name, (table, _) in behaved.files.items():
        shown = table.drop(columns="order")
        found = Counter(exact_duplicate=int(shown.duplicated().sum()), unknown_customer=int(shown["客户编号"].isin(unknown).sum()))
        if not name.startswith("会员"):
            stamp = shown["时间" if name.startswith("行为") else "发放时间"]
            when = pd.to_datetime(stamp.str.replace("/", "-"), format="mixed", errors="coerce")
            found["unreadable_date"] = int((~stamp.str[:1].str.isdigit()).sum())
            found["day_that_does_not_exist"] = int((when.isna() & stamp.str[:1].str.isdigit()).sum())
            found["far_future_date"] = int((when.dt.year == 2099).sum())
        if name.startswith("行为"):
            spent = pd.to_numeric(shown.loc[shown["行为"] == points.REDEEMED, "数量"])
            found["points_not_above_zero"] = int((~(spent > 0)).sum())
        assert dict(found) == behaved.truth["dirt"][name], name


def test_overlapping_exports_show_the_same_events_word_for_word(behaved):
    rows = raw(behaved, "行为").drop_duplicates()
    times = rows.groupby("order")["file"].nunique()
    twice = rows[rows["order"].isin(times.index[times == 2])].drop(columns="file")
    assert len(twice) > 200
    assert twice.groupby("order").nunique(dropna=False).eq(1).all(axis=None)


def test_orders_named_in_the_files_are_orders_of_the_shop(made, behaved):
    known = set(exports.guarded(made.orders["number"].astype(str).to_numpy())) | {""}
    for what in ("行为", "优惠券"):
        assert set(raw(behaved, what)["订单编号"]) <= known


def test_a_small_shop_has_all_of_it():
    tiny = shop.build(2, 60)
    behaved = behaviour.tables(2, tiny, names.customer_numbers(2, tiny.people), pd.DataFrame())
    assert len(behaved.files) == 5
    assert all(len(table) > 10 for table, _ in behaved.files.values())
    assert visits.window_shoppers(2, tiny).any()


def test_the_import_finds_the_behaviour_that_was_planted(herstyle):
    expected = json.loads((herstyle / "truth.json").read_text(encoding="utf-8"))["told"]["behaviour"]["expected"]
    data = Shop(herstyle)
    found = data.need("events").to_pandas()
    assert len(found) == expected["events"]
    assert sorted(found["kind"].value_counts()) == sorted(expected["events_by_kind"].values())
    issued = data.need("coupons").to_pandas()
    assert [len(issued), issued["used_on"].notna().sum()] == [expected["coupons"], expected["coupons_used"]]
    orders = data.need("orders").to_pandas()
    assert set(issued["order_id"].dropna()) <= set(orders.loc[orders["counts"], "order_id"])
    assert len(data.need("memberships").to_pandas()) == expected["members"]
