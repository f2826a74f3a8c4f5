"""What the sample tells of service and contact: the trade's rates, one story across the files, arms that differ as planted.

Tables are made once from a shop of 3,000 (no files written); files are those of the session's shop.
"""

import json
import re
from collections import Counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention import stats
from retention.samples import exports, joining, names, season, service, shop, told
from retention.samples import figures_of_the_trade as f
from retention.samples.service import arms, campaigns, consents, follow_up, messages, parcels, surveys, tickets
from retention.samples.service.soiling import soiled
from tests.samples.test_sample_shop import moment, read

SEED = 5


class Story:
    """The tables behind the files of one shop."""

    def __init__(self, seed: int, customers: int) -> None:
        self.made = shop.build(seed, customers)
        self.numbers = names.customer_numbers(seed, self.made.people)
        self.identity = names.identities(seed, self.made.people, np.array([], dtype=int), np.array([], dtype=int))
        self.people = told.by_person(told.customers_file(seed, self.made, self.numbers, self.identity), self.numbers)
        self.first_at = joining.history(self.made)["first_at"].to_numpy().astype("datetime64[s]")
        self.parcels = parcels.shipments(seed, self.made, self.people)
        self.scans = parcels.scans(seed, self.parcels)
        self.tickets = tickets.tickets(seed, self.made, self.parcels)
        self.messages = messages.messages(seed, self.tickets, self.identity)
        self.agreed = consents.spells(seed, self.made, self.people, self.first_at)
        self.waves = surveys.nps(seed, self.made, self.parcels, self.tickets, self.agreed)


@pytest.fixture(scope="module")
def story():
    return Story(SEED, 3_000)


@pytest.fixture(scope="module")
def truth(herstyle):
    return json.loads((herstyle / "truth.json").read_text(encoding="utf-8"))["told"]["service"]


@pytest.fixture(scope="module")
def raw(herstyle):
    wanted = ("物流", "工单", "问卷", "触达", "授权", "售后")
    return {p.name: read(p) for p in sorted((herstyle / "raw").glob("*.csv")) if p.name.startswith(wanted)}


def test_every_order_that_left_the_shop_has_one_parcel_and_no_other_has(story):
    orders = story.made.orders
    left = orders.index[(orders["dispatched_at"] < season.END) & (orders["made_by"] != "links")]
    assert sorted(story.parcels["order"]) == sorted(left)
    assert story.parcels["number"].is_unique


def test_a_parcel_moves_when_its_order_does(story):
    orders = story.made.orders.loc[story.parcels["order"]].reset_index(drop=True)
    assert (story.parcels["dispatched_at"] == orders["dispatched_at"]).all()
    arrived = ~story.parcels["lost"]
    assert (story.parcels["signed_at"] == orders["signed_at"])[arrived].all()
    assert story.parcels["signed_at"][~arrived].isna().all()


def test_three_to_five_percent_of_parcels_are_late_and_more_in_bad_weather(story):
    signed = story.parcels[story.parcels["signed_at"] < season.END]
    assert 0.03 < signed["late"].mean() < 0.05
    weather = signed[signed["bad_weather"]]
    assert set(weather["region"]) <= set(f.BAD_WEATHER["provinces"])
    low, high = stats.wilson(weather["late"].sum(), len(weather), 0.99)
    assert low < 0.25
    assert high > 0.20
    assert weather["late"].mean() > 2 * signed["late"].mean()


def test_late_is_signed_after_the_promised_day(story):
    late = story.parcels["signed_at"].dt.normalize() > story.parcels["promised_on"]
    seen = story.parcels["signed_at"] < season.END
    assert (late[seen] == story.parcels["late"][seen]).all()


def test_no_parcel_is_promised_for_or_scanned_on_a_day_of_spring_festival(story):
    assert not season.holiday(story.parcels["promised_on"].to_numpy()).any()
    assert not season.holiday(story.scans["at"].to_numpy()).any()


