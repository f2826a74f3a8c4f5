"""What the sample tells of returns and tickets on their way: nothing made before changes, courses that can be, and what was planted."""

import json
from collections import Counter
from datetime import datetime, timedelta

import numpy as np
import pandas as pd
import pytest

from retention import samples
from retention.samples import chance, exports, season, service, told
from retention.samples import figures_of_the_trade as f
from retention.samples.service import after_sales as a
from retention.samples.service import messages, return_states, tickets
from retention.samples.service import ticket_states as t
from retention.shop import Shop
from tests.samples.test_sample_shop import digests, moment, read
from tests.samples.test_service import SEED, Story

NEW = ("售后", "工单状态")
# What may follow what, by METHODS §8: a refund alone has no parcel, and the platform may step in after a refusal.
MAY_FOLLOW = {
    a.REQUESTED: {a.AGREED, a.REFUSED, a.CANCELLED, a.REFUNDED},
    a.AGREED: {a.SENT_BACK, a.CANCELLED, a.TIMED_OUT, a.REFUNDED, a.SENT_AGAIN},
    a.SENT_BACK: {a.RECEIVED},
    a.RECEIVED: {a.REFUNDED, a.EXCHANGED, a.REPAIRED, a.INSPECTED_BAD},
    a.REFUSED: {a.PLATFORM},
    a.PLATFORM: {a.REFUSED, a.REFUNDED},
}
TICKET_MAY_FOLLOW = {
    t.NEW: {t.OPEN},
    t.OPEN: {t.WAITING, t.ELSEWHERE, t.SOLVED},
    t.WAITING: {t.OPEN, t.SOLVED},
    t.ELSEWHERE: {t.SOLVED},
    t.SOLVED: {t.CLOSED, t.REOPENED},
    t.CLOSED: {t.REOPENED},
    t.REOPENED: {t.SOLVED},
}


@pytest.fixture(scope="module")
def story():
    return Story(SEED, 3_000)


@pytest.fixture(scope="module")
def asked(story):
    return a.requests(SEED, story.made, story.parcels)


@pytest.fixture(scope="module")
def steps(story, asked):
    return return_states.states(SEED, story.made, asked)


@pytest.fixture(scope="module")
def course(story):
    return t.states(SEED, story.tickets, story.messages)


@pytest.fixture(scope="module")
def truth(herstyle):
    return json.loads((herstyle / "truth.json").read_text(encoding="utf-8"))


def made_files(folder, monkeypatch, **streams):
    with monkeypatch.context() as patch:
        for name, number in streams.items():
            patch.setitem(chance.STREAMS, name, number)
        samples.make(folder, seed=3, customers=150)
    return digests(folder / "raw")


@pytest.mark.long
def test_files_made_before_are_the_same_byte_for_byte_whatever_the_new_streams_draw(tmp_path, monkeypatch):
    """As they are, with other numbers of the four streams, and without any of it."""
    whole = made_files(tmp_path / "whole", monkeypatch)
    other = made_files(tmp_path / "other", monkeypatch, after_sales=901, return_states=902, ticket_states=903, states_dirt=904)
    nothing = told.Told({}, {"dirt": {}})
    with monkeypatch.context() as patch:
        patch.setattr(service, "_progress", lambda *_: nothing)
        without = made_files(tmp_path / "without", monkeypatch)
    new = {name for name in whole if name.startswith(NEW)}
    assert len(new) == 6
    assert set(without) == set(whole) - new
    assert {name: whole[name] for name in without} == without == {name: other[name] for name in without}
    assert all(whole[name] != other[name] for name in new)


def test_requests_are_about_goods_that_arrived_and_of_which_no_refund_tells(story, asked):
    assert asked["line"].is_unique
    assert not set(asked["line"]) & set(story.made.returns["line"])
    arrived = set(story.parcels.loc[story.parcels["signed_at"] < season.END, "order"])
    assert set(asked["order"]) <= arrived
    signed = story.made.orders["signed_at"].to_numpy()[asked["order"]]
    assert (asked["at_0"].to_numpy() > signed).all()
    assert not set(asked["number"]) & set(story.made.returns["number"])
    assert asked["number"].str.startswith("SH").all()


