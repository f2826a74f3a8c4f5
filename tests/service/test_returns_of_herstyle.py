"""HerStyle's returns: what was planted is found, no more and no less."""

import json

import pytest

from retention import service
from retention.shop import Shop

STEPS = {"已申请": "requested", "已同意": "agreed", "买家已寄回": "sent_back", "商家已收货": "received", "平台介入": "platform_steps_in"}
CANNOT_BE = {"requested > received": 3, "refused > refunded": 3, "cancelled > refunded": 3}


class Found:
    """Where HerStyle's returns stand, and what was planted."""

    def __init__(self, folder):
        shop = Shop(folder)
        self.tables = {name: shop.table(name) for name in ("returns", "return_states", "order_lines", "products", "tickets", "surveys")}
        self.moment = service.known_until(shop.as_of, shop.zone, self.tables["return_states"])
        self.standings = service.return_standings(self.tables["returns"], self.tables["return_states"], self.moment, shop.zone)
        self.goods = service.returned_goods(self.tables["returns"], self.tables["order_lines"], self.tables["products"])
        self.as_of = shop.as_of
        truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
        self.planted, self.size = truth["told"]["service"]["expected"], truth["figures"]["true_reasons"]["size"] / 100


@pytest.fixture(scope="module")
def found(herstyle) -> Found:
    return Found(herstyle)


def test_open_returns_stand_where_they_were_left(found):
    planted = found.planted["after_sales"]
    opened = service.open_by_state(found.standings)
    assert opened["returns"].sum() == planted["open"]
    assert opened.groupby("state")["returns"].sum().to_dict() == {STEPS[word]: n for word, n in planted["open_by_step"].items() if n}
    assert set(found.standings["return_id"]) == set(found.tables["returns"].return_id.execute())
    assert not found.standings["told_otherwise"].any()


def test_changes_that_cannot_be_are_those_planted(found):
    illegal = service.illegal_transitions(found.tables["return_states"], found.standings)
    told = {f"{row.before} > {row.state}": row.returns for row in illegal.itertuples()}
    assert told == found.planted["return_states"]["cannot_be"] == CANNOT_BE


def test_only_settled_returns_took_money(found):
    assert found.standings.loc[found.standings["outcome"] != "settled", "amount"].eq(0).all()
    assert found.standings["outcome"].isin(service.OUTCOMES).all()


def test_time_in_states_adds_up_to_the_whole_time(found):
    spans = service.state_spans(found.tables["return_states"], found.standings)
    whole = (found.standings["until_at"] - found.standings["opened_at"]).dt.total_seconds().sum() / 86400
    assert spans["days"].sum() == pytest.approx(whole)
    assert (~spans["left"]).sum() == found.planted["after_sales"]["open"]


def test_tickets_tell_of_size_what_the_reason_ticked_does_not(found):
    said = service.what_is_said(found.goods, found.tables["tickets"], found.tables["surveys"])
    tried = service.two_sizes(found.tables["order_lines"], found.tables["products"], found.goods)
    sources = service.size_estimates(said, tried).set_index("source")
    reasons = service.reported_reasons(found.goods).set_index("theme")["share"]
    assert reasons["no_reason"] == pytest.approx(0.55, abs=0.04)  # three standard errors of some 1,600 returns
    assert sources.loc["tickets", "low"] <= found.size <= sources.loc["tickets", "high"]
    assert sources.loc["comments", "low"] <= found.size <= sources.loc["comments", "high"]
    assert sources.loc["reported", "high"] < found.size
    assert sources.loc["two_sizes", "about_size"] > 0
    assert service.left_out(found.goods)["rows"].sum() == found.tables["returns"].count().execute()


def test_no_good_is_named_where_all_of_a_category_come_back_alike(found):
    bought = service.purchases(found.tables["order_lines"], found.tables["products"], found.goods, found.as_of)
    said = service.what_is_said(found.goods, None, None)
    tried = service.two_sizes(found.tables["order_lines"], found.tables["products"], found.goods)
    assert service.what_to_change(service.return_rates(bought), said, tried).empty