def test_scans_come_in_the_order_of_a_journey(story):
    rank = {parcels.COLLECTED: 0, parcels.IN_TRANSIT: 1, parcels.EXCEPTION: 1, parcels.OUT: 2, parcels.SIGNED: 3}
    track = story.scans.assign(rank=story.scans["step"].map(rank))
    same = track["parcel"].diff() == 0
    assert (track["at"].diff()[same] > pd.Timedelta(0)).all()
    lost = story.parcels["lost"].to_numpy()[track["parcel"]]
    assert (track["rank"].diff()[same & ~lost] >= 0).all()
    last = track[~lost].groupby("parcel")["at"].max()
    assert (last == story.parcels.loc[last.index, "signed_at"]).all()


def test_a_lost_parcel_is_never_signed_for(story):
    assert 0 < story.parcels["lost"].sum() < 0.005 * len(story.parcels)
    steps = story.scans[story.parcels["lost"].to_numpy()[story.scans["parcel"]]]["step"]
    assert not {parcels.OUT, parcels.SIGNED} & set(steps)


@given(st.integers(0, 900), st.integers(0, 10))
def test_a_promise_counts_only_days_on_which_parcels_move(start, days):
    day = np.array([season.START.astype("datetime64[D]") + start])
    moving = ~season.holiday(np.arange(day[0], day[0] + 60).astype("datetime64[s]"))
    if moving[0]:
        assert moving[1 : int((parcels.moving_days_later(day, np.array([days]))[0] - day[0]).astype(int)) + 1].sum() == days


def test_one_order_in_ten_has_a_ticket(story):
    share = len(story.tickets) / story.made.orders["paid_at"].notna().sum()
    assert 0.08 < share < 0.12
    assert set(story.tickets["kind"]) == {tickets.QUESTION, tickets.COMPLAINT, tickets.SUGGESTION, tickets.AFTER_SALES}


def test_people_answer_only_in_service_hours_the_robot_always(story):
    people = story.messages[story.messages["sender"] == messages.AGENT]
    assert people["at"].dt.hour.between(f.SERVICE_HOURS[0], f.SERVICE_HOURS[1]).all()
    robot = story.messages[story.messages["sender"] == messages.ROBOT]
    assert not robot["at"].dt.hour.between(*f.SERVICE_HOURS).all()


def test_a_chat_begins_with_the_customer_then_the_robot_then_a_person(story):
    first = story.messages.groupby("ticket")["sender"].first()
    assert set(first) == {messages.CUSTOMER}
    second = story.messages[story.messages["ticket"].diff() == 0].groupby("ticket")["sender"].first()
    robot = story.tickets["robot"].to_numpy()[second.index]
    assert set(second[robot]) == {messages.ROBOT}


def test_a_ticket_is_answered_offered_a_solution_and_closed_in_this_order(story):
    answered = story.tickets.dropna(subset=["human_at"])
    assert (answered["human_at"] > answered["at"]).all()
    assert (answered["offered_at"] >= answered["human_at"]).all()
    assert (answered["resolved_at"] > answered["offered_at"]).all()
    first = story.messages[story.messages["sender"] == messages.AGENT].groupby("ticket")["at"].min()
    assert (first - answered["human_at"]).abs().max() <= pd.Timedelta(seconds=3)


def test_some_tickets_are_open_at_the_end(story):
    assert 0 < (~(story.tickets["resolved_at"] < season.END)).sum() < 0.05 * len(story.tickets)


def test_messages_of_a_ticket_never_share_a_second(story):
    same = story.messages["ticket"].diff() == 0
    assert (story.messages["at"].diff()[same] > pd.Timedelta(0)).all()


def test_the_shop_reaches_as_many_as_the_trade_says(story):
    reach = consents.truth(story.agreed, story.made)["reach_percent_of_yearly_buyers"]
    for channel, low, high in (("企业微信", 12, 18), ("短信", 20, 25), ("公众号", 8, 10), ("邮件", 2, 4)):
        # A shop of 3,000 has some 800 buyers a year: a standard error of a point or more.
        assert low - 2 < reach[channel] < high + 2, channel


def test_a_withdrawn_consent_does_not_stand(story):
    taken = story.agreed[(story.agreed["until"] < season.END) & (story.agreed["purpose"] == consents.MARKETING)]
    assert len(taken) > 20
    row = taken.iloc[0]
    before, after = row["until"] - pd.Timedelta(seconds=1), row["until"]
    assert row["person"] in consents.standing(story.agreed, row["channel"], consents.MARKETING, before.to_datetime64())
    assert row["person"] not in consents.standing(story.agreed, row["channel"], consents.MARKETING, after.to_datetime64())


