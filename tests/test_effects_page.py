"""What notebook 04 says of effects: results and decisions in words and figures, in both languages, and nothing where nothing is known."""

import re
from datetime import date
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from retention import experiments, playbook, project
from retention.pages import effects
from retention.pages.automation.tables import Planning
from retention.pages.effects import pictures, sentences
from retention.pages.effects.tables import Effects
from retention.pages.kit.words import Words
from retention.pages.programmes.tables import Plan
from retention.settings import JourneysSettings, LoyaltySettings
from retention.tables import EXPERIMENTS, MESSAGE_REPLAY
from tests import pages
from tests.experiments.test_results import people
from tests.notebooks import copied

EN, ZH = Words("en", "CNY"), Words("zh", "CNY")


def told() -> pd.DataFrame:
    """A gift that works, a journey still running, a campaign too small, one whose groups are wrong, and all marketing together."""
    running = people("win_back", 200, 200, (30, 20), kind="journey", share=0.5)
    running.loc[:9, "over"] = False
    parts = [people("gift", 400, 400, (120, 60)), running, people("tiny", 40, 40, (1, 0)), people("odd", 300, 100, (30, 10), share=0.5)]
    parts.append(people("all", 900, 100, (200, 20), kind="programme", share=0.1, running=True))
    return experiments.decided(experiments.results(pd.concat(parts, ignore_index=True)), {"gift": 2.0}, 0.5)


def book(results: pd.DataFrame, winners: pd.DataFrame, words: Words = EN):
    return pages.book(words, {Effects: SimpleNamespace(results=results, winners=winners)})


def test_the_page_says_what_was_shown_and_what_follows():
    section = effects.did_it_work(book(told(), experiments.winners(people(), experiments.results(people()))))
    page = re.sub("<[^>]+>", " ", pages.html(section)).replace("\u00a0", " ")
    assert "Of 5 experiments, 1 brought" in page
    assert "2 are still running: an interim look decides nothing." in page
    assert "Nothing can be shown by tiny: too few orders." in page
    assert "Withheld, because the groups are not as large as they were drawn: odd." in page
    assert "+15.0 (+9.3 to +20.6)" in page
    assert "¥15.00 (¥9.29 to ¥20.71)" in page
    assert "Go on: it brings orders." in page
    assert "Interim: the window is not over for 10 people." in page
    assert "Interim: the programme is still running." in page
    assert "Find out why the groups are not as large as drawn." in page
    assert "something else decided who is in them: odd." in page
    assert "below 0.001" in page
    assert "Winning back" in page
    assert "All marketing together" in page
    assert "tiny" not in section.figure.data[0].y
    assert section.figure.layout.title.text == "1 of 5 experiments shows a difference beyond chance"
    assert section.figure.data[0].x[list(section.figure.data[0].y).index("gift")] == pytest.approx(15)


def test_nothing_drawn_is_one_line():
    nobody = told().iloc[:0]
    section = effects.did_it_work(book(nobody, nobody))
    assert section.figure is None
    assert pages.html(section).count("<p") == 1
    assert "Nothing can be shown" in pages.html(section)


def test_only_small_ones_have_no_chart():
    section = effects.did_it_work(
        book(experiments.decided(experiments.results(people(ordered=(1, 0))), {}, 1), experiments.winners(people(), experiments.results(people())))
    )
    assert section.figure is None
    assert "too few orders" in pages.html(section)


def test_an_open_one_says_what_a_month_more_would_show():
    row = told().query("experiment == 'gift'").iloc[0].to_dict() | {"state": "open", "decision": "more", "smallest": 0.031, "smallest_next": 0.022}
    assert sentences.decision(row, EN) == "Open. One more like it shows a rise of 2.2 points (now 3.1)."
    assert sentences.decision(row | {"kind": "journey"}, EN) == "Open. A month more shows a rise of 2.2 points (now 3.1)."
    assert sentences.decision(row | {"kind": "journey", "smallest": np.nan}, EN) == "Open."
    assert "停" in sentences.decision(row | {"decision": "stop"}, ZH)


@pytest.mark.parametrize("words", [EN, ZH], ids=["en", "zh"])
def test_every_state_and_decision_has_its_words_in_both_languages(words):
    for state, decision in (
        ("more", "go_on"),
        ("less", "stop"),
        ("open", "stop"),
        ("open", "hidden"),
        ("too_few", "nothing"),
        ("withheld", "repair"),
    ):
        assert sentences.decision(told().iloc[0].to_dict() | {"state": state, "decision": decision}, words)
    assert sentences.in_words(told(), words)
    assert sentences.checks_in_words(told(), words)
    assert sentences.checks_in_words(told().assign(aa_p=0.0001, breached=1, both_arms=1), words).count("gift") == 3
    best = pd.DataFrame([{"experiment": "win_back", "variant": "a", "difference": 0.02, "low": -0.01, "high": 0.05, "chosen_on": 0.04}])
    assert ("chance explains" in sentences.winners_in_words(best, words)) == (words is EN)


