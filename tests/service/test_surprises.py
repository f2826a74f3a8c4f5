"""Surprises: drawn by a lot that is written down, two by two, inside the budget, nobody twice in half a year; and what they did."""

import json
import stat
from datetime import date, datetime

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention import experiments, imports, project, samples
from retention.service import surprises
from retention.settings import ServiceSettings, SettingsProblem, SurpriseSettings, shop_settings
from retention.shop import Shop
from retention.tables import CUSTOMERS, ORDERS, TOUCHES, DataProblem
from tests.conftest import TODAY
from tests.pyramid.conftest import ORDER, table

DAY = date(2026, 6, 30)
ONE = SurpriseSettings(budget_a_month=100, kinds={"card": {"cost": 10}})
NONE_YET = pd.DataFrame(columns=list(surprises.COLUMNS))


def orders(*told: tuple[str, str]) -> object:
    """Orders by (customer, day completed)."""
    rows = []
    for number, (who, day) in enumerate(told):
        at = datetime.fromisoformat(f"{day} 10:00")
        more = {"order_id": f"o{number}", "customer_id": who, "ordered_at": at, "ordered_on": at.date(), "completed_at": at, "status": "completed"}
        rows.append(ORDER | more | {"gross_paid": 100, "net_paid": 100, "list_amount": 100})
    return table(ORDERS, rows)


def touches(*told: tuple[str, str, str, str]) -> object:
    """Touches by (customer, day, campaign, arm)."""
    rows = []
    for number, (who, day, campaign, arm) in enumerate(told):
        at = datetime.fromisoformat(f"{day} 09:00")
        about = {"touch_id": f"t{number}", "customer_id": who, "touched_at": at, "touched_on": at.date(), "kind": "note"}
        rows.append(about | {"campaign": campaign, "arm": arm})
    return table(TOUCHES, rows)


def test_the_pool_is_who_completed_an_order_lately_and_was_not_drawn_lately_in_either_arm():
    told = orders(
        ("ann", "2026-06-20"), ("bob", "2026-05-01"), ("cid", "2026-06-21"), ("dot", "2026-06-22"), ("eve", "2026-06-23"), ("fay", "2026-06-24")
    )
    seen = touches(
        ("cid", "2026-03-01", "surprise", "control"), ("dot", "2025-11-01", "surprise", "treated"), ("eve", "2026-06-01", "other", "treated")
    )
    before = pd.DataFrame({"customer_id": ["fay"], "arm": ["control"], "kind": [None], "cost": [0.0], "drawn_on": [pd.Timestamp("2026-02-01")]})
    assert surprises.pool(told, seen, before, DAY, SurpriseSettings()) == ["ann", "dot", "eve"]
    assert surprises.pool(told, None, NONE_YET, DAY, SurpriseSettings(), but_not=["ann"]) == ["cid", "dot", "eve", "fay"]


PEOPLE = [f"c{n}" for n in range(200)]


def test_the_draw_stops_at_the_budget_and_half_are_the_control():
    drawn = surprises.draw(PEOPLE, "2026-06", DAY, ONE)
    assert drawn["arm"].value_counts().to_dict() == {"treated": 10, "control": 10}
    assert drawn["cost"].sum() == 100
    assert drawn["customer_id"].is_unique
    assert drawn.loc[drawn["arm"] == "control", "kind"].isna().all()


def test_the_same_seed_and_month_draw_the_same_and_others_anew():
    first = surprises.draw(PEOPLE, "2026-06", DAY, ONE)
    assert surprises.draw(reversed(PEOPLE), "2026-06", DAY, ONE).equals(first)
    assert set(surprises.draw(PEOPLE, "2026-07", DAY, ONE)["customer_id"]) != set(first["customer_id"])
    assert set(surprises.draw(PEOPLE, "2026-06", DAY, ONE.model_copy(update={"seed": 2}))["customer_id"]) != set(first["customer_id"])


@given(st.integers(0, 40), st.floats(0, 500), st.integers(0, 9))
def test_whatever_the_people_and_the_budget_it_is_kept_and_arms_are_equal(people, budget, seed):
    told = SurpriseSettings(budget_a_month=budget, seed=seed)
    drawn = surprises.draw(PEOPLE[:people], "2026-06", DAY, told)
    assert drawn["cost"].sum() <= budget
    assert (drawn["arm"] == "treated").sum() == (drawn["arm"] == "control").sum() <= people / 2


def test_who_is_treated_is_a_lot_and_not_a_place():
    wide = ONE.model_copy(update={"budget_a_month": 1e9})
    treated = sum("c0" in set(d.loc[d["arm"] == "treated", "customer_id"]) for d in (surprises.draw(PEOPLE, f"m{n}", DAY, wide) for n in range(200)))
    assert 70 <= treated <= 130