def test_nobody_whose_telephone_is_masked_agreed_to_sms_or_calls(story):
    masked = np.flatnonzero(story.people["手机"].str.contains("*", regex=False))
    asked = story.agreed[story.agreed["channel"].isin(["短信", "电话"])]
    assert len(masked) > 500
    assert not set(masked) & set(asked["person"])


def test_telephones_of_tmall_customers_who_did_not_join_are_masked_and_no_others(story):
    masked = story.people["手机"].str.contains("*", regex=False).to_numpy()
    assert story.people.loc[masked, "手机"].str.fullmatch(r"1\d{2}\*{6}\d{2}").all()
    tmall = (story.made.people["channel"] == f.CHANNELS.index("天猫")).to_numpy()
    known = (story.made.people["role"] != "unknown").to_numpy()
    planted = story.identity["same_phone"].to_numpy()
    assert (masked == (tmall & known & (story.people["入会日期"] == "").to_numpy() & ~planted)).all()


def test_nobody_is_asked_twice_in_ninety_days_or_with_an_open_ticket(story):
    asked = story.waves.sort_values(["person", "at"])
    gap = asked.groupby("person")["at"].diff().dropna()
    assert len(gap) > 50
    assert gap.min() >= pd.Timedelta(days=90)
    both = story.waves.merge(story.tickets, on="person", suffixes=("", "_opened"))
    wave = both["at"].dt.normalize() - pd.Timedelta(days=2)
    assert not ((both["at_opened"] < wave) & ~(both["resolved_at"] <= both["at"])).any()


def test_everyone_asked_had_agreed_to_surveys_by_that_channel(story):
    for channel, table in story.waves.groupby("channel"):
        spells = story.agreed[(story.agreed["channel"] == channel) & (story.agreed["purpose"] == consents.SURVEY)].set_index("person")
        assert (spells.loc[table["person"], "given_at"].to_numpy() < table["at"].to_numpy()).all()


@pytest.fixture(scope="module")
def many_scores(story):
    """The same customers asked in twenty shops' worth of draws: the planted differences without much noise."""
    return pd.concat([surveys.nps(seed, story.made, story.parcels, story.tickets, story.agreed) for seed in range(20)], ignore_index=True)


def test_the_score_is_between_35_and_45_and_the_pleased_answer_more(many_scores):
    everyone, answered = many_scores["score"], many_scores.loc[many_scores["answered_at"].notna(), "score"]
    assert 35 < surveys.points(everyone) < surveys.points(answered) < 45


def test_answers_come_as_often_as_the_channel_lets_expect(many_scores):
    share = many_scores["answered_at"].notna().groupby(many_scores["channel"]).mean()
    assert 0.04 < share["短信"] < 0.06
    assert 0.12 < share["企业微信"] < 0.15


def test_a_late_parcel_takes_one_and_a_half_to_two_points_off(many_scores):
    ordinary = many_scores[~many_scores["returned"]]
    means = ordinary.groupby("late")["score"].mean()
    assert ordinary["late"].sum() > 300
    assert means[False] - means[True] == pytest.approx(1.75, abs=0.3)


def test_comments_are_about_the_themes_truth_names():
    rng = np.random.default_rng(1)
    nobody = pd.DataFrame({"name": ["王婷"], "phone": ["13000000001"]})
    mood = np.repeat([1, 0, -1], 200)
    text, themes = surveys.comments.write(rng, mood, np.full(600, ""), np.zeros(600, dtype=int), nobody)
    words = {t: {*surveys.comments.GOOD[t], *surveys.comments.BAD[t]} for t in surveys.comments.THEMES}
    for sentence, about in zip(text, themes, strict=True):
        assert sorted({t for t in words for w in words[t] if w in sentence}) == about
    assert {len(t) for t in themes[200:400]} == {2}


@given(st.floats(0.05, 0.95), st.floats(-0.004, 0.004), st.integers(0, 2**32 - 1))
def test_chances_keep_the_share_and_plant_the_difference(share, difference, seed):
    outcome = (np.random.default_rng(seed).random(4_000) < 0.1).astype(float)
    chance = arms.chances(outcome, share, difference)
    assert chance.mean() == pytest.approx(share)
    treated = (chance * outcome).sum() / chance.sum()
    control = ((1 - chance) * outcome).sum() / (1 - chance).sum()
    assert treated - control == pytest.approx(difference, abs=1e-9)


