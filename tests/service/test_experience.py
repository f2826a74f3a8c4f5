"""What customers had been through when they were asked, on tables written by hand."""

from datetime import date, datetime

import ibis
import pandas as pd

from retention.service.experience import with_experience
from tests.service.hand_made import desk

ASKED = datetime(2026, 5, 6, 12)  # the Wednesday of `hand_made`


def answers(*orders: str | None, customer: str = "ann", **more) -> pd.DataFrame:
    told = {"customer_id": customer, "order_id": list(orders), "asked_at": pd.Timestamp(ASKED), "asked_on": pd.Timestamp("2026-05-06")}
    return pd.DataFrame({**told, "answered_at": pd.NaT, "answered_on": pd.NaT, **more}).astype({"answered_on": "datetime64[ns]"})


def table(rows: list[dict], **kinds: str) -> ibis.Table:
    return ibis.memtable(pd.DataFrame(rows, columns=list(kinds)), schema=ibis.schema(kinds))


def test_a_parcel_is_late_once_it_came_after_the_day_promised_and_unknown_until_it_comes():
    days = [("in time", 4, 4), ("late", 4, 5), ("late after", 4, 7), ("on its way", 4, None), ("not promised", None, 5)]
    rows = [{"order_id": o, "promised_on": p and date(2026, 5, p), "signed_on": s and date(2026, 5, s)} for o, p, s in days]
    parcels = table(rows, order_id="string", promised_on="date", signed_on="date")
    found = with_experience(answers(*(day[0] for day in days), None), None, parcels, None, None)
    assert found["late"].tolist() == [False, True, False, None, None, None]
    assert found["returned"].isna().all()


def test_an_order_was_returned_once_money_went_back_by_the_day_of_asking():
    rows = [("back", 10.0, 5), ("later", 10.0, 8), ("refused", 0.0, 5)]
    told = [{"order_id": o, "amount": a, "returned_on": date(2026, 5, d)} for o, a, d in rows]
    returns = table(told, order_id="string", amount="float64", returned_on="date")
    found = with_experience(answers("back", "later", "refused", "none", None), None, None, returns, None)
    assert found["returned"].tolist() == [True, False, False, False, None]


def test_orders_are_those_that_count_up_to_the_day_of_asking():
    rows = [{"customer_id": "ann", "ordered_on": date(2026, 5, day), "counts": day != 2} for day in (1, 2, 6, 7)]
    orders = table(rows, customer_id="string", ordered_on="date", counts="boolean")
    found = with_experience(
        pd.concat([answers("x"), answers("y", customer="bob"), answers("z", customer=None)], ignore_index=True), orders, None, None, None
    )
    assert found["orders"].fillna(-1).tolist() == [2, 0, -1]
    assert found["first_order"].tolist() == [False, True, None]


def slow(said: str, solved: str | None = None, **ticket) -> bool | None:
    more = {"resolved": solved} if solved else {}
    clocks = desk({"w1": {"opened": said.partition(" c")[0], "customer_id": "ann", **more, **ticket}}, {"w1": said}).clocks
    return with_experience(answers("x"), None, None, None, clocks)["slow_reply"].iloc[0]


def test_who_waited_over_three_minutes_for_a_person_before_being_asked():
    assert slow("10:00 c, 10:04 a") is True
    assert slow("10:00 c, 10:01 r, 10:02 a") is False
    assert slow("10:00 c") is True


def test_what_came_after_the_asking_letters_and_what_the_robot_solved_say_nothing():
    assert slow("13:00 c, 13:10 a") is None
    assert slow("10:00 c, 10:01 r", solved="10:30") is None
    assert slow("10:00 c, 11:00 a", channel="email") is None
    assert slow("2026-04-01 10:00 c, 2026-04-01 11:00 a") is None