def test_shares_of_requests_are_the_trades(story, asked):
    ended = pd.Series(a.last_step(asked, season.END)).value_counts()
    everything = len(story.made.returns) + len(asked)
    for word, share in ((a.REFUSED, 0.05), (a.CANCELLED, 0.03), (a.TIMED_OUT, 0.02)):
        assert ended[word] / everything == pytest.approx(share, rel=0.12)
    assert 3 <= ended[a.INSPECTED_BAD] < 15
    # Some 300 in a shop of 20,000, 45 in one of 3,000, in every step.
    open_ = ended.reindex(list(a.DUE))
    assert open_.sum() == pytest.approx(f.OPEN_RETURNS * 3_000, abs=4)
    assert (open_ > 0).all()
    assert set(asked["kind"]) == {a.RETURN, a.EXCHANGE, a.REFUND_ONLY, a.REPAIR, a.PARTS}


def test_money_was_asked_for_where_it_is_about_money_and_none_came(asked, story):
    money = asked["kind"].isin([a.RETURN, a.REFUND_ONLY])
    assert (asked.loc[money, "asked"] > 0).all()
    assert (asked.loc[~money, "asked"] == 0).all()
    assert (asked["asked"] <= story.made.lines["paid"].to_numpy()[asked["line"]]).all()
    shown = a.file(asked, story.made, story.numbers, exports.RETURN_PERIODS[1])
    assert set(shown["退款金额"]) == {"0.00"}
    assert not {a.REFUNDED, a.EXCHANGED} & set(a.last_step(asked, season.END))


def test_the_steps_of_a_request_come_one_after_the_other_and_settle_within_two_months(asked):
    times = asked[[f"at_{k}" for k in range(a.STEPS)]].to_numpy()
    gaps = np.diff(times.astype("datetime64[s]"), axis=1)
    assert (gaps[~np.isnat(gaps)] > np.timedelta64(0, "s")).all()
    # An export taken two months after a period's end has the last word on all of its requests.
    known = a.last_step(asked, season.END)
    took = pd.DataFrame(times).max(axis=1) - asked["at_0"]
    assert took[~pd.Series(known).isin(list(a.DUE))].max() < pd.Timedelta(days=61)


def test_every_return_that_names_its_order_has_its_steps_between_its_two_moments(story, steps):
    table, _ = steps
    back = story.made.returns
    mine = table[table["number"].str.startswith("=")].assign(number=lambda t: t["number"].str.strip('="'))
    ends = mine.groupby("number")["at"].agg(["min", "max", "size"]).loc[back["number"]]
    assert (ends["min"].to_numpy() == back["requested_at"].to_numpy()).all()
    assert (ends["max"].to_numpy() == back["refunded_at"].to_numpy()).all()
    assert mine["number"].nunique() == len(back)
    last = mine.groupby("number")["word"].last().loc[back["number"]].to_numpy()
    assert (last == np.where(back["kind"] == "换货", a.EXCHANGED, a.REFUNDED)).all()
    before = (back["stage"] == "发货前").to_numpy()
    assert set(ends["size"].to_numpy()[before]) == {2}
    assert not season.holiday(mine.loc[mine["word"].isin([a.SENT_BACK, a.RECEIVED]), "at"].to_numpy()).any()
    assert (table["at"] < season.END).all()


def follows(table: pd.DataFrame, key: str, may: dict[str, set[str]], word: str = "word") -> dict[str, list]:
    """Rows that cannot follow the one before, as 'from > to' → the keys."""
    found: dict[str, list] = {}
    for number, words in table.groupby(key, sort=False)[word]:
        for before, after in zip(words, words[1:], strict=False):
            if after not in may.get(before, set()):
                found.setdefault(f"{before} > {after}", []).append(number)
    return found


def test_no_course_of_a_return_is_impossible_but_those_planted(steps):
    table, planted = steps
    found = follows(table, "number", MAY_FOLLOW)
    named = {
        f"{a.REQUESTED} > {a.RECEIVED}": planted["requested > received"],
        f"{a.REFUSED} > {a.REFUNDED}": planted["refused > refunded"],
        f"{a.CANCELLED} > {a.REFUNDED}": planted["cancelled > refunded"],
    }
    assert {name: sorted(number.strip('="') for number in numbers) for name, numbers in found.items()} == named
    assert {len(numbers) for numbers in planted.values()} == {f.STATES_THAT_CANNOT_BE}


def test_no_course_of_a_ticket_is_impossible_but_those_planted(story, course):
    table, planted = course
    found = follows(table, "ticket", TICKET_MAY_FOLLOW)
    numbers = story.tickets["number"]
    named = {
        f"{t.CLOSED} > {t.WAITING}": planted["closed > waiting_customer"],
        f"{t.CLOSED} > {t.OPEN}": planted["closed > open"],
    }
    assert {name: sorted(numbers[rows]) for name, rows in found.items()} == named
    assert {len(rows) for rows in planted.values()} == {f.STATES_THAT_CANNOT_BE}


