"""What help desks and surveys export: states in rows or in columns, words for no answer, answers without an invitation."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import yaml

from retention import imports
from retention.imports import ledger_lines
from retention.imports.answers import Question
from retention.imports.maps import ImportMap
from retention.settings import SettingsProblem, ShopSettings
from retention.tables import DataProblem
from tests.imports.exports import export

TODAY = date(2026, 11, 1)


def run(shop, **sources):
    """Import with a map of these sources."""
    place = shop.raw.parent / "own_map.yaml"
    place.write_text(yaml.safe_dump({"name": "own", "time_zone": "UTC", "sources": sources}, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return imports.import_shop([shop.raw], ShopSettings(map=str(place)), shop.data, TODAY)


# -- states -----------------------------------------------------------------------------------------

STATES = {
    "grain": "ticket_state",
    "header": ["case", "at"],
    "columns": {"ticket_id": "case", "changed_at": "at", "state": "what", "owner": "who"},
    "words": {"state": {"take": "open", "ask": "waiting_customer", "done": "solved", "end": "closed"}},
    "identical_rows": "real",
}
LOG = """case,at,what,who
1,2026-05-01 10:00:00,take,Li
1,2026-05-01 12:00:00,done,Li
1,2026-05-02 12:00:00,end,
2,2026-05-03 09:00:00,take,Bo
2,2026-05-03 09:00:00,take,Bo
2,2026-05-04 09:00:00,ask,Bo
"""


def test_a_log_of_states_alone_is_a_help_desk_and_equal_rows_in_it_are_real(shop):
    shop.write("log.csv", LOG)
    imported = run(shop, log=STATES)
    assert imported.tables == {"tickets": 2, "ticket_states": 6}
    assert shop.fates(imported) == {"kept": 6}
    assert imported.days == ("2026-05-01", "2026-05-04")
    states = shop.table("ticket_states").sort_values(["ticket_id", "state_no"])
    assert states["state"].tolist() == ["open", "solved", "closed", "open", "open", "waiting_customer"]
    assert states["state_no"].tolist() == [1, 2, 3, 1, 2, 3]
    tickets = shop.table("tickets").set_index("ticket_id")
    assert [str(tickets.loc["1", c]) for c in ("opened_at", "resolved_at")] == ["2026-05-01 10:00:00", "2026-05-02 12:00:00"]
    assert tickets.loc["2", "assignee"] == "Bo"
    assert pd.isna(tickets.loc["2", "resolved_at"])


def test_the_same_log_twice_is_one_log(shop):
    shop.write("log.csv", LOG)
    shop.write("again.csv", LOG)
    imported = run(shop, log=STATES)
    assert shop.fates(imported) == {"kept": 6, "duplicate": 6}


def test_a_state_nobody_knows_is_left_out_with_its_row(shop):
    shop.write("log.csv", LOG.replace("ask", "dream"))
    imported = run(shop, log=STATES)
    assert shop.fates(imported) == {"kept": 5, "unknown state": 1}


WIDE = {
    "grain": "return_state",
    "header": ["return", "asked on", "agreed on", "money back on"],
    "columns": {"return_id": "return"},
    "states": {"requested": "asked on", "agreed": "agreed on", "refunded": "money back on", "sent_back": "sent on"},
}
RETURNS = """return,asked on,agreed on,money back on,amount
r1,2026-05-01 10:00:00,2026-05-01 11:00:00,2026-05-04 09:00:00,10
r2,2026-05-02 10:00:00,-,,12
r3,,,,5
r4,2026-05-09 10:00:00,nonsense,,5
"""
TICKETS = {"grain": "ticket", "header": ["ticket", "opened"], "columns": {"ticket_id": "ticket", "opened_at": "opened"}}


def test_states_in_columns_of_their_own_become_rows_and_every_row_has_its_fate(shop):
    shop.write("returns.csv", RETURNS)
    shop.write("tickets.csv", "ticket,opened\nt1,2026-05-01 10:00:00\n")
    imported = run(shop, steps=WIDE, tickets=TICKETS)
    states = shop.table("return_states").sort_values(["return_id", "state_no"])
    assert states[["return_id", "state_no", "state"]].to_numpy().tolist() == [
        ["r1", 1, "requested"], ["r1", 2, "agreed"], ["r1", 3, "refunded"], ["r2", 1, "requested"], ["r4", 1, "requested"],
    ]  # fmt: skip
    of_steps = imported.ledger[imported.ledger["source"] == "steps"]
    assert of_steps.groupby("fate")["rows"].sum().to_dict() == {"kept": 5, "no changed_at": 1, "unreadable changed_at": 1}
    lines = ledger_lines(imported)
    assert any("no column sent on" in line for line in lines)
    (told,) = [line for line in lines if line.startswith("returns.csv") and "rows read" in line]
    assert "1 unreadable date in 'agreed on' (e.g. row 5: 'nonsense')" in told
    assert "1 with nothing in 'asked on / agreed on / money back on' (e.g. row 4)" in told
    assert "told" not in told


def test_a_question_about_wide_dates_names_their_columns(shop):
    shop.write("returns.csv", "return,asked on,agreed on,money back on\nr1,03/04/2026,04/04/2026,05/04/2026\n")
    shop.write("tickets.csv", "ticket,opened\nt1,2026-05-01 10:00:00\n")
    with pytest.raises(Question, match=r"returns.csv: dates in '\(asked on / agreed on / money back on / sent on\)' such as"):
        run(shop, steps=WIDE, tickets=TICKETS)


def test_wide_states_of_one_moment_stand_in_the_order_of_the_map(shop):
    shop.write("returns.csv", "return,asked on,agreed on,money back on\nr1,2026-05-01,2026-05-01,2026-05-01\nr2,2026-05-02,2026-05-01,2026-05-03\n")
    shop.write("tickets.csv", "ticket,opened\nt1,2026-05-01 10:00:00\n")
    run(shop, steps=WIDE, tickets=TICKETS)
    states = shop.table("return_states").sort_values(["return_id", "state_no"])
    # What is told for an earlier moment goes before, whatever the map's order.
    assert states["state"].tolist() == ["requested", "agreed", "refunded", "agreed", "requested", "refunded"]


def test_a_state_that_every_row_of_a_return_repeats_is_told_once(shop):
    rows = ["r1,2026-05-01,2026-05-02,,10", "r1,2026-05-01,2026-05-02,,12", "r1,2026-05-01,2026-05-03,,15"]
    shop.write("a.csv", "\n".join(["return,asked on,agreed on,money back on,amount", *rows, ""]))
    shop.write("b.csv", "return,asked on,agreed on,money back on,amount\nr1,2026-05-01,,2026-05-04,10\n")
    shop.write("tickets.csv", "ticket,opened\nt1,2026-05-01 10:00:00\n")
    imported = run(shop, steps=WIDE, tickets=TICKETS)
    states = shop.table("return_states").sort_values("state_no")
    assert states["state"].tolist() == ["requested", "agreed", "agreed", "refunded"]
    of_steps = imported.ledger[imported.ledger["source"] == "steps"]
    assert of_steps.groupby("fate")["rows"].sum().to_dict() == {"kept": 4, "duplicate": 4}
    run(shop, steps=WIDE | {"identical_rows": "real"}, tickets=TICKETS)
    assert shop.table("return_states")["state"].value_counts().to_dict() == {"requested": 3, "agreed": 3, "refunded": 1}


def test_wide_states_that_no_such_table_knows_are_refused():
    told = {"name": "m", "sources": {"steps": WIDE | {"states": {"requested": "a", "sleeping": "b"}}}}
    with pytest.raises(SettingsProblem, match="'states' names 'sleeping'; a state can be requested, agreed"):
        ImportMap.parse(told, "m.yaml")
    with pytest.raises(SettingsProblem, match="'states' means nothing for a ticket; it is for ticket_state, return_state"):
        ImportMap.parse({"name": "m", "sources": {"t": TICKETS | {"states": {"open": "a"}}}}, "m.yaml")


# -- surveys ----------------------------------------------------------------------------------------

SURVEY = {
    "grain": "survey",
    "header": ["id", "when", "score"],
    "columns": {"survey_id": "id", "answered_at": "when", "score": "score", "weight": "weight"},
    "values": {"kind": "nps"},
    "words": {"score": {"11": "", "refused": ""}},
}


def test_words_of_a_number_may_say_nothing_and_the_row_stays(shop):
    answers = ["1,2026-05-01 10:00,10,.5", "2,2026-05-01 10:01,11,1", "3,2026-05-01 10:02,Refused,1", "4,2026-05-01 10:03,,1"]
    odd = ["5,2026-05-01 10:04,6.5,1", "6,2026-05-01 10:05,12,1", "7,2026-05-01 10:06,-1,1", "8,2026-05-01 10:07,ten,1", "9,,9,1"]
    shop.write("answers.csv", "\n".join(["id,when,score,weight", *answers, *odd, ""]))
    imported = run(shop, answers=SURVEY)
    assert shop.fates(imported) == {"kept": 4, "impossible score": 3, "unreadable score": 1, "no answered_at": 1}
    assert any("1 with nothing in 'when' (e.g. row 10)" in line for line in ledger_lines(imported))
    kept = shop.table("surveys").sort_values("survey_id")
    assert kept["score"].fillna(-1).tolist() == [10, -1, -1, -1]
    assert kept["weight"].tolist() == [0.5, 1, 1, 1]
    assert kept["asked_at"].isna().all()
    assert kept["answered_on"].astype(str).str[:10].unique().tolist() == ["2026-05-01"]


ANSWERS = "id,when,score,weight\n1,2026-05-01 10:00,Yes,Mail\n2,2026-05-01 10:01,,\n3,2026-05-01 10:02,No,Fax\n"


@pytest.mark.parametrize(
    ("words", "scores"),
    [
        ({"Yes": "10", "*": "0"}, [10, -1, 0]), ({"Yes": "10", "*": ""}, [10, -1, -1]), ({"*": "5"}, [5, -1, 5]), ({"*": ""}, [-1, -1, -1]),
    ],
)  # fmt: skip
def test_any_other_word_is_no_blank_cell(shop, words, scores):
    shop.write("answers.csv", ANSWERS)
    columns = {"survey_id": "id", "answered_at": "when", "score": "score", "channel": "weight"}
    source = SURVEY | {"columns": columns, "words": {"score": words, "channel": {"Mail": "email", "*": "other"}}}
    imported = run(shop, answers=source)
    assert shop.fates(imported) == {"kept": 3}
    found = shop.table("surveys").sort_values("survey_id")
    assert found["score"].fillna(-1).tolist() == scores
    assert found["channel"].fillna("").tolist() == ["email", "", "other"]


def test_a_blank_cell_of_a_needed_word_leaves_its_row_out(shop):
    shop.write("log.csv", LOG.replace("take,Bo", ",Bo"))
    words = {"state": {"done": "solved", "*": "open"}}
    imported = run(shop, log=STATES | {"words": words})
    assert shop.fates(imported) == {"kept": 4, "no state": 2}


def test_a_survey_needs_a_day():
    with pytest.raises(SettingsProblem, match="a survey needs one of the fields asked_at, answered_at, answered_on"):
        ImportMap.parse({"name": "m", "sources": {"s": SURVEY | {"columns": {"survey_id": "id", "score": "score"}}}}, "m.yaml")


NAMED = {"grain": "survey", "header": ["when"], "columns": {"answered_at": "when", "score": "*recommend us*"}, "values": {"kind": "nps"}}


@pytest.mark.parametrize("question", ["1. Would you recommend us?[single choice]", "1. Would you recommend us*"])
@pytest.mark.parametrize("pattern", ["*recommend us?[single choice]", "*[single*", "*recommend us*", "*us?*"])
def test_only_a_star_is_any_text_in_the_name_of_a_column(shop, question, pattern):
    shop.write("answers.csv", f"when,{question},xrecommend us!s\n2026-05-01 10:00,9,4\n")
    run(shop, answers=NAMED | {"columns": {"answered_at": "when", "score": pattern}})
    fits = {"*recommend us*": "both"}.get(pattern, "one" if "single" in question else "none")
    assert shop.table("surveys")["score"].fillna(-1).tolist() == [9 if fits == "one" else -1]


def test_of_two_columns_that_fit_none_is_taken_and_the_map_is_to_name_one(shop):
    shop.write("a.csv", "when,Would you recommend us,Would friends recommend us\n2026-05-01 10:00,9,4\n")
    shop.write("b.csv", "when,Would you recommend us\n2026-05-02 10:00,8\n")
    lines = ledger_lines(run(shop, answers=NAMED))
    assert (
        "CHECK: a.csv: two columns fit '*recommend us*' (Would you recommend us, Would friends recommend us): name one in the map own; "
        "until then no score is read" in lines
    )
    assert not any("no column" in line for line in lines)
    assert shop.table("surveys")["score"].fillna(-1).sort_values().tolist() == [-1, 8]


def test_two_columns_that_fit_a_needed_field_are_refused_as_such(shop):
    shop.write("log.csv", "case,at,what now,what then,who\n1,2026-05-01 10:00:00,take,done,Li\n")
    source = STATES | {"columns": STATES["columns"] | {"state": "what*"}}
    with pytest.raises(DataProblem, match=r"log.csv: two columns fit 'what\*' \(what now, what then\): name one in the map own"):
        run(shop, log=source)


QUESTION, REASON = "1、您有多大可能把我们推荐给朋友或同事？", "2、您打分的主要原因是什么？"


def test_wenjuanxing_tells_answers_only(shop):
    rows = [
        {"序号": 1, "提交答卷时间": "2026/6/3 12:00:00", "来源": "微信", "来自IP": "10.0.0.1(浙江-杭州)", QUESTION: "9", REASON: "面料好"},
        {"序号": 2, "提交答卷时间": "2026/6/3 12:00:05", "来源": "链接", QUESTION: "3", REASON: "(空)"},
    ]
    export(shop.raw, "wenjuanxing answers", *rows)
    imported = shop.run()
    assert imported.tables == {"surveys": 2}
    found = shop.table("surveys").sort_values("answered_at")
    assert found["score"].tolist() == [9, 3]
    assert found["kind"].unique().tolist() == ["nps"]
    assert str(found["answered_at"].iloc[0]) == "2026-06-03 04:00:00"
    assert found["comment"].iloc[0] == "面料好"
    assert "10.0.0.1" not in found.to_csv()


AGAIN = "3、您有多大可能再次购买我们的产品？"


def test_how_likely_somebody_buys_again_is_no_recommendation(shop):
    answered = "序号,提交答卷时间,来源,{}\n1,2026/6/3 12:00:00,微信,{}\n"
    shop.write("again.csv", answered.format(AGAIN, 10))
    with pytest.raises(DataProblem):
        shop.run()
    shop.write("again.csv", answered.format(f"{AGAIN},{QUESTION}", "10,2"))
    shop.run()
    assert shop.table("surveys")["score"].tolist() == [2]


# -- help desks -------------------------------------------------------------------------------------


def test_zendesk_tells_tickets_and_no_word_of_their_subjects(shop):
    same = {
        "Requester id": 7,
        "Created at": "2026-05-01 10:00",
        "Solved at": "2026-05-02 10:00",
        "Group": "Support",
        "Subject": "Where is Ann's coat",
    }
    rows = [
        same | {"Id": 1, "Via": "Mail", "Requester external id": "c-1", "Satisfaction Score": "Good", "Reopens": 1},
        same | {"Id": 2, "Via": "Carrier pigeon", "Requester email": "ann@shop.example", "Satisfaction Score": "Offered", "Reopens": 0},
        same | {"Id": 3, "Via": "Chat", "Solved at": "", "Satisfaction Score": "Bad"},
    ]
    export(shop.raw, "zendesk tickets longer", *rows)
    imported = shop.run()
    assert shop.fates(imported) == {"kept": 3}
    tickets = shop.table("tickets").set_index("ticket_id")
    assert tickets["channel"].fillna("").tolist() == ["email", "", "chat"]
    assert tickets["rating"].fillna(-1).tolist() == [1, -1, 0]
    assert tickets["resolved_at"].isna().tolist() == [False, False, True]
    assert tickets.loc["1", "customer_id"] == "c-1"
    assert tickets.loc["2", "customer_id"].startswith("K-")
    assert tickets.loc["3", "customer_id"] == "7"
    assert "coat" not in tickets.to_csv()


# -- real logs --------------------------------------------------------------------------------------


def of_real(real: Path, file: str, source: dict, tmp_path: Path) -> tuple[imports.Imported, Path]:
    place = tmp_path / "own_map.yaml"
    place.write_text(yaml.safe_dump({"name": "own", "time_zone": "UTC", "sources": {"log": source}}), encoding="utf-8")
    return imports.import_shop([real / file], ShopSettings(map=str(place)), tmp_path / "shop", TODAY), tmp_path / "shop"


def days_of_cases(data: Path) -> pd.Series:
    states = pd.read_parquet(data / "tables" / "ticket_states.parquet")
    each = states.groupby("ticket_id")["changed_at"]
    return (each.max() - each.min()).dt.total_seconds() / 86_400


def test_a_real_help_desks_log(real, tmp_path):
    """A company's help desk (13,710 events); means and medians are those of the published log."""
    words = {str(number): "open" for number in range(2, 9)} | {"1": "new", "9": "closed"}
    source = STATES | {"header": ["CaseID", "ActivityID"], "words": {"state": words}}
    source["columns"] = {"ticket_id": "CaseID", "changed_at": "CompleteTimestamp", "state": "ActivityID"}
    imported, data = of_real(real, "service_logs/helpdesk.csv", source, tmp_path)
    assert imported.tables == {"tickets": 3_804, "ticket_states": 13_710}
    days = days_of_cases(data)
    assert days.mean() == pytest.approx(8.798, abs=5e-4)
    assert days.median() == pytest.approx(3.928, abs=5e-4)


