"""Both languages say the same things, and numbers are written as people of each write them."""

import re

import pytest
from fluent.syntax import FluentParser, ast

from retention.pages.kit.words import PAGES, Words


def messages(language: str) -> dict[str, set[str]]:
    """Message id → its variables, of all files of a language."""
    found: dict[str, set[str]] = {}
    for path in sorted(PAGES.glob(f"*/{language}.ftl")):
        text = path.read_text(encoding="utf-8")
        for entry in FluentParser().parse(text).body:
            assert not isinstance(entry, ast.Junk), f"{path.name}: {entry.content[:80]}"
            if isinstance(entry, ast.Message):
                assert entry.id.name not in found, f"{entry.id.name} stands twice in {language}"
                found[entry.id.name] = set(re.findall(r"\$(\w+)", text[entry.span.start : entry.span.end]))
    return found


def test_every_message_is_there_in_both_languages():
    english, chinese = messages("en"), messages("zh")
    assert english.keys() == chinese.keys()


def test_no_chinese_message_wants_a_value_that_the_english_one_does_not():
    english, chinese = messages("en"), messages("zh")
    extra = {name: variables - english[name] for name, variables in chinese.items() if variables - english[name]}
    assert extra == {}


@pytest.mark.parametrize(
    ("language", "currency", "value", "text"),
    [
        ("en", "GBP", 8_447_168.13, "£8,447,168"),
        ("en", "GBP", 29.33, "£29.33"),
        ("en", "", 1234.0, "1,234"),
        ("zh", "CNY", 1_234_567, "¥123.5万"),
        ("zh", "CNY", 12_345_678_900, "¥123.5亿"),
        ("zh", "CNY", -25_000, "-¥2.5万"),
        ("zh", "CNY", 512.4, "¥512"),
    ],
)
def test_money(language, currency, value, text):
    assert Words(language, currency).money(value) == text


@pytest.mark.parametrize(("value", "text"), [(0.6558, "66 %"), (0.0456, "4.6 %"), (0.0996, "10 %"), (0, "0 %"), (1, "100 %"), (-0.051, "-5.1 %")])
def test_shares(value, text):
    assert Words("en").share(value) == text


def test_a_missing_message_or_value_is_an_error_not_a_gap():
    with pytest.raises(KeyError, match="no message"):
        Words("en")("nobody-wrote-this")
    with pytest.raises(KeyError, match="core-saved"):
        Words("en")("core-saved", table="x")
