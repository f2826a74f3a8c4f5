"""HerStyle's service: what was planted is measured, to the decimals."""

import json
from pathlib import Path

import pandas as pd
import pytest

from retention import imports, project, samples, service
from retention.hours import Hours
from retention.settings import Policy, ServiceSettings, shop_settings
from retention.shop import Shop
from tests.conftest import TODAY

SETTINGS = ServiceSettings()
CHAT = ("chat",)
POLICIES = (
    Policy(name="any_30", clock="first_reply", target=30, channels=CHAT),
    Policy(name="person_30", clock="first_human_reply", target=30, channels=CHAT),
    Policy(name="person_180", clock="first_human_reply", target=180, channels=CHAT),
    Policy(name="offered", clock="offered", target=24 * 3600, kinds=("after_sales",)),
    Policy(name="closed", clock="total_solved", target=24 * 3600, kinds=("after_sales",)),
    *SETTINGS.sla,
)


class Measured:
    """The clocks of a HerStyle's tickets, by their messages and the desk's own times, and what became of its promises."""

    def __init__(self, folder: Path):
        shop = Shop(folder)
        tickets, messages = shop.need("tickets"), shop.need("ticket_messages")
        self.now = service.known_until(shop.as_of, shop.zone, tickets, messages)
        self.clocks = service.ticket_clocks(tickets, messages, None, self.now)
        hours = {name: Hours.of(told, shop.zone) for name, told in SETTINGS.hours.items()}
        self.rows = service.judged(self.clocks, service.waits(messages, self.clocks), service.pauses(None), POLICIES, hours, self.now, shop.zone)
        self.found = service.attainments(self.rows, POLICIES).set_index("policy")
        self.zone = shop.zone

    def percent(self, policy: str) -> float:
        return round(100 * self.found.loc[policy, "share"], 2)

    def answered(self, policy: str) -> pd.DataFrame:
        """Those due of a policy to which something came."""
        rows = self.rows[(self.rows["policy"] == policy) & self.rows["state"].isin(("met", "breached"))]
        return rows[rows["ended_at"].notna()]


def met(rows: pd.DataFrame) -> float:
    return round(100 * (rows["state"] == "met").mean(), 2)


@pytest.fixture(scope="module")
def small(herstyle):
    return Measured(herstyle)


def test_what_the_sample_planted_is_measured(small, herstyle):
    truth = json.loads((herstyle / "truth.json").read_text(encoding="utf-8"))["told"]["service"]["tickets"]
    chats = small.answered("person_180")
    assert met(chats) == truth["chats_answered_by_a_person_in_3_minutes_percent"]
    first, last = truth["hours"]
    assert met(chats[chats["hour"].between(first, last - 1)]) == truth["same_in_service_hours"]
    # Tickets of customers nobody knows were planted in the file of tickets alone.
    own = small.clocks[small.clocks["messages"] > 0]
    assert len(own) == truth["tickets"]
    assert own["first_human_reply"].isna().sum() >= truth["never_answered"]
    assert own["is_open"].sum() >= truth["open_at_the_end"]


def test_every_ticket_of_the_sample_has_a_limit(small):
    assert service.without_limit(small.clocks, small.rows).empty
    opened = service.still_open(small.clocks, small.rows, small.now, SETTINGS.due_soon)
    assert len(opened) == small.clocks["is_open"].sum()
    assert set(opened["standing"]) <= {"overdue", "due_soon", "later", "nothing_due"}


def test_opened_in_the_hours_means_from_nine_to_ten_at_night(small):
    rows = small.rows[small.rows["policy"] == "chat_by_a_person"]
    assert (rows["opened_inside"] == rows["hour"].between(9, 21)).all()


@pytest.mark.soak
def test_herstyle_of_twenty_thousand_keeps_its_promises_as_is_known(tmp_path):
    samples.make(tmp_path)
    imports.import_shop([tmp_path / "raw"], shop_settings(project.root() / "params" / "herstyle"), tmp_path, TODAY)
    shop = Measured(tmp_path)
    chats = shop.answered("person_180")
    assert (met(chats), met(chats[chats["hour"].between(9, 21)])) == (64.47, 80.30)
    assert (shop.percent("person_180"), shop.found.loc["person_180", "never"]) == (63.94, 27)
    assert (shop.percent("any_30"), shop.percent("person_30")) == (92.24, 11.35)
    assert (shop.percent("offered"), shop.percent("closed")) == (97.92, 39.46)
    # On the clock of the hours, who asks at night is due at 09:03.
    assert (shop.percent("chat_by_a_person"), shop.found.loc["chat_by_a_person", "inside_met"], shop.found.loc["chat_by_a_person", "inside_due"]) == (
        65.49,
        2099,
        2634,
    )