def test_a_draw_is_written_down_once_for_its_owner_with_its_seed(tmp_path):
    first = surprises.draw(PEOPLE, "2026-06", DAY, ONE)
    path = surprises.write_draw(first, "2026-06", ONE, tmp_path)
    surprises.write_draw(surprises.draw(PEOPLE, "2026-06", DAY, ONE.model_copy(update={"seed": 9})), "2026-06", ONE, tmp_path)
    assert (stat.S_IMODE(path.stat().st_mode), stat.S_IMODE(path.parent.stat().st_mode)) == (0o600, 0o700)
    told = json.loads(path.read_text(encoding="utf-8"))
    assert (told["seed"], told["budget"], len(told["drawn"])) == (1, 100, 20)
    known = surprises.written_draws(tmp_path)
    assert known["customer_id"].tolist() == first["customer_id"].tolist()
    assert surprises.pool(orders(*((who, "2026-06-20") for who in PEOPLE)), None, known, DAY, ONE) == sorted(set(PEOPLE) - set(first["customer_id"]))


def test_a_draw_that_was_spoilt_is_told_in_one_sentence(tmp_path):
    (tmp_path / "surprises").mkdir()
    (tmp_path / "surprises" / "2026-06.json").write_text("{", encoding="utf-8")
    with pytest.raises(DataProblem, match=r"2026-06\.json of the draws of surprises cannot be read"):
        surprises.written_draws(tmp_path)


def test_kinds_that_cost_nothing_would_never_end():
    with pytest.raises(SettingsProblem, match="at least one kind costs something"):
        ServiceSettings.parse({"surprise": {"kinds": {"hug": {"cost": 0}}}}, "x")


# --- what they did --------------------------------------------------------------------------------------------------


def test_who_ordered_again_within_the_days_counts_in_the_arm_of_the_draw():
    told = touches(
        ("ann", "2026-01-10", "s", "treated"), ("bob", "2026-01-10", "s", "treated"), ("cid", "2026-01-10", "s", "control"),
        ("new", "2026-06-29", "s", "treated"), ("nobody", "2026-01-10", "s", "control"), ("ann", "2026-01-10", "other", "control"),
    )  # fmt: skip
    bought = orders(("ann", "2026-01-20"), ("bob", "2026-04-20"), ("bob", "2026-01-05"), ("cid", "2025-12-01"), ("new", "2026-06-30"))
    read = experiments.ordered_again(told, bought, None, "s", 60, DAY)
    assert (read.difference.treated, read.difference.control, read.not_over) == (2, 1, 1)
    assert (read.treated, read.control) == (0.5, 0)
    known = table(CUSTOMERS, [{"customer_id": "nobody"}])
    assert experiments.ordered_again(told, bought, known, "s", 60, DAY).difference.control == 2


def test_a_campaign_without_touches_tells_nothing():
    read = experiments.ordered_again(touches(), orders(("ann", "2026-01-20")), None, "s", 60, DAY)
    assert (read.difference.treated, read.difference.control) == (0, 0)
    assert read.difference.value != read.difference.value


def test_the_sample_s_surprise_is_read_back_as_it_came_out(herstyle):
    shop = Shop(herstyle)
    truth = json.loads((herstyle / "truth.json").read_text(encoding="utf-8"))["told"]["service"]["touches"]["surprise"]
    read = experiments.ordered_again(shop.need("touches"), shop.need("orders"), shop.table("customers"), truth["name"], truth["days"], shop.as_of)
    assert (read.difference.treated, read.difference.control) == (truth["treated"], truth["control"])
    assert read.treated == pytest.approx(truth["mean_treated"], abs=2e-3)
    assert read.control == pytest.approx(truth["mean_control"], abs=2e-3)
    assert read.difference.low < truth["effect"] < read.difference.high


@pytest.mark.soak
def test_herstyle_s_surprise_of_six_points_is_found(tmp_path):
    samples.make(tmp_path)
    imports.import_shop([tmp_path / "raw"], shop_settings(project.root() / "params" / "herstyle"), tmp_path, TODAY)
    shop = Shop(tmp_path)
    read = experiments.ordered_again(shop.need("touches"), shop.need("orders"), shop.table("customers"), "惊喜礼物", 60, shop.as_of)
    assert (read.difference.treated, read.difference.control) == (1239, 1281)
    assert (round(read.treated, 4), round(read.control, 4), round(100 * read.difference.value, 1)) == (0.2131, 0.1522, 6.1)
    assert read.difference.low < 0.06 < read.difference.high