def test_arms_of_many_draws_differ_by_what_was_planted():
    """The mean of 400 experiments lies within three standard errors of the planted difference; so do the shares."""
    rng = np.random.default_rng(8)
    outcome = (rng.random(3_000) < 0.15).astype(float)
    found = []
    for _ in range(400):
        treated = arms.draw_arms(rng, outcome, 0.8, 0.03)
        found.append((outcome[treated].mean() - outcome[~treated].mean(), treated.mean()))
    means, errors = np.mean(found, axis=0), np.std(found, axis=0) / 20
    assert abs(means[0] - 0.03) < 3 * errors[0]
    assert abs(means[1] - 0.8) < 3 * errors[1]


def test_without_any_outcome_the_arms_are_a_plain_draw():
    assert arms.chances(np.zeros(10), 0.3, 0.1).tolist() == [0.3] * 10
    assert arms.chances(np.array([]), 0.3, 0.1).tolist() == []


def test_orders_are_counted_from_the_touch_on_and_only_hers(story):
    orders = story.made.orders[shop.counting(story.made.orders)]
    one = orders.iloc[100]
    at = np.array([one["at"].to_datetime64(), one["at"].to_datetime64() + np.timedelta64(1, "s")])
    found = arms.orders_within(story.made, np.array([one["person"], one["person"]]), at, 7)
    hers = orders[(orders["person"] == one["person"]) & (orders["at"] >= one["at"]) & (orders["at"] < one["at"] + pd.Timedelta(days=7))]
    assert found.tolist() == [len(hers), len(hers) - (hers["at"] == one["at"]).sum()]


def test_campaigns_keep_one_in_five_back_and_truth_says_that_it_cannot_be_seen(story):
    table, planted = campaigns.broadcasts(SEED, story.made, story.agreed)
    low, high = stats.wilson(table["treated"].sum(), len(table), 0.999)
    assert low < f.SMS_TREATED < high
    assert set(table.loc[~table["treated"], "status"]) == {campaigns.NOT_SENT}
    assert 0.002 <= planted["effect"] <= 0.005
    assert max(c["power"] for c in planted["campaigns"].values()) < 0.3


def test_nobody_is_surprised_twice_and_half_are_kept_back(story):
    table, _ = campaigns.surprises(SEED, story.made)
    assert table["person"].is_unique
    low, high = stats.wilson(table["treated"].sum(), len(table), 0.999)
    assert low < f.SURPRISE["treated"] < high


def test_only_members_are_in_the_loyalty_test(story):
    table, _ = campaigns.loyalty_test(SEED, story.made, story.people)
    joined = story.people["入会日期"].to_numpy(dtype=str)[table["person"]]
    assert len(table) > 500
    assert (joined != "").all()
    assert (joined < f.LOYALTY_TEST["start"]).all()


def test_the_adviser_who_left_touches_nobody_afterwards_and_her_customers_wait(story):
    table = follow_up.follow_ups(SEED, story.people, story.agreed, story.first_at)
    gone = names.ADVISERS[f.ADVISER_LEFT]
    hers = table[table["owner"] == gone]
    assert hers["at"].max() < pd.Timestamp(f.LEFT_ON) + pd.Timedelta(days=1)
    waiting = table[table["outcome"] == follow_up.PENDING]
    assert set(story.people["专属导购"].to_numpy()[waiting["person"]]) == {gone}
    after = table[(table["at"] > pd.Timestamp(f.LEFT_ON) + pd.Timedelta(days=1)) & table["person"].isin(waiting["person"])]
    assert (after["owner"] == "").all()


def test_calls_and_messages_go_only_to_those_who_agreed(story):
    table = follow_up.follow_ups(SEED, story.people, story.agreed, story.first_at)
    for channel, kind in (("电话", follow_up.CALL), ("企业微信", follow_up.MESSAGE)):
        agreed = story.agreed[(story.agreed["channel"] == channel) & (story.agreed["purpose"] == consents.MARKETING)].set_index("person")
        touched = table[table["kind"] == kind]
        spell = agreed.loc[touched["person"]]
        assert (spell["given_at"].to_numpy() <= touched["at"].to_numpy()).all()
        assert not (spell["until"].to_numpy() <= touched["at"].to_numpy()).any()


