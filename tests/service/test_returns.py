"""Where returns stand: twelve of them by hand, what trade programmes got wrong, and what holds for any shop."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats as distributions

from retention import service
from retention.service.return_rules import ENDINGS, KINDS, RESTING, STEPS, WORDS, allowed, kind_of, next_step, transitions
from retention.tables import RETURN_STATES
from tests.laws import tries
from tests.service.returns_by_hand import NOW, day, standings, steps, told

STATES = RETURN_STATES.columns["state"].values

# A calendar of May 2026: return → kind in the shop's words, how it ended, its changes at noon of each day.
CALENDAR = {
    "r01": ("退货退款", "settled", "1 requested, 2 agreed, 5 sent_back, 9 received, 10 refunded"),
    "r02": ("退货退款", "refused", "1 requested, 2 agreed, 6 sent_back, 8 received, 9 inspected_bad, 12 refused"),
    "r03": ("退货退款", "cancelled", "2 requested, 3 agreed, 13 timed_out"),
    "r04": ("退货退款", "open", "20 requested, 21 agreed <28"),
    "r05": ("换货", "settled", "3 requested, 4 agreed, 7 sent_back, 10 received, 12 exchanged"),
    "r06": ("换货", "cancelled", "3 requested, 5 cancelled"),
    "r07": ("仅退款", "settled", "4 requested, 6 refunded"),
    "r08": ("仅退款", "open", "10 requested, 12 refused, 14 platform_steps_in <2026-06-01"),
    "r09": ("补寄", "settled", "5 requested, 6 agreed, 9 sent_again"),
    "r10": ("维修", "settled", "5 requested, 6 agreed, 9 sent_back, 11 received, 21 sent_again"),
    # Against the rules: a parcel that nobody agreed to take, and money after the customer had called it off.
    "r11": ("退货退款", "settled", "6 requested, 9 received, 10 refunded"),
    "r12": ("仅退款", "settled", "6 requested, 7 cancelled, 8 refunded"),
}
MONEY = {"r01": 100, "r07": 40, "r11": 80, "r12": 20}


@pytest.fixture(scope="module")
def calendar() -> tuple:
    rows = {number: {"kind": kind, "status": status, "asked": 100, "amount": MONEY.get(number, 0)} for number, (kind, status, _) in CALENDAR.items()}
    return told(**rows), steps(**{number: line for number, (*_, line) in CALENDAR.items()})


def test_each_of_twelve_returns_stands_where_a_reader_of_the_calendar_sees_it(calendar):
    found = standings(*calendar)
    assert found["outcome"].to_dict() == {number: status for number, (_, status, _) in CALENDAR.items()}
    assert not found["told_otherwise"].any()
    opened = found[found["outcome"] == "open"]
    assert opened[["kind", "state", "actor", "step", "standing", "age"]].to_dict("index") == {
        "r04": {"kind": "return", "state": "agreed", "actor": "customer", "step": "send_back", "standing": "overdue", "age": 11.0},
        "r08": {"kind": "refund_only", "state": "platform_steps_in", "actor": "platform", "step": "decide", "standing": "due_soon", "age": 21.0},
    }
    assert found.loc[found["outcome"] != "open", ["age", "due_on", "actor", "step", "standing"]].isna().all(axis=None)


def test_the_calendar_s_illegal_changes_are_found_and_no_other(calendar):
    found = service.illegal_transitions(calendar[1], standings(*calendar).reset_index())
    assert found.to_numpy().tolist() == [["refund_only", "cancelled", "refunded", 1, "r12"], ["return", "requested", "received", 1, "r11"]]


def test_only_settled_returns_took_money(calendar):
    found = service.by_outcome(standings(*calendar).reset_index()).set_index("kind")
    assert found.loc["return", ["returns", "open", "settled", "refused", "cancelled", "amount"]].tolist() == [5, 1, 2, 1, 1, 180]
    assert found["amount"].sum() == sum(MONEY.values())
    ended = standings(*calendar)
    assert ended.loc[ended["outcome"].isin(["refused", "cancelled", "open"]), "amount"].eq(0).all()


MAP = """
name: calendar
time_zone: UTC
currency: CNY
sources:
  orders: {grain: order, header: [order], columns: {order_id: order, customer_id: who, ordered_at: at, gross_paid: paid}}
  returns: {grain: return, header: [return], columns: {return_id: return, order_id: of, returned_at: at, amount: money, kind: kind, status: state},
    status: {open: open, settled: settled, refused: refused, cancelled: cancelled}}
