"""What is special about notebook 04: the page and the command say the same, what is missing is named, small shops have their journeys."""

import re
from pathlib import Path

import pandas as pd
import pytest

from retention import playbook, project
from retention.dispatch.planned import planned_from
from retention.pages import automation, effects
from retention.pages.automation.printed import plan_lines
from retention.pages.automation.tables import Planning
from retention.settings import SettingsProblem
from retention.tables import MESSAGE_PLAN
from tests.awkward import AWKWARD, imported
from tests.notebooks import copied

pytestmark = pytest.mark.slow
HERSTYLE = str(project.root() / "params" / "herstyle")


@pytest.fixture(scope="module")
def data(herstyle, tmp_path_factory) -> Path:
    return copied(herstyle, tmp_path_factory.mktemp("planned") / "herstyle")


@pytest.fixture(scope="module")
def planning(data) -> Planning:
    return playbook.open("04", HERSTYLE, str(data)).shared(Planning)


def test_every_message_that_was_looked_at_stands_in_one_of_the_three(planning):
    plan = planning.plan
    assert len(plan.goes) + len(plan.waits) + len(plan.blocked) == len(plan.table)
    assert planning.guards["first"].sum() == len(plan.blocked) == planning.by_family["messages"].sum()
    assert planning.by_channel["messages"].sum() == planning.batches["messages"].sum() == len(plan.goes)
    assert planning.counted["messages"].sum() == len(plan.table)
    MESSAGE_PLAN.check(planning.counted)


def test_the_sample_shop_has_people_in_its_journeys_and_is_a_rehearsal(planning):
    assert planning.rehearsal
    assert f"{planning.now:%Y-%m-%d %H:%M}" == "2026-07-01 08:30"
    going = set(planning.plan.goes["journey"])
    assert "vip_care" in going
    assert "first_order" not in going  # HerStyle thanks once the order is completed
    entered = planning.steps().drop_duplicates("journey").set_index("journey")["entered"]
    assert (entered[["ice_breaker", "win_back", "birthday", "shipping", "vip_care"]] > 0).all()


def test_the_command_prints_what_the_page_says(planning):
    printed = "\n".join(plan_lines(planning, planning.book.words))
    page = re.sub("<[^>]+>", "", "".join(part.html for part in automation.today(planning.book).shown))
    for sentence in (f"{len(planning.plan.goes):,} messages go to", f"{len(planning.plan.blocked):,} more are not sent; they most often fail at"):
        assert sentence in printed
        assert sentence in page.replace("\u00a0", " ")
    numbers = [int(line.split()[0].replace(",", "")) for line in printed.splitlines() if re.match(r" *[\d,]+  \d+ ", line)]
    assert sum(numbers) == len(planning.plan.blocked)


def test_messages_offer_goods_of_notebook_02_that_were_not_just_bought_or_given_back(planning, data):
    told = planning.next_goods
    assert len(told) > 1_000
    tables = {name: pd.read_parquet(data / "tables" / f"{name}.parquet") for name in ("order_lines", "returns", "products")}
    names = tables["products"].set_index("product_id")["name"]
    lately = tables["order_lines"][pd.to_datetime(tables["order_lines"]["ordered_on"]) >= pd.Timestamp(planning.now.date()) - pd.Timedelta(30, "D")]
    taken = [zip(rows["customer_id"], rows["product_id"].map(names), strict=True) for rows in (lately, tables["returns"])]
    assert {*told.items()} & {pair for pairs in taken for pair in pairs} == set()
    assert set(told.values()) <= set(names)
    goes = planning.plan.goes
    rows = planning.writer.values(planning.plan.request, planning.plan.people, goes[goes["journey"] == "vip_care"])
    named = [values["goods"] for values in rows if "goods" in values]
    assert named
    assert set(named) <= set(told.values())
    assert planning.guards.set_index("name").loc["personal", "changed"] > 0


def test_groups_that_nobody_speaks_to_are_named_with_their_money(planning):
    alone = planning.groups_without_a_row.set_index("group")
    assert set(alone.index) <= {"lost", "potential", "wake_valuable", "active"}
    said = re.sub("<[^>]+>", "", "".join(part.html for part in automation.rules(planning.book).shown))
    assert f"Valuable, to wake ({alone.loc['wake_valuable', 'customers']} customers" in said


def test_no_name_telephone_or_address_stands_in_a_plan(planning, data):
    known = pd.read_parquet(data / "tables" / "customers.parquet")
    personal = set(known["phone"].dropna()) | set(known["email"].dropna()) | set(known["name"].dropna())
    table = planning.plan.table
    for column in table.columns[table.dtypes.map(lambda kind: kind.kind in "OU" or "str" in str(kind))]:
        assert not (set(table[column].dropna().astype(str)) & personal), column


def test_a_plan_of_a_past_day_knows_nothing_later(data):
    planning = planned_from(HERSTYLE, data, "2026-05-12T09:00")
    orders = planning.seen.tables["orders"].to_pandas()
    assert pd.to_datetime(orders["ordered_at"]).max() <= pd.Timestamp("2026-05-12 01:00")
    assert str(planning.book.as_of) == "2026-05-11"


@pytest.mark.parametrize(("now", "sentence"), [("soon", "is no moment. Write it as"), ("2020-01-01T09:00", "lies before the data")])
def test_a_moment_that_is_none_has_its_sentence(data, now, sentence):
    with pytest.raises(SettingsProblem, match=sentence):
        planned_from(HERSTYLE, data, now)


def test_a_tighter_cap_and_longer_quiet_hours_let_fewer_messages_through(planning):
    none = planning.plan.capped(1, 366)
    assert len(none.goes) < len(planning.plan.goes)
    assert set(none.goes["customer_id"]) <= set(planning.plan.table["customer_id"])
    morning = planning.plan.quiet_from("10:00")
    assert len(morning.goes[morning.goes["purpose"] == "marketing"]) < len(planning.plan.goes[planning.plan.goes["purpose"] == "marketing"])
    assert (morning.goes["purpose"] == "service").sum() == (planning.plan.goes["purpose"] == "service").sum()
    said = re.sub("<[^>]+>", "", "".join(part.html for part in automation.not_written_to(planning.book).shown if hasattr(part, "html")))
    assert f"With two messages in 7 days at most it would be {len(planning.capped_at_two.goes):,}." in said.replace("\u00a0", " ")


def test_a_file_called_stop_stops_everything(data, tmp_path):
    for path in (project.root() / "params" / "herstyle").iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "STOP").touch()
    plan = playbook.open("04", str(tmp_path), str(data)).shared(Planning).plan
    assert plan.goes.empty
    assert len(plan.blocked) > 0
    assert set(plan.blocked["guard"]) == {3}


@pytest.mark.parametrize("name", ["one customer", "guests only", "all once"])
def test_every_section_is_made_for_an_awkward_shop(name, tmp_path):
    book = playbook.open("04", "", str(imported(AWKWARD[name], tmp_path)))
    made = (automation.today, automation.outlook, automation.journeys, automation.not_written_to, automation.texts, automation.rules)
    of_effects = (effects.did_it_work, effects.fairness, effects.last_month)
    assert all(section(book).shown for section in (*made, automation.control_groups, *of_effects))
    assert name != "guests only" or book.shared(Planning).plan.table.empty
