"""What notebook 05 says of parcels and surprises: of many, few and none, with and without promises and scans, in both languages."""

import json
import shutil
import stat
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from retention import imports, playbook, project
from retention.pages import parcels
from retention.settings import ShopSettings
from tests.imports.test_told import HEADERS
from tests.pages import html

SECTIONS = (parcels.bottom_line, parcels.actions, parcels.chances, parcels.regions, parcels.notices)
LAST = date(2026, 5, 29)
PARAMS = project.root() / "params" / "herstyle"


def rows_of(n: int = 900, late: int = 10, promises: bool = True) -> list[str]:
    """Parcels over half a year, promised for five days: so many in a hundred take eight, all others three; the last ones are on their way."""
    rows = []
    for i in range(n):
        left, took = LAST - timedelta(days=i % 180), 8 if i % 100 < late else 3
        signed = left + timedelta(days=took)
        arrived = f"{signed} 18:00:00" if signed <= LAST else ""
        rows.append(f"s{i},o{i},CANARY{i},,浙江,{left} 09:00:00,{left + timedelta(days=5) if promises else ''},{arrived}")
    return rows


def scanned(n: int = 900) -> list[str]:
    return [f"s{i},{LAST - timedelta(days=i % 180)} 12:00:00,揽收,杭州" for i in range(n)] + [f"s0,{LAST} 22:00:00,运输中,杭州"]


def opened(folder: Path, language: str = "en", **told: list[str]) -> playbook.Playbook:
    orders = [f"CANARY{i},2026-05-{1 + i % 29:02d},{100 + i}" for i in range(60)]
    for name, rows in (told | {"orders": orders}).items():
        head = "customer,date,amount" if name == "orders" else HEADERS[name]
        (folder / f"{name}.csv").write_text("\n".join([head, *rows, ""]), encoding="utf-8")
    params = folder / "params"
    params.mkdir(exist_ok=True)
    (params / "shop.yaml").write_text(f"language: {language}\ncalendar: cn\ntime_zone: Asia/Shanghai\n", encoding="utf-8")
    imports.import_shop(
        sorted(folder.glob("*.csv")), ShopSettings(language=language, calendar="cn", time_zone="Asia/Shanghai"), folder / "shop", date(2026, 11, 1)
    )
    return playbook.open("05", params, folder / "shop", LAST.isoformat() if told else "last_order")


def plain(section) -> str:
    return html(section).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["parcels were under way", "are to be told today", "No effect is proven yet: 20 % of customers, by lot, are not told"]),
        ("zh", ["个包裹在途", "今天要通知", "效果还没有证实：按抽签有 20% 的客户不通知"]),
    ],
)
def test_parcels_with_chances_say_whom_to_tell_and_what_it_is_expected_to_save(tmp_path, language, words):
    book = opened(tmp_path, language, shipments=rows_of(2000), scans=scanned(2000))
    told = "".join(plain(section(book)) for section in SECTIONS)
    assert [word for word in words if word not in told] == []
    assert parcels.chances(book).figure is not None
    assert "CANARY" not in told
    listed = parcels.actions(book)
    assert listed.private
    place = book.shop.out / "parcel_lists" / "late_parcels.csv"
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    names = set(pd.read_csv(place, dtype=str).iloc[:, 1].str.strip())
    held = set(listed.table.loc[listed.table["held_out"], "customer_id"])
    assert names == set(listed.table["customer_id"]) - held


@pytest.mark.parametrize(
    ("told", "line"),
    [
        ({"shipments": rows_of(promises=False)}, "Nothing tells for which day parcels were promised"),
        ({"shipments": rows_of(20)}, "Too few parcels, or too few late ones"),
        ({"shipments": rows_of(900, 0)}, "Too few parcels, or too few late ones"),
    ],
)
def test_without_chances_there_is_one_line_and_the_rules(tmp_path, told, line):
    book = opened(tmp_path, **told)
    assert plain(parcels.chances(book)).count(line) == 1
    assert parcels.chances(book).figure is None
    assert "parcels were under way" in plain(parcels.bottom_line(book))
    assert "saved by telling" not in plain(parcels.actions(book))


def test_without_scans_there_is_one_line_and_chances_by_age_and_promise(tmp_path):
    book = opened(tmp_path, shipments=rows_of(2000))
    assert "Table needed: scans" in plain(parcels.notices(book))
    assert "Age and promise tell late parcels" in plain(parcels.chances(book))
    assert parcels.chances(book).figure is not None


@pytest.mark.parametrize(("language", "line"), [("en", "Table needed: shipments"), ("zh", "需要数据表 shipments")])
def test_without_parcels_there_is_one_line(tmp_path, language, line):
    book = opened(tmp_path, language)
    assert line in plain(parcels.bottom_line(book))
    assert [section(book).shown for section in SECTIONS[1:]] == [()] * 4


def test_nobody_to_tell_leaves_no_list_of_the_day_before(tmp_path):
    book = opened(tmp_path, shipments=[row for row in rows_of(900, 0) if not row.endswith(",")])
    stale = book.shop.out / "parcel_lists" / "late_parcels.csv"
    stale.parent.mkdir(parents=True)
    stale.write_text("x", encoding="utf-8")
    assert "Nobody is to be told today" in plain(parcels.bottom_line(book))
    parcels.actions(book)
    assert not stale.exists()


@pytest.mark.long
def test_surprises_are_drawn_once_a_month_and_packed_from_a_list(herstyle, tmp_path):
    shop = tmp_path / "shop"
    shutil.copytree(herstyle, shop, ignore=shutil.ignore_patterns("raw", "out"))
    book = playbook.open("05", PARAMS, shop)
    first = parcels.surprises(book)
    drawn = first.table
    assert drawn["arm"].value_counts().nunique() == 1
    packed = pd.read_csv(book.shop.out / "surprise_lists" / "surprises.csv", dtype=str)
    assert set(packed.iloc[:, 1].str.strip()) == set(drawn.loc[drawn["arm"] == "treated", "customer_id"])
    written = json.loads((shop / "surprises" / "2026-06.json").read_text(encoding="utf-8"))
    assert written["seed"] == 1
    again = parcels.surprises(playbook.open("05", PARAMS, shop)).table
    assert again["customer_id"].tolist() == drawn["customer_id"].tolist()
    told = plain(first)
    assert "Drawn with seed 1" in told
    assert not [number for number in drawn["customer_id"] if number in told]


def test_without_completed_orders_nobody_is_drawn(tmp_path):
    book = opened(tmp_path)
    told = plain(parcels.surprises(book))
    assert "nobody to draw from" in told
    assert "What surprises do is not known yet" in told
    assert not (book.shop.data / "surprises").exists()