"""


def test_refused_cancelled_and_open_returns_take_no_money_off_their_orders(shop):
    """Exports name the amount that was asked for, whatever came of it."""
    (shop.raw.parent / "calendar.yaml").write_text(MAP, encoding="utf-8")
    shop.write("orders.csv", "order,who,at,paid\n" + "".join(f"o{number},k,2026-04-20 10:00:00,100\n" for number in CALENDAR))
    asked = {number: MONEY.get(number, 0 if status == "settled" else 100) for number, (_, status, _) in CALENDAR.items()}
    rows = (f"{number},o{number},2026-05-01 10:00:00,{asked[number]},{kind},{status}\n" for number, (kind, status, _) in CALENDAR.items())
    shop.write("returns.csv", "return,of,at,money,kind,state\n" + "".join(rows))
    shop.run(map=str(shop.raw.parent / "calendar.yaml"))
    net = shop.table("orders").set_index("order_id")["net_paid"].astype(float)
    assert net.to_dict() == {f"o{number}": 100 - MONEY.get(number, 0) for number in CALENDAR}


def test_time_in_each_state_is_that_counted_on_the_calendar(calendar):
    spans = service.state_spans(calendar[1], standings(*calendar).reset_index())
    days = spans.groupby(["return_id", "state"])["days"].sum()
    assert days["r02"].to_dict() == {"requested": 1, "agreed": 4, "sent_back": 2, "received": 1, "inspected_bad": 3}
    assert days["r08"].to_dict() == {"requested": 2, "refused": 2, "platform_steps_in": 17}
    assert days["r04"].to_dict() == {"requested": 1, "agreed": 10}
    # agreed: 3 and 4 (returns), 10 until it ran out, 10 and still open; 3 (exchange), 3 (sent again), 3 (repair).
    timed = service.time_in_states(spans).set_index(["kind", "state"])
    assert timed.loc[("all", "agreed"), ["stays", "still", "p50"]].tolist() == [7, 1, 3]
    # Of 3, 4, 10 and 10+ three quarters leave by the tenth day: nine tenths never do, as far as one can see.
    assert timed.loc[("return", "agreed"), ["stays", "still", "p50"]].tolist() == [4, 1, 4]
    assert np.isnan(timed.loc[("return", "agreed"), "p90"])


def test_time_to_the_end_is_counted_from_opening(calendar):
    took = service.time_to_end(standings(*calendar).reset_index()).set_index("kind")
    # Days: 9, 11, 11, 11+ and 4 of returns that send goods back for money.
    assert took.loc["return", ["stays", "still", "end_not_told", "p50"]].tolist() == [5, 1, 0, 11]


def test_the_curve_of_those_still_waiting_is_scipy_s():
    rng = np.random.default_rng(3)
    line = {f"r{i}": f"{1 + i % 9} requested" + (f", {1 + i % 9 + int(rng.integers(1, 18))} agreed" if i % 3 else "") for i in range(60)}
    states = steps(**line)
    spans = service.state_spans(states, standings(None, states).reset_index())
    curve = service.waiting_curve(spans, "requested")
    mine = spans[spans["state"] == "requested"]
    data = distributions.CensoredData(uncensored=mine.loc[mine["left"], "days"], right=mine.loc[~mine["left"], "days"])
    expected = distributions.ecdf(data).cdf
    assert curve["day"].tolist() == expected.quantiles.tolist()
    assert curve["share"].to_numpy() == pytest.approx(expected.probabilities)
    assert 0 < mine["left"].mean() < 1


# --- what other programmes got wrong ---------------------------------------------------------------


def test_a_second_return_or_exchange_of_one_order_is_no_finding():
    """Spree #8332."""
    returns = told(a={"kind": "换货", "order_id": "o1"}, b={"kind": "换货", "order_id": "o1"}, c={"kind": "退货退款", "order_id": "o1"})
    whole = "requested, {} agreed, {} sent_back, {} received, {} {}"
    states = steps(
        a="1 " + whole.format(2, 3, 4, 5, "exchanged"),
        b="8 " + whole.format(9, 10, 11, 12, "exchanged"),
        c="20 " + whole.format(21, 22, 23, 24, "refunded"),
    )  # fmt: skip
    found = standings(returns, states)
    assert found["return_no"].tolist() == [1, 2, 3]
    assert found["outcome"].eq("settled").sum() == 2 + 1
    assert service.illegal_transitions(states, found.reset_index()).empty


