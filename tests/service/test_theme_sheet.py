"""A hundred comments to tick, and what the ticks say of the list of terms."""

import io
from datetime import date

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention import worklists
from retention.service.theme_sheet import ALL, HEADS, read_themes_check, themes_check
from retention.service.themes import term_list
from retention.tables import DataProblem

TERMS = term_list({})
SHEET = ["Comment", "Themes found", "Right?", "Missing?"]


def answers(*comments: str) -> pd.DataFrame:
    return pd.DataFrame({"customer_id": None, "score": 5, "comment": list(comments), "answered_on": date(2026, 5, 6)})


def ticked(*rows: tuple) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=SHEET)


def test_the_sheet_holds_comments_drawn_by_lot_and_the_themes_found():
    many = [f"快递慢 {i}" for i in range(300)]
    sheet = themes_check(answers(*many), TERMS, seed=1)
    assert list(sheet) == SHEET
    assert (len(sheet), sheet["Comment"].nunique(), set(sheet["Themes found"])) == (100, 100, {"delivery"})
    assert set(sheet["Right?"]) == set(sheet["Missing?"]) == {""}
    again = themes_check(answers(*many[::-1]), TERMS, seed=1)
    assert again.equals(sheet)
    assert not themes_check(answers(*many), TERMS, seed=2).equals(sheet)


def test_few_comments_are_all_drawn_and_none_is_an_empty_sheet():
    assert sorted(themes_check(answers("a", "b", "", "a"), TERMS, seed=1)["Comment"]) == ["a", "a", "b"]
    assert len(themes_check(answers(), TERMS, seed=1)) == 0


def test_telephones_are_masked_on_the_sheet():
    (comment,) = themes_check(answers("快递慢，打13812345678或ann@example.com"), TERMS, seed=1)["Comment"]
    assert "13812345678" not in comment
    assert "ann@example.com" not in comment


def test_precision_and_recall_by_hand():
    """delivery: found 3, right 2, there 3 (one missed). returns: found 1, right 1. size: found 1, wrong."""
    told = read_themes_check(
        ticked(
            ("快递慢", "delivery", "yes", ""),
            ("快递慢，退款慢", "delivery, returns", "x", "-"),
            ("快递大", "delivery, size", "no", None),  # the words of the list deceive here
            ("一直没来", "", "", "delivery"),
            ("嗯", "", "ok", ""),
        ),
        TERMS,
    )
    assert (told.rows, told.checked, told.not_filled, told.not_understood) == (5, 5, 0, ())
    table = told.table.set_index("theme")
    assert table.loc["delivery", ["found", "right", "told"]].tolist() == [3, 2, 3]
    assert table.loc[ALL, ["found", "right", "told"]].tolist() == [5, 3, 4]
    precision = table.loc["delivery", ["precision", "precision_low", "precision_high"]].astype(float)
    assert precision.tolist() == pytest.approx([2 / 3, 0.2077, 0.9385], abs=1e-4)
    assert table.loc[ALL, ["recall", "recall_low", "recall_high"]].astype(float).tolist() == pytest.approx([0.75, 0.3006, 0.9544], abs=1e-4)
    assert np.isnan(table.loc["price", ["precision", "precision_low", "recall", "recall_high"]].astype(float)).all()
    assert table.loc["size", ["found", "right", "told", "precision"]].tolist() == [1, 0, 0, 0]


def test_some_of_the_themes_may_be_right():
    told = read_themes_check(ticked(("a", "delivery, size", "Size", "price；returns")), TERMS)
    assert told.table.set_index("theme").loc[["delivery", "size", "price", "returns"], ["found", "right", "told"]].values.tolist() == [
        [1, 0, 0], [1, 1, 1], [0, 0, 1], [0, 0, 1]
    ]  # fmt: skip