def test_offers_and_prices_in_words():
    offers = pd.DataFrame({"day": [1, 1], "journey": "j", "step": "s", "variant": "", "offer": ["ten", "five"], "customers": [3, 1], "stated": False})
    said = sentences.fairness_in_words(offers, 4, experiments.Prices(20, 1), EN)
    assert (
        "2 offers for 4 customers, handed over or in this plan; **in 1 step, customers of one day had different ones without a stated ground.**"
        in said
    )
    assert "Of 20 times" in said
    assert "**differed once; look into it.**" in said
    assert "No message gave an offer." in sentences.fairness_in_words(offers.iloc[:0], 0, None, EN)
    assert "同一天" in sentences.fairness_in_words(offers.assign(stated=True), 4, experiments.Prices(20, 0), ZH)


def test_a_step_is_one_however_many_days_and_a_variant_is_no_experiment_of_its_own():
    days = [{"day": day, "journey": "j", "step": "s", "variant": "", "offer": offer} for day in range(5) for offer in ("ten", "five")]
    assert "**in 1 step," in sentences.fairness_in_words(pd.DataFrame(days).assign(customers=1, stated=False), 2, None, EN)
    results = told().query("experiment == 'gift'")
    both = pd.concat([results, results.assign(variant="a"), results.assign(variant="b")], ignore_index=True)
    assert sentences.in_words(both, EN).startswith("Of 1 experiment, 1 brought")


def month(messages: int, **more) -> pd.DataFrame:
    plain = {"messages": messages, "service": 0, "doubles": 0, "nights": 0, "over_cap": 0, "no_clock": 0} | more
    return pd.DataFrame([{"day": pd.Timestamp("2026-06-01")} | plain, {"day": pd.Timestamp("2026-06-02")} | dict.fromkeys(plain, 0)])


def test_the_month_in_words_and_as_a_picture():
    sent, planned = month(9, doubles=2, nights=3, over_cap=1, no_clock=4), month(5, service=7)
    said = sentences.month_in_words(sent, planned, ("vip_care",), 30, EN)
    assert "9 messages of marketing were sent. By today's settings, a customer's second of the day: 2; in quiet hours: 3; over a cap: 1." in said
    assert "5 would have gone, and 7 service messages. None of them would have been a second of the day" in said
    assert "Care for the best customers" in said
    assert "retention messages replay" in sentences.month_in_words(sent, None, (), 30, EN)
    fig = pictures.month(sent, planned, 10, ZH)
    assert [list(trace.y) for trace in fig.data] == [[9, 0], [5, 0]]
    assert fig.layout.title.text == "实际发了 9 条，按今天的设置会发 5 条"
    assert "本次计划之前 10 天" in str(fig.layout.title)
    assert sentences.month_in_words(month(1), None, (), 1, EN).startswith("In the day before this plan 1 message of marketing was sent.")


# --- on the sample shop ------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_sample_shops_campaigns_are_measured_kept_and_told_to_notebook_03(herstyle, tmp_path):
    book = playbook.open("04", str(project.root() / "params" / "herstyle"), str(copied(herstyle, tmp_path / "herstyle")))
    found = book.shared(Effects)
    assert len(EXPERIMENTS.check(found.counted)) == 13
    assert set(found.results["kind"]) == {"campaign"}  # nothing was handed over yet, so no journey has drawn anybody
    assert (found.results["days"] == found.results["experiment"].map({n: one.days for n, one in book.settings.measured.items()})).all()
    assert found.prices is not None
    assert found.prices.differ == 0
    # A campaign whose reward the shop knows is the test that notebook 03 learns from.
    name = "会员权益测试"
    own = book.of(LoyaltySettings)
    assert own.shared(Plan).measured_by.reward_seen is None
    told = book.settings.model_copy(update={"measured": {name: book.settings.measured[name].model_copy(update={"reward_seen": 0.04})}})
    changed = playbook.open("04", str(project.root() / "params" / "herstyle"), str(tmp_path / "herstyle"))
    object.__setattr__(changed, "settings", told)
    loyal = changed.of(LoyaltySettings)
    object.__setattr__(loyal, "settings", loyal.settings.model_copy(update={"measured_by": type(loyal.settings.measured_by)()}))
    assert loyal.shared(Plan).measured_by.model_dump() == {"campaign": name, "reward_seen": 0.04}
    assert changed.of(JourneysSettings) is changed


@pytest.mark.slow
def test_a_played_month_is_kept_until_settings_change(herstyle, tmp_path, monkeypatch):
    data = copied(herstyle, tmp_path / "herstyle")
    book = playbook.open("04", str(project.root() / "params" / "herstyle"), str(data))
    found = book.shared(Effects)
    found.__dict__["mornings"] = found.mornings[-2:]
    assert found.replayed is None
    table = MESSAGE_REPLAY.check(found.keep_replay())
    assert set(table["source"]) == {"sent", "planned"}
    assert table.loc[table["source"] == "planned", ["doubles", "nights", "over_cap"]].to_numpy().sum() == 0
    again = Effects(book)
    again.__dict__["mornings"] = found.mornings
    kept = again.replayed.astype(table.dtypes.to_dict())
    pd.testing.assert_frame_equal(kept, table.sort_values(["day", "source"], ignore_index=True))
    other = book.settings.model_copy(update={"one_a_day": False})
    object.__setattr__(book, "settings", other)
    assert Effects(book).replayed is None
    assert book.shared(Planning).now.date() == date(2026, 7, 1)