def test_parts_of_one_return_that_come_in_several_parcels_are_one_return_that_moves_on():
    """Solidus #3198: several lines are received one after the other, and the return still gets on."""
    several = {"return_id": "a", "kind": "退货退款", "order_id": "o1"}
    returns = told(x=several | {"part": 1, "asked": 10}, y=several | {"part": 2, "asked": 5})
    states = steps(a="1 requested, 2 agreed, 4 sent_back, 6 received <9, 8 received <2026-06-05")
    (row,) = standings(returns, states).reset_index().to_dict("records")
    assert (row["return_id"], row["parts"], row["pieces"], row["asked"], row["state"], row["step"]) == ("a", 2, 2, 15, "received", "refund")
    # The wait began with the first parcel; the last word on its limit holds.
    assert (row["since"], row["due_on"], row["standing"]) == (pd.Timestamp("2026-05-06 12:00"), pd.Timestamp("2026-06-05"), "later")
    assert service.illegal_transitions(states, standings(returns, states).reset_index()).empty
    more = steps(a="1 requested, 2 agreed, 4 sent_back, 6 received, 7 sent_back, 9 received, 10 refunded")
    assert service.illegal_transitions(more, standings(returns, more).reset_index()).empty


def test_goods_may_be_received_without_money_going_back():
    """Medusa #4052."""
    states = steps(a="1 requested, 2 agreed, 4 sent_back, 6 received")
    row = standings(told(a={"kind": "return"}), states).loc["a"]
    assert (row["outcome"], row["actor"], row["step"], row["standing"], row["told_otherwise"]) == ("open", "shop", "refund", "no_limit", False)


# --- what may be missing ---------------------------------------------------------------------------


def test_where_only_returns_is_told_ends_and_ages_are_known_and_steps_are_not():
    returns = told(
        a={"kind": "退货退款", "status": "settled", "settled_on": day("4"), "returned_on": day("1"), "amount": 10},
        b={"kind": "退货退款", "status": "open", "returned_on": day("21")},
        c={"kind": "退货退款", "status": None, "amount": 5},
    )
    found = standings(returns, None)
    assert found["outcome"].to_dict() == {"a": "settled", "b": "open", "c": "settled"}
    assert found.loc["b", ["age", "actor", "step", "standing"]].tolist() == [10.5, "not_known", "not_known", "no_limit"]
    took = service.time_to_end(found.reset_index()).set_index("kind").loc["return"]
    assert (took["stays"], took["still"], took["end_not_told"], took["p50"]) == (2, 1, 1, 3)
    assert service.illegal_transitions(None, found.reset_index()).empty
    assert service.time_in_states(service.state_spans(None, found.reset_index())).empty
    assert service.open_by_state(found.reset_index())[["kind", "state", "returns"]].to_numpy().tolist() == [["return", "", 1]]


def test_where_only_states_are_told_returns_of_no_known_kind_may_go_any_legal_way():
    states = steps(a="1 requested, 2 refunded", b="1 requested, 2 agreed, 3 sent_back, 4 received", c="1 requested, 2 agreed, 5 exchanged")
    found = standings(None, states)
    assert found["kind"].unique().tolist() == ["unknown"]
    assert found.loc["b", ["actor", "step"]].tolist() == ["shop", "settle"]
    assert service.illegal_transitions(states, found.reset_index())[["before", "state"]].to_numpy().tolist() == [["agreed", "exchanged"]]


def test_neither_table_gives_empty_tables():
    found = service.return_standings(None, None, NOW, "UTC")
    assert found.empty
    for made in (service.open_returns, service.open_by_state, service.by_outcome, service.time_to_end):
        assert made(found).empty or made is service.time_to_end
    assert service.open_by_age(found)["returns"].sum() == 0


def test_states_that_a_shop_s_exports_never_tell_are_stepped_over():
    """An export with the times of request, parcel and money only: nobody's refund is a finding."""
    returns = told(a={"kind": "退货退款"}, b={"kind": "退货退款"})
    states = steps(a="1 requested, 4 sent_back, 9 refunded", b="1 requested, 9 refunded")
    found = service.illegal_transitions(states, standings(returns, states).reset_index())
    assert found[["before", "state", "returns"]].to_numpy().tolist() == [["requested", "refunded", 1]]