@pytest.mark.parametrize(
    "row",
    [
        ("a", "delivery", "maybe", ""),
        ("a", "delivery", "size", ""),  # right, but not found
        ("a", "delivery", "yes", "delivery"),  # right and missing
        ("a", "delivery", "no", "delivery"),  # wrong and missing
        ("a", "delivery", "", "size"),  # says nothing of the theme found
        ("a", "", "no", ""),  # something is missing, and nobody says what
        ("a", "", "yes", "colours"),  # no such theme
        ("a", "delivery, colours", "yes", ""),
    ],
)
def test_a_row_that_is_not_plain_is_left_out_and_named(row):
    told = read_themes_check(ticked(("b", "size", "yes", ""), (None, "", np.nan, ""), row, ("c", "size", "", "")), TERMS)
    assert (told.rows, told.checked, told.not_filled, told.not_understood) == (3, 1, 1, (4,))
    assert told.table.loc[0, ["found", "right", "told"]].tolist() == [1, 1, 1]


def test_a_sheet_nobody_ticked_tells_nothing():
    told = read_themes_check(themes_check(answers("快递慢", "好"), TERMS, seed=1), TERMS)
    assert (told.checked, told.not_filled) == (0, 2)
    assert np.isnan(told.table[["precision", "recall", "recall_low"]].to_numpy(dtype=float)).all()


def test_terms_changed_since_the_draw_are_told():
    assert read_themes_check(ticked(("快递慢", "", "yes", ""), ("快递慢", "delivery", "yes", "")), TERMS).changed == 1


def test_another_sheet_is_refused_in_one_sentence():
    with pytest.raises(DataProblem, match="the sheet of ticked comments has no column 'Themes found'; leave the heads as they were written"):
        read_themes_check(ticked().drop(columns="Themes found"), TERMS)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_written_ticked_and_read_back_through_a_workbook(language, tmp_path):
    """As a spreadsheet saves it: cells that look like formulas, lines in a cell, empty cells, signs that no cell holds."""
    names = {"size": "尺码", "delivery": "物流"} if language == "zh" else {}
    written = answers("=1+1 快递慢", "-快递慢\n尺码偏小", "+86 13812345678", "\x07快递", "N/A", "123", "退款慢")
    sheet = themes_check(written, TERMS, seed=3, language=language, names=names)
    path = tmp_path / "themes_check.xlsx"
    path.write_bytes(worklists.as_workbook(sheet))
    book = openpyxl.load_workbook(path)
    page = book.active
    heads = [cell.value for cell in page[1]]
    assert heads == [HEADS[name][language] for name in HEADS]
    for row in page.iter_rows(min_row=2):
        text, found = str(row[0].value), row[1].value or ""
        row[2].value = "" if "退款" in text else "否" if "尺码" in text else "是"
        row[3].value = names.get("size", "size") if "123" in text and not found else None
    content = io.BytesIO()
    book.save(content)
    told = read_themes_check(pd.read_excel(io.BytesIO(content.getvalue()), dtype=object, keep_default_na=False), TERMS, names)
    table = told.table.set_index("theme")
    assert (told.rows, told.checked, told.not_filled, told.not_understood) == (7, 6, 1, ())
    assert table.loc["delivery", ["found", "right", "told"]].tolist() == [3, 2, 2]
    assert table.loc["size", ["found", "right", "told"]].tolist() == [1, 0, 1]
    assert told.changed == 0


CELL = st.sampled_from(["", "yes", "no", "size", "delivery, size", "zzz", None, 1, "是"])


@given(st.lists(st.tuples(st.sampled_from(["快递", "好", ""]), st.sampled_from(["", "size", "delivery, size"]), CELL, CELL), max_size=8))
def test_every_row_is_checked_not_filled_or_not_understood(rows):
    told = read_themes_check(ticked(*rows), TERMS)
    assert told.rows == told.checked + told.not_filled + len(told.not_understood)
    table = told.table
    assert (table["right"] <= table[["found", "told"]].min(axis=1)).all()
    assert table.loc[0, ["found", "right", "told"]].tolist() == table.loc[1:, ["found", "right", "told"]].sum().tolist()
