"""Tables of notebooks are reused while all they were made from is the same, made where they no longer hold, and compared with an earlier day's."""

import re
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from retention import imports, kept, lifetime, playbook
from retention.pages.lifetime.tables import Value
from retention.pages.segments import sections as segments
from retention.settings import OffersSettings, ShopSettings
from retention.tables import FORECASTS, MEMBERS, PYRAMID, SEGMENTS
from tests.test_structure import PACKAGE

CHANNELS = ("app", "web")


def exports(shift: int = 0, channel: str = "") -> str:
    """Sixty customers over sixteen months, one to six orders each; `shift` days later, all first orders by `channel` if one is given."""
    rows = ["customer,date,amount,channel"]
    for i in range(60):
        for n in range(1 + i % 6):
            day = pd.Timestamp("2025-01-03") + pd.Timedelta(shift + (i * 37) % 300 + n * (20 + i % 40), "D")
            rows.append(f"c{i},{day:%Y-%m-%d},{40 + (i * 7 + n * 3) % 90},{channel or CHANNELS[i % 2]}")
    return "\n".join(rows) + "\n"


@pytest.fixture
def folder(tmp_path) -> Path:
    return brought(tmp_path, exports())


def brought(tmp_path: Path, content: str) -> Path:
    """Import this file as the shop's only export."""
    (tmp_path / "orders.csv").write_text(content, encoding="utf-8")
    imports.import_shop([tmp_path / "orders.csv"], ShopSettings(language="en"), tmp_path / "shop", date(2026, 11, 1))
    (tmp_path / "params").mkdir(exist_ok=True)
    (tmp_path / "params" / "shop.yaml").write_text("language: en\n", encoding="utf-8")
    (tmp_path / "params" / "05_service_nps.yaml").write_text("replicates: 0\n", encoding="utf-8")
    return tmp_path / "shop"


def book(folder: Path, as_of: str = "last_order", notebook: str = "05_service_nps") -> playbook.Playbook:
    return playbook.open(notebook, str(folder.parent / "params"), str(folder), as_of)


def test_a_table_is_made_once_and_reused_until_something_changes(folder, monkeypatch, capsys):
    made = book(folder).made(FORECASTS)
    assert "made the table forecasts as of" in capsys.readouterr().err
    monkeypatch.setattr(lifetime, "repeat_history", lambda *_: pytest.fail("made again"))
    again = book(folder).made(FORECASTS)
    assert capsys.readouterr().err == ""
    pd.testing.assert_frame_equal(made.sort_values("customer_id", ignore_index=True), again, check_dtype=False)


@pytest.mark.parametrize("change", ["horizon_days: 90\n", "as_of", "margin", "touched", "import", "note"])
def test_a_table_that_follows_from_something_else_is_made_again(change, folder, tmp_path, capsys):
    first, as_of = book(folder).made(FORECASTS), "last_order"
    if change == "as_of":
        as_of = "2026-01-31"
    elif change == "margin":
        (tmp_path / "params" / "shop.yaml").write_text("margin_rate: 0.4\n", encoding="utf-8")
    elif change == "touched":
        book(folder).shop.save(first.assign(p_order=0.5), FORECASTS)
    elif change == "import":
        brought(tmp_path, exports(shift=5))
    elif change == "note":
        (folder / "out" / "forecasts.json").write_text("[oops", encoding="utf-8")
    else:
        (tmp_path / "params" / "05_service_nps.yaml").write_text(f"replicates: 0\n{change}", encoding="utf-8")
    capsys.readouterr()
    book(folder, as_of).made(FORECASTS)
    assert "made the table forecasts" in capsys.readouterr().err


def test_what_customers_are_worth_by_group_and_channel_follows_the_newest_import(tmp_path):
    """Run 05 alone after a new import: the groups and channels of the import before must not show."""
    folder = brought(tmp_path, exports())
    for promise in (PYRAMID, SEGMENTS):
        book(folder).made(promise)
    brought(tmp_path, exports(channel="shop"))
    assert set(book(folder).shared(Value).channels) == {"channel:shop"}
    renewed = book(folder, notebook="02_segmentation")
    pd.testing.assert_frame_equal(
        book(folder).made(SEGMENTS)[["customer_id", "group"]],
        segments.of(renewed).table[["customer_id", "group"]].sort_values("customer_id", ignore_index=True),
        check_dtype=False,
    )


def test_every_table_of_a_notebook_is_made_without_its_notebook(folder):
    for promise in (PYRAMID, SEGMENTS, FORECASTS, MEMBERS):
        promise.check(book(folder).made(promise))
        assert kept.read(book(folder).shop, promise, book(folder)._basis(promise)) is not None


