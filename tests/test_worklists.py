"""Work lists: what stands in the files, who can read them, and that what colleagues fill in comes back as touches, whatever a spreadsheet does."""

import csv
import io
import json
import os
import stat
import time
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retention import imports, worklists
from retention.pages.kit.words import Words
from retention.pages.ledger.sentences import in_words as ledger_in_words
from retention.pages.ledger.sentences import rows as ledger_rows
from retention.settings import ShopSettings
from retention.worklists import ticks

AS_OF, DUE, TODAY = date(2026, 6, 30), date(2026, 7, 7), date(2026, 12, 1)
SAVED = datetime(2026, 7, 5, 12)
WHO = ("甲", "2201000000257954", "0509", "=cmd|' /C calc'!A0", "K-4806F98ED357E042")
OTHERS = ("customer_id", "name", "phone", "email", "channels", "best_channel", "reason", "due")


def heads(language: str) -> dict[str, str]:
    return {name: f"{language} {name}" for name in OTHERS} | {name: texts[language] for name, texts in worklists.FILLED.items()}


def work_list(key: str = "overdue", who=WHO) -> worklists.WorkList:
    people = pd.DataFrame({"customer_id": list(who), "reason": "quiet", "orders": range(len(who)), "last_ordered_on": pd.Timestamp("2026-01-31")})
    return worklists.WorkList(key, people.assign(owner="梅"), {"orders": "Orders", "last_ordered_on": "Last order"})


def contacts(who=WHO, channel: str = "phone") -> pd.DataFrame:
    return pd.DataFrame({"customer_id": list(who), "name": "王芳", "phone": "13800000001", "email": None,
                         "channels": "Phone", "best_channel": "Phone", "channel": channel})  # fmt: skip


def write(folder: Path, language: str = "en", key: str = "overdue", who=WHO, as_of: date = AS_OF, channel: str = "phone") -> Path:
    """One list in `folder`; returns the folder."""
    laid = worklists.laid_out(work_list(key, who), contacts(who, channel), heads(language), as_of, DUE, worklists.kept(folder.parents[1]))
    worklists.write({key: laid}, {}, folder, language)
    return folder


@pytest.fixture
def data(tmp_path) -> Path:
    """A shop with one order of each customer, imported."""
    (tmp_path / "raw").mkdir()
    rows = [f'"{who}",2026-06-{day},10' for day, who in enumerate((*WHO[:4], "someone"), start=10)]
    (tmp_path / "raw" / "orders.csv").write_text("客户,日期,金额\n" + "\n".join(rows) + "\n", encoding="utf-8")
    run(tmp_path / "data")
    return tmp_path / "data"


def run(data: Path) -> imports.Imported:
    return imports.import_shop([data.parent / "raw"], ShopSettings(), data, TODAY)


def touches(data: Path) -> pd.DataFrame:
    return pd.read_parquet(data / "tables" / "touches.parquet").astype({"touched_on": str}).set_index("customer_id")


def fates(imported: imports.Imported) -> dict[str, int]:
    own = imported.ledger[imported.ledger["source"] == "work lists"]
    return own.groupby("fate")["rows"].sum().to_dict()


def fill_workbook(path: Path, language: str, filled: dict[str, dict[str, object]]) -> None:
    """Fill cells in, by customer and stable name, and save the workbook on the day SAVED."""
    book = openpyxl.load_workbook(path)
    sheet = book.active
    names = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        for name, value in filled.get(str(row[0].value).split("|", 3)[3], {}).items():
            row[names.index(worklists.FILLED[name][language])].value = value
    book.save(path)
    stamp(path)


def fill_csv(path: Path, language: str, filled: dict[str, dict[str, object]], encoding: str = "gb18030", delimiter: str = ",") -> None:
    """The same as a spreadsheet saves CSV again: without BOM, in the system's encoding, long numbers rounded, dates its own way."""
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    for row in rows[1:]:
        row[1] = "2.201E+15" if row[1].startswith("2201") else row[1]
        for name, value in filled.get(row[0].split("|", 3)[3], {}).items():
            row[rows[0].index(worklists.FILLED[name][language])] = (
                f"{value.year}/{value.month}/{value.day}" if isinstance(value, datetime) else str(value)
            )
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    path.write_bytes(out.getvalue().encode(encoding))
    stamp(path)