def test_states_of_a_ticket_stand_at_its_own_times(story, course):
    table, _ = course
    first = table.groupby(["ticket", "word"])["at"].min().unstack()
    for word, column in ((t.NEW, "at"), (t.OPEN, "human_at"), (t.SOLVED, "resolved_at")):
        known = story.tickets[column].where(story.tickets[column] < season.END)
        assert first[word].reindex(known.index).equals(known.rename(word)), word
    # The help desk closes by itself what nobody opened again.
    once = table.groupby("ticket")["word"].transform(lambda words: (words != t.REOPENED).all())
    spans = table[once & table["word"].isin([t.SOLVED, t.CLOSED])].groupby("ticket")["at"].agg(["min", "max", "size"])
    assert set((spans["max"] - spans["min"])[spans["size"] == 2]) == {pd.Timedelta(days=f.CLOSES_AFTER_DAYS)}
    assert set(table.loc[table["ticket"].isin(np.flatnonzero(story.tickets["human_at"].isna())), "word"]) == {t.NEW}
    assert (table["at"] < season.END).all()
    assert (table["at"].to_numpy() >= story.tickets["at"].to_numpy()[table["ticket"]]).all()


def test_who_waits_for_the_customer_is_open_again_when_she_writes(story, course):
    table, _ = course
    said = story.messages
    written, answered = (
        set(said.loc[said["sender"] == sender, ["ticket", "at"]].itertuples(index=False, name=None)) for sender in (messages.CUSTOMER, messages.AGENT)
    )
    before = table.groupby("ticket")["word"].shift()
    again = table[(table["word"] == t.OPEN) & (before == t.WAITING)]
    assert len(again) > 100
    assert all(pair in written for pair in again[["ticket", "at"]].itertuples(index=False, name=None))
    elsewhere = table[table["word"] == t.ELSEWHERE]
    assert set(story.tickets["kind"].to_numpy()[elsewhere["ticket"]]) == {tickets.COMPLAINT}
    assert (elsewhere["at"].to_numpy() == story.tickets["offered_at"].to_numpy()[elsewhere["ticket"]]).all()
    waits = table[(table["word"] == t.WAITING) & (before == t.OPEN)]
    assert (waits["at"].to_numpy() < story.tickets["offered_at"].to_numpy()[waits["ticket"]]).all()
    assert all(pair in answered for pair in waits[["ticket", "at"]].itertuples(index=False, name=None))


def test_some_three_or_four_percent_of_tickets_are_opened_again_most_by_a_message(story, course):
    table, _ = course
    again = table[table["word"] == t.REOPENED]
    assert 0.02 < again["ticket"].nunique() / len(story.tickets) < 0.05
    said = set(story.messages[["ticket", "at"]].itertuples(index=False, name=None))
    written = [pair in said for pair in again[["ticket", "at"]].itertuples(index=False, name=None)]
    assert 0.6 < np.mean(written) < 1


def test_the_day_a_step_is_due_follows_from_the_step(herstyle):
    rows = [row for path in sorted((herstyle / "raw").glob("售后进度_*.csv")) for row in read(path)]
    good = [row for row in rows if row["状态"] in a.DUE and (moment(row["时间"]) or datetime(2099, 1, 1)).year < 2099]
    assert len(good) > 500
    for row in good:
        day = pd.Timestamp(row["时间"]).normalize() + timedelta(days=f.RETURN_DUE_DAYS[a.DUE[row["状态"]]])
        assert row["最晚处理日"] == f"{day:%Y-%m-%d}"
    assert {row["最晚处理日"] for row in rows if row["状态"] not in a.DUE} == {""}


# --- imported ----------------------------------------------------------------------------------------

STATE = {a.REQUESTED: "requested", a.AGREED: "agreed", a.REFUSED: "refused", a.SENT_BACK: "sent_back", a.RECEIVED: "received"}
STATE |= {a.INSPECTED_BAD: "inspected_bad", a.REFUNDED: "refunded", a.EXCHANGED: "exchanged", a.SENT_AGAIN: "sent_again"}
STATE |= {a.REPAIRED: "sent_again", a.CANCELLED: "cancelled", a.TIMED_OUT: "timed_out", a.PLATFORM: "platform_steps_in"}
TICKET_STATE = {t.NEW: "new", t.OPEN: "open", t.WAITING: "waiting_customer", t.ELSEWHERE: "waiting_other", t.SOLVED: "solved"}
TICKET_STATE |= {t.CLOSED: "closed", t.REOPENED: "reopened"}
STATUS = {a.REFUSED: "refused", a.INSPECTED_BAD: "refused", a.CANCELLED: "cancelled", a.TIMED_OUT: "cancelled", a.SENT_AGAIN: "settled"}
STATUS |= {a.REPAIRED: "settled"}


