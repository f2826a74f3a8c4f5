"""Pseudonyms say nothing, and no cell of a work list is run as a formula."""

import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention import privacy


def test_a_pseudonym_is_the_same_in_one_shop_and_another_in_the_next(tmp_path):
    one, two = privacy.key(tmp_path / "one"), privacy.key(tmp_path / "two")
    assert privacy.pseudonym("13900001111", one) == privacy.pseudonym("13900001111", privacy.key(tmp_path / "one"))
    assert privacy.pseudonym("13900001111", one) != privacy.pseudonym("13900001111", two)
    assert "1390" not in privacy.pseudonym("13900001111", one)


def test_the_key_is_readable_by_its_owner_only(tmp_path):
    privacy.key(tmp_path)
    assert stat.S_IMODE((tmp_path / privacy.KEY_FILE).stat().st_mode) == 0o600


@pytest.mark.parametrize("cell", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_formulas_are_neutralised(cell):
    assert privacy.safe_cell(cell) == "'" + cell


@given(st.text())
def test_no_text_comes_out_as_a_formula(text):
    assert not str(privacy.safe_cell(text)).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_numbers_stay_numbers():
    assert privacy.safe_cell(-3.5) == -3.5