def stamp(path: Path, when: datetime = SAVED) -> None:
    os.utime(path, (time.mktime(when.timetuple()),) * 2)


# --- what is written ---------------------------------------------------------------------------------------------


def test_both_files_have_the_same_columns_in_the_same_order(data):
    folder = write(data / "out" / "lists", "zh")
    sheet = openpyxl.load_workbook(folder / "overdue.xlsx").active
    rows = list(csv.reader(io.StringIO((folder / "overdue.csv").read_text(encoding="utf-8-sig"))))
    assert [cell.value for cell in sheet[1]] == rows[0]
    assert rows[0] == [
        "retention_list", *(f"zh {name}" for name in OTHERS[:7]), "Orders", "Last order", "负责人", "zh due", "已完成", "完成日期", "结果",
    ]  # fmt: skip
    assert rows[1] == [
        "overdue|2026-06-30|phone|甲", "甲", "王芳", "13800000001", "", "Phone", "Phone", "quiet", "0", "2026-01-31", "梅", "2026-07-07", "", "", "",
    ]  # fmt: skip
    assert [cell.value for cell in sheet[2]][8:12] == [0, datetime(2026, 1, 31), "梅", datetime(2026, 7, 7)]


def test_lists_are_for_their_owner_only_and_run_no_formula(data):
    folder = write(data / "out" / "lists")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert (folder / "overdue.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    cells = [cell for row in openpyxl.load_workbook(folder / "overdue.xlsx").active for cell in row]
    assert "'=cmd|' /C calc'!A0" in [cell.value for cell in cells]
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    rows = list(csv.reader(io.StringIO((folder / "overdue.csv").read_text(encoding="utf-8-sig"))))
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "@"))]


def test_a_name_with_a_line_break_of_any_system_stays_in_its_row(data):
    laid = worklists.laid_out(work_list(), contacts().assign(name=["a\rb", "a\nb", "a\r\nb", "a", "b"]), heads("en"), AS_OF, DUE)
    text = worklists.as_files("overdue", laid.frame, laid, "en")["overdue.csv"].decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert [row[2] for row in rows[1:]] == ["a\rb", "a\nb", "a\r\nb", "a", "b"]


def test_customer_numbers_survive_a_spreadsheet(data):
    folder = write(data / "out" / "lists")
    lines = (folder / "overdue.csv").read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[1] for line in lines[2:4]] == ["2201000000257954\t", "0509\t"]
    cells = openpyxl.load_workbook(folder / "overdue.xlsx").active["B"]
    assert [(cell.value, cell.data_type) for cell in cells[2:4]] == [("2201000000257954", "s"), ("0509", "s")]


def test_a_workbook_keeps_its_head_in_sight_hides_the_key_and_offers_yes_and_no(data):
    sheet = openpyxl.load_workbook(write(data / "out" / "lists", "zh") / "overdue.xlsx").active
    assert sheet.freeze_panes == "C2"
    assert sheet.column_dimensions["A"].hidden
    choice = sheet.data_validations.dataValidation[0]
    assert (choice.formula1, str(choice.sqref)) == ('"是,否"', "M2:M6")
    assert 6 <= sheet.column_dimensions["D"].width <= 20


def test_a_list_too_long_to_tick_is_csv_only(data, monkeypatch):
    monkeypatch.setattr(worklists.writing, "MOST_IN_WORKBOOK", 4)
    assert sorted(path.name for path in write(data / "out" / "lists").iterdir()) == [".written.json", "overdue.csv"]


def test_yesterdays_lists_do_not_stay(data):
    write(data / "out" / "lists", key="second_order")
    folder = write(data / "out" / "lists", key="overdue")
    assert sorted(path.name for path in folder.iterdir()) == [".written.json", "overdue.csv", "overdue.xlsx"]