@pytest.mark.long
def test_the_same_seed_tells_the_same_story(story):
    one, two = (service.tables(SEED, story.made, story.numbers, story.identity) for _ in range(2))
    assert one.truth == two.truth
    assert all(table.equals(two.files[name][0]) for name, (table, _) in one.files.items())


def test_the_dirt_in_the_files_is_as_counted(raw, truth):
    inside = re.compile(r"^(2298|2299)")
    for name, table in raw.items():
        time = next(c for c in ("发货时间", "创建时间", "发送时间", "计划时间", "申请时间", "时间") if c in table[0])
        key = name.startswith(("物流_", "工单_", "问卷_", "触达_", "售后_"))
        found = Counter()
        if key:
            found["exact_duplicate"] = sum(n - 1 for n in Counter(tuple(row.values()) for row in table).values())
        for row in table:
            when = moment(row[time])
            found["day_that_does_not_exist"] += when is None
            ahead = when is not None and when.year == 2099
            found["far_future_date"] += ahead
            if "客户编号" in row and when is not None and not ahead and not name.startswith("售后"):
                found["unknown_customer"] += bool(inside.match(row["客户编号"]))
        assert dict(found) == truth["dirt"][name], name


def test_later_exports_know_more_of_the_same_parcels(story):
    files = [parcels.shipment_file(story.parcels, story.made, story.numbers, period).set_index("运单号") for period in told.PERIODS]
    both = files[0].join(files[1], how="inner", rsuffix="_later")
    opened = both["签收时间"] == ""
    assert (both.loc[opened, "签收时间_later"] != "").any()
    assert (both.loc[~opened, "签收时间_later"] != "").all()
    assert (both["承诺送达日期"] == both["承诺送达日期_later"]).all()


def test_rows_without_a_number_read_the_same_in_both_exports(raw):
    first, second = ([tuple(r.values()) for r in t] for n, t in raw.items() if n.startswith("物流轨迹"))
    begin, end = exports.RETURN_PERIODS[1].first, exports.RETURN_PERIODS[0].until
    shared = {r for r in first if begin <= r[1] < end}
    assert len(shared) > 50
    assert shared <= set(second)


def test_rows_count_up_to_what_truth_expects(raw, truth):
    def numbers(what: str, column: str) -> set[str]:
        return {r[column] for n, t in raw.items() if n.startswith(what) for r in t if not r[column].startswith("XX")}

    assert len(numbers("物流_", "运单号")) == truth["shipments"]["parcels"]
    assert len(numbers("工单_", "工单编号")) == truth["tickets"]["tickets"]
    assert len(numbers("问卷_", "问卷编号")) == truth["surveys"]["invitations"]
    assert len(numbers("触达_", "触达编号")) == truth["touches"]["touches"]


def test_dirt_leaves_every_clean_row_where_it_was():
    period = exports.RETURN_PERIODS[1]
    table = pd.DataFrame({"工单编号": [f"GD{i}" for i in range(50)], "客户编号": "2200", "创建时间": "2026-01-01 10:00:00"})
    dirty, counts = soiled(np.random.default_rng(3), table, period, 1, "创建时间", "工单编号", "客户编号")
    clean = dirty[~dirty["工单编号"].str.startswith("XX")].drop_duplicates()
    assert clean.reset_index(drop=True).equals(table)
    assert len(dirty) == 50 + sum(counts.values())


def test_canaries_leave_their_number_in_what_they_write(herstyle, raw):
    canaries = json.loads((herstyle / "truth.json").read_text(encoding="utf-8"))["canaries"]
    written = " ".join(r["内容"] for n, t in raw.items() if n.startswith("工单消息") for r in t)
    assert any(phone in written for phone in canaries["phone"])


def test_all_files_of_the_contract_are_there(raw):
    assert {name.split("_")[0] for name in raw} == {
        *("物流", "物流轨迹", "工单", "工单消息", "工单状态", "问卷", "触达", "授权", "售后", "售后进度"),
    }