WAITS = {"Accepted Wait - User": "waiting_customer", "Accepted Wait - Customer": "waiting_customer"}
OTHER_WAITS = {f"Accepted {name}": "waiting_other" for name in ("Wait", "Wait - Implementation", "Wait - Vendor")}
DONE = {"Completed Resolved": "solved", "Completed In Call": "solved", "Completed Closed": "closed", "Completed Cancelled": "closed"}
BPI = {"Queued Awaiting Assignment": "new", "Accepted Assigned": "open", "Accepted In Progress": "open", "Unmatched Unmatched": "open"}


def test_real_incidents_by_their_states(real, tmp_path):
    """BPI Challenge 2013, incidents: 65,533 changes of 7,554 cases."""
    source = {
        "grain": "ticket_state",
        "header": ["case:concept:name", "time:timestamp"],
        "columns": {"ticket_id": "case:concept:name", "changed_at": "time:timestamp", "owner": "org:resource", "queue": "org:group"},
        "made": {"state": {"joined": ["concept:name", "lifecycle:transition"]}},
        "words": {"state": BPI | WAITS | OTHER_WAITS | DONE},
        "identical_rows": "real",
    }
    imported, data = of_real(real, "service_logs/bpic2013_incidents_full.parquet", source, tmp_path)
    assert imported.tables == {"tickets": 7_554, "ticket_states": 65_533}
    days = days_of_cases(data)
    assert days.mean() == pytest.approx(12.079, abs=5e-4)
    assert days.median() == pytest.approx(7.549, abs=5e-4)


def test_a_real_survey_keeps_who_did_not_answer(real, tmp_path):
    """San Francisco airport 2017: 85 without a score, 84 of them by the code 11."""
    source = {
        "grain": "survey",
        "header": ["RESPNUM", "NETPRO"],
        "columns": {"survey_id": "RESPNUM", "score": "NETPRO", "weight": "WEIGHT"},
        "values": {"kind": "nps", "answered_on": "2017-05-15"},
        "words": {"score": {"11": ""}},
    }
    imported, data = of_real(real, "sfo_nps_2017/2017_SFO_Customer_Survey_20250817.csv", source, tmp_path)
    assert imported.tables == {"surveys": 2_831}
    found = pd.read_parquet(data / "tables" / "surveys.parquet")
    score, weight = found["score"], found.loc[found["score"].notna(), "weight"]
    assert found.set_index("survey_id").loc["1", "weight"] == 0.2847177143
    assert weight.sum() ** 2 / (weight**2).sum() == pytest.approx(2_267, abs=0.5)
    assert (len(score.dropna()), int(score.isna().sum())) == (2_746, 85)
    assert ((score >= 9).sum() - (score <= 6).sum()) / score.notna().sum() * 100 == pytest.approx(39.8, abs=0.05)