def test_signs_no_workbook_can_hold_do_not_stop_a_list(data):
    folder = write(data / "out" / "lists", who=("a\x07b", "表情😀"))
    assert openpyxl.load_workbook(folder / "overdue.xlsx").active["B2"].value == "ab"


# --- what is read back -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("how", ["workbook", "csv"])
def test_what_was_ticked_becomes_touches(data, language, how):
    folder = write(data / "out" / "lists", language)
    filled = {
        "甲": {"done": "是", "date": datetime(2026, 7, 2), "result": "下单了"},
        "2201000000257954": {"done": "x", "owner": "小李"},
        "0509": {"result": "no answer"},
        WHO[3]: {"done": "maybe"},
        WHO[4]: {"done": "yes", "date": "next week"},
    }
    fill_workbook(folder / "overdue.xlsx", language, filled) if how == "workbook" else fill_csv(folder / "overdue.csv", language, filled)
    imported = run(data)
    assert fates(imported) == {"kept": 2, "not done": 1, "unknown tick": 1, "unreadable touched_at": 1}
    found = touches(data)
    shown = ["touch_id", "kind", "channel", "campaign", "owner", "outcome", "touched_on"]
    assert found.loc["甲", shown].tolist() == ["overdue|2026-06-30|甲", "call", "phone", "overdue", "梅", "下单了", "2026-07-02"]
    # No day was written down: the day the file was saved on stands for it, and the ledger says so.
    assert found.loc["2201000000257954", ["owner", "touched_on"]].tolist() == ["小李", "2026-07-05"]
    kinds = imported.ledger[(imported.ledger["source"] == "work lists") & (imported.ledger["fate"] == "kept")]
    assert dict(zip(kinds["kind"], kinds["rows"], strict=True)) == {"ticked": 1, "ticked without a day": 1}


@pytest.mark.parametrize(("channel", "kind"), [("phone", "call"), ("sms", "message"), ("wecom", "message"), ("", "note")])
def test_the_channel_says_what_a_touch_was(data, channel, kind):
    folder = write(data / "out" / "lists", channel=channel)
    fill_workbook(folder / "overdue.xlsx", "en", {"甲": {"done": "yes"}})
    run(data)
    assert touches(data).loc["甲", "kind"] == kind


def test_ticks_survive_a_second_run_and_the_lists_of_the_day_after(data):
    folder = write(data / "out" / "lists")
    fill_workbook(folder / "overdue.xlsx", "en", {"甲": {"done": "yes", "date": datetime(2026, 7, 2), "result": "bought"}})
    run(data)
    # The same day's list is written again with what was filled in, the next day's without.
    write(folder)
    sheet = openpyxl.load_workbook(folder / "overdue.xlsx").active
    assert [cell.value for cell in sheet[2]][-3:] == ["yes", "2026-07-02", "bought"]
    write(folder, as_of=date(2026, 7, 1))
    assert [cell.value for cell in openpyxl.load_workbook(folder / "overdue.xlsx").active[2]][-3:] == [None] * 3
    run(data)
    assert touches(data).index.tolist() == ["甲"]
    kept = data / worklists.KEPT_FILE
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_ticks_of_two_days_both_stand_and_a_later_word_replaces_an_earlier_one(data):
    folder = write(data / "out" / "lists")
    fill_workbook(folder / "overdue.xlsx", "en", {"甲": {"done": "yes"}, "0509": {"done": "yes"}})
    imports.listed.harvest(data)
    fill_workbook(folder / "overdue.xlsx", "en", {"甲": {"result": "bought"}, "0509": {"done": "no"}})
    imports.listed.harvest(data)
    write(folder, as_of=date(2026, 7, 1))
    fill_workbook(folder / "overdue.xlsx", "en", {"甲": {"done": "yes"}})
    imported = run(data)
    assert fates(imported) == {"kept": 2, "not done": 1}
    assert touches(data).loc["甲", "outcome"].fillna("").tolist() == ["bought", ""]


