"""What reasons and comments are taken to say: complaints, no praise; whole words."""

import pytest

from retention.samples.service import comments
from retention.service.return_words import blamed_in, size_said, theme_of

BLAMED = {"尺码": "size", "色差": "looks", "面料": "fabric", "物流": "late"}


@pytest.mark.parametrize("comment", [sentence for sentences in comments.GOOD.values() for sentence in sentences])
def test_praise_blames_nothing(comment):
    assert (blamed_in(comment), size_said(comment)) == ("other", "")


@pytest.mark.parametrize(("theme", "comment"), [(BLAMED[theme], bad) for theme in BLAMED for bad in comments.BAD[theme]])
def test_complaints_blame_what_they_are_about_with_praise_before_them_too(theme, comment):
    assert blamed_in(comment) == theme
    assert blamed_in(f"没有瑕疵，不掉色，就是{comment}") == theme


@pytest.mark.parametrize(
    "comment",
    [
        "没有瑕疵，质量很好", "不掉色，很喜欢", "包装完好没有破损", "不易起球", "没有发错，很快", "没漏发", "没有任何破损、瑕疵和污渍",
        "不存在质量问题",
        "不会太大", "不会太紧", "并不偏小", "一点也不偏小", "没有想象中那么偏大", "没觉得偏小", "看不出破损", "未发现瑕疵", "洗了也不怎么掉色",
        "no defects", "not damaged at all, lovely", "nothing missing, well packed", "No defects or missing parts",
        "isn't too big", "Arrived undamaged",
        "it's not at all too small", "never broken", "nothing was damaged",
    ],
)  # fmt: skip
def test_what_is_denied_is_no_complaint(comment):
    assert (blamed_in(comment), size_said(comment)) == ("other", "")


@pytest.mark.parametrize(
    ("comment", "theme"),
    [
        ("没穿几次就起球", "fabric"), ("不到一个月就掉色了", "quality"), ("不但起球还掉色", "quality"), ("不知道为什么破了", "quality"),
        ("还没穿就破了", "quality"), ("没几天就坏了", "quality"), ("穿不上太小了", "size"), ("质量不好，破了", "quality"), ("码数不准", "size"),
        ("是不是太大了", "size"), ("not only damaged but late", "quality"), ("no, it is broken", "quality"), ("not as described", "looks"),
        ("does not fit", "size"), ("don't know why it is broken", "quality"), ("没有破损，就是掉色", "quality"), ("no defects but too small", "size"),
    ],
)  # fmt: skip
def test_a_no_that_denies_something_else_leaves_the_complaint(comment, theme):
    assert blamed_in(comment) == theme


@pytest.mark.parametrize(
    "reason", ["Chocolate", "Slate grey", "Related items", "Outfit", "Profit", "Benefit not clear", "Template error", "Isolated seam", "Fitness"]
)
def test_a_term_within_another_word_is_none(reason):
    assert theme_of(reason) == "other"


@pytest.mark.parametrize(
    ("reason", "theme"),
    [
        ("Late delivery", "late"), ("Delayed", "late"), ("was delivered too late", "late"), ("Doesn't fit", "size"), ("Fits badly", "size"),
        ("Wrong sizes", "size"), ("Wrong items sent", "wrong_item"), ("Damaged", "quality"), ("Several defects", "quality"),
        ("Colours differ", "looks"),
        ("尺码size不对", "size"), ("changed my mind", "changed_mind"), ("Found cheaper", "price"), ("Materials", "fabric"), ("defective", "quality"),
    ],
)  # fmt: skip
def test_terms_are_met_as_words_in_their_forms(reason, theme):
    assert theme_of(reason) == theme