def counted(words: dict[str, int], meaning: dict[str, str]) -> dict[str, int]:
    """Counts of words as those of what they mean."""
    found: Counter[str] = Counter()
    for word, n in words.items():
        found[meaning[word]] += n
    return dict(found)


def test_the_import_finds_the_requests_that_truth_counts(herstyle, truth):
    returns = Shop(herstyle, "today").need("returns").to_pandas()
    expected = truth["told"]["service"]["expected"]["after_sales"]
    new = returns[returns["return_id"].str.startswith("SH")]
    assert len(new) == expected["requests"]
    assert len(returns) - len(new) == truth["expected"]["returns"] + truth["expected"]["refunds_without_order"]
    ended = counted(expected["ended_by_step"], STATUS)
    assert new["status"].value_counts().to_dict() == ended | {"open": expected["open"]}
    assert new["kind"].value_counts().to_dict() == expected["by_kind"]
    assert f"{new['asked'].sum():.2f}" == expected["asked"]
    assert (new["amount"] == 0).all()
    assert (new["found_by"] == "named").all()
    assert new["line_no"].notna().all()
    assert set(returns.loc[~returns["return_id"].str.startswith("SH"), "status"]) == {"settled"}


def test_the_import_finds_the_states_that_truth_counts(herstyle, truth):
    shop, expected = Shop(herstyle, "today"), truth["told"]["service"]["expected"]
    for name, meaning in (("return_states", STATE), ("ticket_states", TICKET_STATE)):
        table = shop.need(name).to_pandas()
        assert len(table) == expected[name]["states"]
        assert table["state"].value_counts().to_dict() == counted(expected[name]["by_word"], meaning)
    tickets = shop.need("ticket_states").to_pandas()
    assert tickets.loc[tickets["state"] == "reopened", "ticket_id"].nunique() == expected["ticket_states"]["reopened"]
    assert set(tickets["ticket_id"]) <= set(shop.need("tickets").to_pandas()["ticket_id"])


def test_the_import_finds_each_open_request_in_its_step_and_what_cannot_be(herstyle, truth):
    shop, service_truth = Shop(herstyle, "today"), truth["told"]["service"]
    steps = shop.need("return_states").to_pandas().sort_values(["return_id", "state_no"])
    returns = shop.need("returns").to_pandas()
    assert set(steps["return_id"]) == set(returns.loc[returns["order_id"].notna(), "return_id"])
    last = steps.groupby("return_id")["state"].last()
    open_ = returns.loc[returns["status"] == "open", "return_id"]
    assert last[open_].value_counts().to_dict() == counted(service_truth["expected"]["after_sales"]["open_by_step"], STATE)
    may = {STATE[word]: {STATE[after] for after in words} for word, words in MAY_FOLLOW.items()}
    found = {name: sorted(numbers) for name, numbers in follows(steps, "return_id", may, "state").items()}
    assert found == service_truth["cannot_be"]["return_states"]
    assert {name: len(numbers) for name, numbers in found.items()} == service_truth["expected"]["return_states"]["cannot_be"]
    changes = shop.need("ticket_states").to_pandas().sort_values(["ticket_id", "state_no"])
    may = {TICKET_STATE[word]: {TICKET_STATE[after] for after in words} for word, words in TICKET_MAY_FOLLOW.items()}
    found = {name: sorted(numbers) for name, numbers in follows(changes, "ticket_id", may, "state").items()}
    assert found == service_truth["cannot_be"]["ticket_states"]


@pytest.mark.parametrize("seed", [11, 12, 13])
def test_small_shops_have_them_too(seed):
    small = Story(seed, 50)
    asked = a.requests(seed, small.made, small.parcels)
    table, planted = return_states.states(seed, small.made, asked)
    assert 10 < len(asked) < len(small.made.lines)
    assert sum(map(len, planted.values())) > 0
    assert set(follows(table, "number", MAY_FOLLOW)) <= {
        f"{a.REQUESTED} > {a.RECEIVED}",
        f"{a.REFUSED} > {a.REFUNDED}",
        f"{a.CANCELLED} > {a.REFUNDED}",
    }