def test_a_copy_without_the_tick_does_not_take_it_away(data):
    folder = write(data / "out" / "lists")
    fill_workbook(folder / "overdue.xlsx", "en", {"甲": {"done": "yes"}})
    imports.listed.harvest(data)
    fill_csv(folder / "overdue.csv", "en", {"甲": {"result": "later"}})
    imports.listed.harvest(data)
    assert worklists.kept(data)[["done", "result"]].to_numpy().tolist() == [["yes", ""]]


def test_lists_nobody_touched_are_not_read(data):
    write(data / "out" / "lists")
    assert "work lists" not in set(run(data).ledger["source"])
    assert not (data / worklists.KEPT_FILE).exists()


def test_a_filled_in_list_among_the_exports_is_told_from_them(data):
    folder = write(data / "out" / "lists")
    fill_csv(folder / "overdue.csv", "en", {"甲": {"done": "yes"}, "someone else": {"done": "yes"}}, encoding="utf-16", delimiter="\t")
    (folder / "overdue.csv").rename(data.parent / "raw" / "小李的名单.csv")
    imported = run(data)
    assert imported.not_recognised == ()
    assert imported.files["小李的名单.csv"] == "work lists"
    # Every row of it has a fate: kept and left out are what was read.
    assert fates(imported) == {"kept": 1, "not done": 4}
    assert imported.map == "by meaning"


def test_the_same_list_in_the_shops_folder_and_among_the_exports_counts_once(data):
    folder = write(data / "out" / "lists")
    fill_workbook(folder / "overdue.xlsx", "en", {"甲": {"done": "yes"}})
    (data.parent / "raw" / "back.xlsx").write_bytes((folder / "overdue.xlsx").read_bytes())
    stamp(data.parent / "raw" / "back.xlsx")
    assert fates(run(data)) == {"kept": 1, "duplicate": 1, "not done": 4}


def test_work_lists_alone_are_no_exports(data):
    folder = write(data / "out" / "lists")
    with pytest.raises(imports.DataProblem, match="only work lists"):
        imports.import_shop([folder / "overdue.xlsx"], ShopSettings(), data, TODAY)


def test_a_file_that_cannot_be_read_is_kept_before_the_lists_are_written_again(data):
    folder = write(data / "out" / "lists")
    (folder / "my notes.txt").write_text("call her back", encoding="utf-8")
    book = openpyxl.load_workbook(folder / "overdue.xlsx")
    book.active.delete_cols(1)
    book.save(folder / "overdue.xlsx")
    for path in ("my notes.txt", "overdue.xlsx"):
        stamp(folder / path)
    said = run(data).notes
    assert [line.split(":")[0] for line in said] == ["lists/my notes.txt", "lists/overdue.xlsx"]
    write(folder)
    assert (data / "unread_lists" / "2026-07-05 my notes.txt").read_text(encoding="utf-8") == "call her back"
    assert run(data).notes == ()


def test_a_row_whose_key_was_lost_is_left_out_and_the_file_kept(data):
    folder = write(data / "out" / "lists")
    book = openpyxl.load_workbook(folder / "overdue.xlsx")
    book.active.append([None, "new", *[None] * 10, "yes"])
    book.save(data.parent / "raw" / "back.xlsx")
    book.save(folder / "overdue.xlsx")
    assert fates(run(data)) == {"not done": 5, "not from the list": 1}
    assert len(list((data / "unread_lists").iterdir())) == 1


