"""Codes of coupons as people write them into a file."""

import pytest

from retention.dispatch.codes import codes_of
from retention.tables import DataProblem


def test_days_are_kept_as_the_ledger_compares_them(tmp_path):
    path = tmp_path / "codes.csv"
    path.write_text("\ufeffCode,expires_on\nA1,2026-7-1\nA2,\n\n", encoding="utf-8")
    assert codes_of(path).to_numpy().tolist() == [["A1", "2026-07-01"], ["A2", None]]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("pool,expires_on\nA,", "the first line should be `code,expires_on`; it is 'pool,expires_on'"),
        ("code\nA\nA\n", "the code 'A' stands there twice. Nothing of the file was taken in"),
        ("code,expires_on\nA,31.12.2026\n", "'31.12.2026' is no day; write it as 2026-12-31"),
        ("code,expires_on\n,2026-12-31\n", "a line has no code"),
        ("", "it is 'empty'"),
    ],
)
def test_a_file_that_is_no_list_of_codes_says_why(tmp_path, text, said):
    path = tmp_path / "codes.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataProblem) as problem:
        codes_of(path)
    assert said in str(problem.value)
