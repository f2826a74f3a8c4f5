"""Rules as people write them, attacks among them: taken and true where they should be, refused in one sentence everywhere else."""

import pandas as pd
import pytest

from retention.journeys import checked, columns_of_rules, conditions
from retention.pages.automation.sentences import rule_in_words
from retention.pages.kit.words import Words
from retention.settings import OwnField, SettingsProblem
from tests.journeys.hand_made import journey, settings

KINDS = columns_of_rules({"height": OwnField(kind="number")})
PEOPLE = pd.DataFrame(
    {
        "net_paid": [6000.0, None, 10.0],
        "mark": ["ordinary", None, "wholesale"],
        "group": ["high_value", "new", None],
        "last_ordered_on": pd.to_datetime(["2026-01-01", None, "2026-05-05"]),
        "super_user": pd.array([True, None, False], dtype="boolean"),
        "height": [170.0, 160.0, None],
    }
)


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("net_paid > 5000", [True, False, False]),
        ("net_paid <= 10", [False, False, True]),
        ("not (net_paid > 5000)", [False, False, True]),
        ("mark <> 'wholesale'", [True, False, False]),
        ("mark = 'ordinary' and net_paid > 1", [True, False, False]),
        ("mark = 'ordinary' or net_paid < 100", [True, False, True]),
        ("\"group\" = 'high_value'", [True, False, False]),
        ("group in ('new', 'lost')", [False, True, False]),
        ("last_ordered_on > '2026-02-01'", [False, False, True]),
        ("net_paid is null", [False, True, False]),
        ("net_paid between 1 and 20", [False, False, True]),
        ("super_user", [True, False, False]),
        ("super_user = false", [False, False, True]),
        ("height >= 165", [True, False, False]),
        ("tenure > 3", [False, False, False]),  # a column the shop has not
        ("net_paid > 5000 -- and nothing more", [True, False, False]),
    ],
)
def test_a_rule_holds_where_it_is_true_and_never_on_a_missing_value(text, holds):
    assert checked(text, KINDS, "rules.r").holds(PEOPLE).tolist() == holds


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("net_pad > 1", "there is no column 'net_pad'; did you mean 'net_paid'?"),
        ("net_paid > 'a'", "net_paid is a number"),
        ("mark = 3", "mark is a text, '3' is a number; text stands in single quotes"),
        ("mark = ordinary", "text stands in single quotes"),
        ('mark = "ordinary"', "text stands in single quotes"),
        ("mark = null", "is no value"),
        ("last_ordered_on > '2026-02-31'", "write days as '2026-06-30'"),
        ("select 1", "select may not stand in a rule"),
        ("net_paid > 1; drop table x", "one condition is wanted"),
        ("", "one condition is wanted"),
        ("read_csv('/etc/passwd') = 1", "a function may not stand in a rule"),
        ("orders > (select 1)", "may not stand in a rule"),
        ("mark in (select 1)", "`in` takes values in brackets"),
        ("exists(select 1)", "may not stand in a rule"),
        ("cast(net_paid as int) > 1", "may not stand in a rule"),
        ("mark like '%x%'", "like may not stand in a rule"),
        ("net_paid + 1 > 2", "add may not stand in a rule"),
        ("pyramid.net_paid > 1", "write the column's name alone"),
        ("1 = 1", "compares no column"),
        ("net_paid > 1 or 1 = 1", "compares no column"),
        ("net_paid", "is no condition"),
        ("true", "is no condition"),
        ("(((", "cannot be read as a condition"),
        ("orders > 1 and", "cannot be read as a condition"),
        ("x" * 2_000, "1,000 are enough"),
        (" or ".join(["orders>1"] * 80), "too many parts"),
    ],
)
def test_anything_else_is_refused_in_one_sentence(text, sentence):
    with pytest.raises(SettingsProblem) as problem:
        checked(text, KINDS, "rules.r")
    assert sentence in str(problem.value)
    assert str(problem.value).startswith("rules.r: ")
    assert "\n" not in str(problem.value)


def test_what_runs_is_written_anew_from_the_tree():
    assert checked("net_paid>5000 /* x */", KINDS, "r").sql == '"net_paid" > 5000'


@pytest.mark.parametrize(
    ("text", "english", "chinese"),
    [
        ("net_paid > -5", "net_paid is above -5", "net_paid 大于 -5"),
        ("net_paid between -5 and (3)", "net_paid is from -5 to 3", "net_paid 在 -5 到 3 之间"),
        ("super_user is true", "super_user is true", "super_user 是 真"),
        ("super_user is not false", "not super_user is false", "并非 super_user 是 假"),
        ("super_user = false", "super_user is false", "super_user 是 假"),
        ("super_user", "super_user is true", "super_user 是 真"),
        ("not super_user", "not super_user is true", "并非 super_user 是 真"),
        ("mark is null", "mark is not known", "mark 不详"),
        ("mark is not null", "not mark is not known", "并非 mark 不详"),
        (
            "mark in ('a', 'b') and not (net_paid <= 10)",
            "mark is one of a, b and not (net_paid is 10 or less)",
            "mark 是 a、b 之一 且 并非 （net_paid 不大于 10）",
        ),
    ],
)
def test_a_rule_is_told_as_it_is_meant(text, english, chinese):
    tree = checked(text, KINDS, "x").tree
    assert [rule_in_words(tree, Words(language)) for language in ("en", "zh")] == [english, chinese]


def test_conditions_of_every_entrance_are_told_with_the_columns_of_their_occasion():
    step = {"id": "s", "channels": ["sms"], "template": "t"}
    enter = [
        {"id": "paid", "trigger": "order_paid", "where": "order_paid > 500 and order_channel = 'app'"},
        {"id": "done", "trigger": "order_completed", "where": "mark = 'ordinary'"},
        {"id": "away", "trigger": "days_without_order", "where": "mark = 'ordinary'"},
        {"id": "all", "trigger": "days_without_anything"},
    ]
    told = settings(
        journeys={
            "j": journey(step, enter=enter),
            "low": journey(step, purpose="service", enter={"trigger": "survey_score", "where": "score < 3"}),
            "off": journey(step, enter=enter[:1], live=False),
        },
        rules=[{"id": "r", "when": "net_paid > 5", "then": {"send": "t", "channels": ["sms"]}, "control": 0, "control_waived": "a test"}],
    )
    assert [(name, rule_in_words(tree, Words("en"))) for name, tree in conditions(told, KINDS)] == [
        ("r", "net_paid is above 5"),
        ("j", "order_paid is above 500 and order_channel is app"),
        ("j", "mark is ordinary"),
        ("low", "score is below 3"),
    ]