def test_on_an_earlier_day_what_the_newest_export_says_is_not_known_yet():
    returns = told(
        a={"kind": "退货退款", "status": "settled", "amount": 10},
        b={"kind": "退货退款", "status": "settled", "amount": 10},
        c={"kind": "退货退款", "status": "settled", "settled_on": day("5"), "amount": 7},
        d={"kind": "退货退款", "status": "refused"},
    )
    states = steps(a="20 requested, 21 agreed", d="1 requested, 2 agreed, 5 sent_back, 8 received, 9 inspected_bad")
    found = standings(returns, states, newest=False)
    assert found["outcome"].to_dict() == {"a": "open", "b": "not_known", "c": "settled", "d": "refused"}
    assert found["amount"].to_dict() == {"a": 0, "b": 0, "c": 7, "d": 0}


def test_tables_that_disagree_are_told():
    returns = told(a={"kind": "退货退款", "status": "settled", "settled_on": day("9"), "amount": 9}, b={"kind": "换货", "status": "cancelled"})
    states = steps(a="1 requested, 2 agreed, 4 sent_back", b="1 requested, 2 agreed, 4 sent_back, 5 received, 7 exchanged")
    found = standings(returns, states)
    assert found["outcome"].to_dict() == {"a": "settled", "b": "settled"}
    # An exchange gives no money back, which some exports tell as cancelled.
    assert found["told_otherwise"].to_dict() == {"a": True, "b": False}
    spans = service.state_spans(states, found.reset_index())
    assert spans[(spans["return_id"] == "a") & (spans["state"] == "sent_back")]["days"].tolist() == [4.5]


# --- the rules themselves --------------------------------------------------------------------------


def test_every_state_can_be_reached_and_every_end_ends():
    for kind in KINDS:
        table = transitions(kind)
        assert {state for after in table.values() for state in after} | {""} >= set(table)
        assert not set(table) & {"refunded", "exchanged", "sent_again", "cancelled", "timed_out"}
        assert {next_step(kind, state)[1] for state in table if state} <= set(STEPS)
    assert {state for after in transitions("unknown").values() for state in after} == set(STATES)
    assert set(WORDS) == set(ENDINGS) == set(KINDS) - {"unknown"}


# Every way a return may go, told once more by hand: those of all kinds, those with a parcel, and how each kind may end.
WAYS = (
    "requested refused requested refused agreed cancelled",
    "requested refused platform_steps_in agreed platform_steps_in refused cancelled",
    "requested platform_steps_in cancelled", "requested cancelled", "agreed platform_steps_in cancelled", "requested agreed cancelled",
)  # fmt: skip
SENT = "requested agreed sent_back"
WITH_A_PARCEL = (
    "requested agreed timed_out",
    f"{SENT} received sent_back platform_steps_in sent_back received platform_steps_in received inspected_bad platform_steps_in refused",
    f"{SENT} received inspected_bad refused",
    f"{SENT} received inspected_bad sent_again",
)
STEPPED_IN, CHECKED, BAD = "requested platform_steps_in", f"{SENT} received", f"{SENT} received inspected_bad"
ENDED = {
    "refund_only": ("requested refunded", "requested agreed refunded", f"{STEPPED_IN} refunded"),
    "return": (*WITH_A_PARCEL, f"{SENT} refunded", f"{CHECKED} refunded", f"{BAD} refunded", f"{STEPPED_IN} refunded"),
    "exchange": (
        *WITH_A_PARCEL, f"{SENT} exchanged", *(f"{way} {end}" for way in (CHECKED, BAD, STEPPED_IN) for end in ("exchanged", "refunded")),
    ),
    "resend": (
        "requested sent_again", "requested agreed sent_again", "requested agreed refunded", f"{STEPPED_IN} sent_again", f"{STEPPED_IN} refunded",
    ),
    "repair": (
        *WITH_A_PARCEL, *(f"{way} {end}" for way in (CHECKED, BAD, STEPPED_IN) for end in ("exchanged", "refunded")),
        f"{CHECKED} sent_again", f"{STEPPED_IN} sent_again",
    ),
}  # fmt: skip
A_WORD = {"refund_only": "仅退款", "return": "退货退款", "exchange": "换货", "resend": "补寄", "repair": "维修"}


def findings_of(kind: str, ways: list[str]) -> pd.DataFrame:
    """Findings of returns of one kind that go these ways, a change a day, in a shop whose exports tell of every state."""
    every = {"all": ", ".join(f"{1 + n} {state}" for n, state in enumerate(STATES))}
    lines = {f"w{n}": ", ".join(f"{1 + i} {state}" for i, state in enumerate(way.split())) for n, way in enumerate(ways)}
    states = steps(**every, **lines)
    found = standings(told(**{number: {"kind": A_WORD[kind]} for number in lines}), states)
    return service.illegal_transitions(states, found.reset_index()).query("kind != 'unknown'")