def test_an_earlier_day_s_table_is_there_to_compare_with_however_often_the_day_is_repeated(folder, tmp_path):
    """Days as a schedule has them: each time the export reaches further, and the newest day is looked from."""
    assert book(folder).before(SEGMENTS) is None
    first = book(folder).made(SEGMENTS).sort_values("customer_id")
    brought(tmp_path, exports() + "c0,2026-06-01,50,app\nc7,2026-06-02,60,web\n")
    second = book(folder).made(SEGMENTS).sort_values("customer_id")
    for _ in range(2):
        again = book(folder)
        assert again.before(SEGMENTS)["group"].tolist() == first["group"].tolist()
        table = segments.of(again.of(OffersSettings)).table
        assert table.sort_values("customer_id")["previous_group"].tolist() == second["previous_group"].tolist() == first["group"].tolist()
        again.save(table, SEGMENTS)
    brought(tmp_path, exports() + "c0,2026-06-01,50,app\nc7,2026-06-02,60,web\nc9,2026-06-09,60,web\n")
    assert book(folder).before(SEGMENTS)["group"].tolist() == second["group"].tolist()


def test_a_day_that_is_not_the_newest_one_leaves_today_s_tables_alone(folder, capsys):
    today = book(folder).made(SEGMENTS)
    there = {path: path.read_bytes() for path in (folder / "out").glob("segments.*")}
    book(folder, "2025-06-30").made(SEGMENTS)
    assert {path: path.read_bytes() for path in (folder / "out").glob("segments.*")} == there
    assert sorted(path.name for path in (folder / "out" / "days" / "2025-06-30").iterdir() if path.suffix == ".parquet") == [
        "pyramid.parquet",
        "segments.parquet",
    ]
    assert all(path.stat().st_mode & 0o077 == 0 for path in (folder / "out").rglob("*"))
    capsys.readouterr()
    assert book(folder).made(SEGMENTS)["group"].tolist() == today.sort_values("customer_id")["group"].tolist()
    assert capsys.readouterr().err == "", "a look back changes nothing that today follows from"


def test_lists_and_tables_lie_where_those_of_the_day_looked_from_do():
    """A look back must not put its lists in the place of today's."""
    writers = [path for path in (PACKAGE / "playbook").rglob("*.py") if re.search(r"""data / ["']out["']""", path.read_text("utf-8"))]
    assert writers == []


def test_a_list_that_was_stepping_aside_when_its_writer_died_is_put_back_by_the_next_import(folder, tmp_path):
    aside = folder / "out" / ".tmp-4711-old-lists"
    aside.mkdir(parents=True)
    (aside / "overdue.csv").write_text("c1", encoding="utf-8")
    (folder / "out" / "days" / "2025-06-30" / ".tmp-4711-lists").mkdir(parents=True)
    brought(tmp_path, exports())
    assert (folder / "out" / "lists" / "overdue.csv").read_text(encoding="utf-8") == "c1"
    assert list((folder / "out").rglob(".tmp-*")) == []


def test_a_table_kept_by_an_older_version_is_still_compared_with(folder):
    january = book(folder, "2026-01-31").made(SEGMENTS)
    january.to_parquet(folder / "out" / "segments.parquet", index=False)
    assert len(book(folder).before(SEGMENTS)) == len(january)


def test_tables_of_so_many_earlier_days_stay(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(kept, "EARLIER_DAYS", 2)
    for days in range(4):
        brought(tmp_path, exports() + f"c0,{date(2026, 6, 1 + days)},10,app\n")
        book(folder).made(FORECASTS)
    assert [path.parent.name for path in sorted(folder.rglob("before/*/forecasts.parquet"))] == ["2026-06-02", "2026-06-03"]


def test_nobody_is_no_earlier_day(tmp_path):
    folder = brought(tmp_path, "date,amount\n2026-01-01,10\n")
    book(folder).made(SEGMENTS)
    brought(tmp_path, "date,amount\n2026-01-01,10\n2026-02-01,20\n")
    assert book(folder).before(SEGMENTS) is None


def test_nothing_else_opens_the_tables_of_notebooks():
    """Tables of `out/` are read in one place, which knows whether they still hold; what is ticked on work lists is no such table.

    privacy.py looks only at how customers are numbered; own_records.py takes back withdrawals that an older ledger does not know.
    """
    readers = {
        path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py") if re.search(r"read_parquet|read_table\(", path.read_text("utf-8"))
    }
    assert {name for name in readers if not name.startswith("imports/")} == {
        "kept.py",
        "shop.py",
        "worklists/ticks.py",
        "privacy.py",
        "dispatch/own_records.py",
    }