def test_touches_that_the_shop_exports_stand_beside_the_ticks(shop):
    shop.write("orders.csv", "no,who,day,paid\n1,甲,2026-06-01,10\n")
    shop.write("calls.csv", "caller,called,on\n梅,甲,2026-06-20\n")
    own = {"columns": {"owner": "caller", "customer_id": "called", "touched_at": "on"}, "grain": "touch", "values": {"kind": "call"}}
    orders = {"grain": "order", "columns": {"order_id": "no", "customer_id": "who", "ordered_at": "day", "gross_paid": "paid"}}
    (shop.data.parent / "map.yaml").write_text(json.dumps({"name": "own", "sources": {"orders": orders, "touches": own}}), encoding="utf-8")
    path = str(shop.data.parent / "map.yaml")
    shop.run(map=path)
    folder = write(shop.data / "out" / "lists", who=("甲",))
    fill_workbook(folder / "overdue.xlsx", "en", {"甲": {"done": "yes"}})
    shop.run(map=path)
    assert shop.table("touches").sort_values("touched_on")[["campaign", "kind"]].fillna("").to_numpy().tolist() == [["", "call"], ["overdue", "call"]]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-07-02 00:00:00.000", "2026-07-02"), ("7/2/2026", "2026-07-02"), ("2.7.2026", "2026-07-02"), ("7月2日", "2026-07-02"),
        ("2-Jul", "2026-07-02"), ("02-Jul-26", "2026-07-02"), ("7/2", "2026-07-02"), ("25/06/2026", "2026-06-25"),
        ("8/7/2026", "8/7/2026"), ("31-Feb", "31-Feb"), ("soon", "soon"), ("2026/7/2 0:00", "2026-07-02"), ("2026年7月2日", "2026-07-02"),
        ("2026-02-30", "2026-02-30"), ("", ""),
    ],
)  # fmt: skip
def test_a_day_is_read_where_it_is_plain_which_one_is_meant(written, day):
    assert ticks._day(written, "2026-06-30", date(2026, 8, 15)) == day


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_ledger_says_in_words_what_became_of_ticked_rows(data, language):
    folder = write(data / "out" / "lists")
    fill_workbook(folder / "overdue.xlsx", "en", {"甲": {"done": "yes"}, "0509": {"result": "later"}, WHO[3]: {"done": "maybe"}})
    words = Words(language)
    told = ledger_rows(run(data).ledger, words)
    own = told[told["source"] == words("pyramid-source-work-lists")]
    assert own["what"].tolist() == [words(f"pyramid-{what}") for what in ("kind-ticked-without-a-day", "fate-not-done", "fate-unknown-tick")]
    assert words("pyramid-fate-not-done") not in ledger_in_words(imports.read_ledger(data), words)


# --- laws --------------------------------------------------------------------------------------------------------

CELL = st.sampled_from(["", "yes", "no", "是", "x", "?"])
DAY = st.sampled_from([None, datetime(2026, 7, 1), datetime(2026, 7, 3), "soon"])
RESULT = st.sampled_from(["", "下单了", "+1 or so", "no, thanks", "00012345678901234"])
FILLING = st.dictionaries(st.sampled_from(WHO), st.fixed_dictionaries({"done": CELL, "date": DAY, "result": RESULT}))
SAVED_AS = (
    ("en", fill_workbook, "overdue.xlsx", {}),
    ("zh", fill_workbook, "overdue.xlsx", {}),
    ("en", fill_csv, "overdue.csv", {"encoding": "utf-8"}),
    ("zh", fill_csv, "overdue.csv", {"encoding": "gb18030"}),
)


@given(FILLING)
@settings(max_examples=12)
def test_any_ticks_give_the_same_touches_in_either_language_and_format(filling):
    given_in = {who: {name: cell for name, cell in cells.items() if cell is not None} for who, cells in filling.items()}
    filled = [cells for cells in given_in.values() if any(cells.values())]
    found = []
    for language, fill, name, options in SAVED_AS:
        with TemporaryDirectory() as place:
            folder = write(Path(place) / "out" / "lists", language)
            fill(folder / name, language, given_in, **options)
            assert imports.listed.harvest(Path(place)) == []
            rows = worklists.kept(Path(place))
        assert len(rows) == len(filled)
        found.append(worklists.touches(rows).sort_values("touch_id", ignore_index=True).drop(columns="row"))
    for other in found[1:]:
        pd.testing.assert_frame_equal(found[0], other)