@pytest.mark.parametrize("kind", ENDED)
def test_every_legal_change_is_legal_and_every_other_is_a_finding(kind):
    ways = [*WAYS, *ENDED[kind]]
    assert findings_of(kind, ways).empty
    legal = {pair for way in ways for pair in zip(["", *way.split()], way.split(), strict=False)}
    others = [(before, state) for before in STATES for state in STATES if before != state and (before, state) not in legal]
    found = findings_of(kind, [f"{before} {state}" for before, state in others])
    pairs = set(zip(found["before"], found["state"], strict=True))
    assert pairs == {*others} | {("", before) for before, _ in others if before not in ("requested", "agreed")}


@pytest.mark.parametrize(
    ("word", "kind"),
    [("退款退货", "return"), ("我要退货退款", "return"), ("已发货仅退款", "refund_only"), ("换新", "exchange"), ("补发商品", "resend"),
     ("返修", "repair"), ("Return", "return"), ("Refund only", "refund_only"), ("Exchange", "exchange"), ("refund", "unknown"),
     ("线下补偿", "refund_only"), ("", "unknown")],
)  # fmt: skip
def test_kinds_are_known_by_what_their_words_mean(word, kind):
    assert kind_of(word) == kind


@given(st.frozensets(st.sampled_from(STATES)), st.frozensets(st.sampled_from(STATES)), st.sampled_from(KINDS))
def test_the_more_an_export_tells_the_fewer_changes_are_legal(told_by_one, told_by_other, kind):
    assert allowed(kind, told_by_one | told_by_other) <= allowed(kind, told_by_one)
    assert allowed(kind, told_by_one) <= allowed("unknown", told_by_one)


@st.composite
def shops(draw) -> tuple:
    """Returns and states of a shop that keeps no rule: any state after any other, some told by one table only."""
    numbers = [f"r{n}" for n in range(draw(st.integers(0, 8)))]
    kinds = st.sampled_from([None, "仅退款", "退货退款", "换货", "补寄", "维修", "什么"])
    status = st.sampled_from([None, "open", "settled", "refused", "cancelled"])
    days = st.none() | st.integers(1, 30).map(lambda n: day(str(n)))
    about = {n: {"kind": draw(kinds), "status": draw(status), "settled_on": draw(days)} for n in numbers if draw(st.booleans())}
    lines = {}
    for number in numbers:
        times = sorted(draw(st.lists(st.integers(1, 31), max_size=6)))
        line = [f"{at} {draw(st.sampled_from(STATES))}" + draw(st.sampled_from(["", " <9", " <31"])) for at in times]
        lines |= {number: ", ".join(line)} if line else {}
    return about, lines, draw(st.booleans())


@tries(20)
@given(shops())
def test_nothing_is_lost_each_open_one_stands_once_and_times_add_up(shop):
    about, lines, newest = shop
    returns, states = told(**about) if about else None, steps(**lines) if lines else None
    found = standings(returns, states, newest=newest).reset_index()
    assert found["return_id"].is_unique
    assert set(found["return_id"]) == set(about) | set(lines)
    assert found["outcome"].isin(service.OUTCOMES).all()
    opened = found["outcome"] == "open"
    assert found["standing"].notna().tolist() == found["age"].notna().tolist() == opened.tolist()
    assert found.loc[opened, "standing"].isin(service.RETURN_STANDINGS).all()
    assert (
        len(service.open_returns(found))
        == service.open_by_state(found)["returns"].sum()
        == service.open_by_age(found)["returns"].sum()
        == opened.sum()
    )
    assert service.by_outcome(found)[list(service.OUTCOMES)].to_numpy().sum() == len(found)
    spans = service.state_spans(states, found)
    whole = ((found["until_at"] - found["opened_at"]) / pd.Timedelta(days=1)).set_axis(found["return_id"])[list(lines)]
    assert spans.groupby("return_id")["days"].sum().reindex(list(lines), fill_value=0).to_numpy() == pytest.approx(whole.to_numpy())
    assert (spans["days"] >= 0).all()
    # A stay that goes on is that of an open return.
    assert set(spans.loc[~spans["left"], "return_id"]) <= set(found.loc[opened, "return_id"])


def test_ends_are_what_the_table_of_states_says_of_them():
    assert set(RESTING) == {"refused", "refunded", "exchanged", "sent_again", "cancelled", "timed_out"}
