"""Telephones as the world writes them, where they are, and shops looked at from a moment."""

from datetime import UTC, datetime

import pandas as pd
import pytest

from retention.contact import country_of, country_of_zone, normalised, telephones
from retention.shop import Shop
from retention.tables import DataProblem
from tests.imports.test_orders import LINES, ORDERS, line, order
from tests.imports.test_told import HEADERS


@pytest.mark.parametrize(
    ("written", "number", "country"),
    [
        ("186 0000 0005", "+8618600000005", "CN"),
        ("+86 186-0000-0005", "+8618600000005", "CN"),
        ("008618600000005", "+8618600000005", "CN"),
        ("13800001234.0", "+8613800001234", "CN"),
        ("0571-8888 0000", "+8657188880000", "CN"),
        ("+49 151 23456789", "+4915123456789", "DE"),
        ("+1 (212) 555-0199", "+12125550199", "US"),
    ],
)
def test_a_telephone_has_one_way_to_be_written_whatever_a_shop_writes(written, number, country):
    assert normalised(pd.Series([written]), "CN").tolist() == [number]
    assert country_of(pd.Series([written]), "CN").tolist() == [country]


@pytest.mark.parametrize("written", ["186******05", "123", "1234567890123", "", None, "no number"])
def test_what_cannot_be_dialled_is_missing(written):
    told = telephones(pd.Series([written]), "CN")
    assert told["number"].isna().all()
    assert told["zones"].tolist() == [()]


def test_without_a_country_of_the_shop_only_numbers_with_a_country_code_are_known():
    assert normalised(pd.Series(["18600000005", "+8618600000005"]), "").isna().tolist() == [True, False]


def test_an_area_code_says_the_zone_and_a_wide_country_all_it_may_be():
    zones = telephones(pd.Series(["+14155550123", "+61412345678"]), "CN")["zones"].tolist()
    assert zones[0] == ("America/Los_Angeles",)
    assert {"Australia/Perth", "Australia/Sydney", "Australia/Lord_Howe"} <= set(zones[1])


def test_the_country_of_a_zone():
    assert [country_of_zone(zone) for zone in ("Asia/Shanghai", "Europe/Berlin", "UTC", "")] == ["CN", "DE", "", ""]


# --- a shop at a moment --------------------------------------------------------------------------------


@pytest.fixture
def folder(shop):
    shop.write(
        "orders.csv", ORDERS + order("1", at="2026-03-01 10:00:00") + order("2", at="2026-03-02 10:00:00") + order("3", at="2026-03-02 18:00:00")
    )
    shop.write("lines.csv", LINES + line("1") + line("2") + line("3"))
    shop.run()
    return shop.data


def numbers(folder, now):
    return sorted(Shop(folder).at(datetime.fromisoformat(now)).need("orders").to_pandas()["order_id"])


def test_what_comes_later_that_day_is_not_there_yet(folder):
    assert Shop(folder).zone == "Asia/Shanghai"
    assert numbers(folder, "2026-03-02T09:59:59+08:00") == ["1"]
    assert numbers(folder, "2026-03-02T10:00:00+08:00") == ["1", "2"]
    assert numbers(folder, "2026-03-02T02:00:00+00:00") == ["1", "2"]
    assert numbers(folder, "2026-03-02T23:00:00+08:00") == ["1", "2", "3"]


def test_a_moment_after_the_data_sees_all_of_them(folder):
    later = Shop(folder).at(datetime(2026, 3, 3, 0, 30, tzinfo=UTC))
    assert later.as_of.isoformat() == "2026-03-02"
    assert len(later.need("orders").to_pandas()) == 3


AFTER_THE_LAST_SALE = {
    "consents": "k1,短信,营销,撤回,2026-03-02 08:10:00,退订\n",
    "tickets": "g1,k1,,2026-03-02 08:10:00,电话,投诉,慢,小周,,\n",
    "touches": "t1,k1,2026-03-02 08:10:00,消息,短信,上新,,已送达,,,\n",
    "scans": "s1,2026-03-02 08:10:00,已签收,深圳\n",
}


@pytest.mark.parametrize("name", AFTER_THE_LAST_SALE)
def test_what_came_after_the_last_sale_counts_from_its_moment_on(shop, name):
    shop.write("orders.csv", ORDERS + order("1", at="2026-03-01 10:00:00"))
    shop.write("lines.csv", LINES + line("1"))
    shop.write("shipments.csv", f"{HEADERS['shipments']}\ns1,1,k1,顺丰,,2026-03-01 12:00:00,,\n")
    shop.write(f"{name}.csv", f"{HEADERS[name]}\n{AFTER_THE_LAST_SALE[name]}")
    shop.run()

    def known(now: str) -> int:
        table = Shop(shop.data).at(datetime.fromisoformat(now)).table(name)
        return 0 if table is None else len(table.to_pandas())

    # A touch stands at the time it was due, so it is known from the beginning of its day.
    assert known("2026-03-02T08:05:00+08:00") == (name == "touches")
    assert [known(f"{day}T08:30:00+08:00") for day in ("2026-03-01", "2026-03-02", "2026-03-09")] == [0, 1, 1]


def test_what_was_paid_later_was_not_paid_yet(folder):
    paid = Shop(folder).need("orders").to_pandas().set_index("order_id").loc["3", "paid_at"]
    before = Shop(folder).at((pd.Timestamp(paid, tz="UTC") - pd.Timedelta("1s")).to_pydatetime()).need("orders").to_pandas().set_index("order_id")
    assert "3" not in before.index or pd.isna(before.loc["3", "paid_at"])


@pytest.mark.parametrize(
    ("now", "sentence"),
    [
        (datetime(2026, 2, 1, tzinfo=UTC), "now: 2026-02-01 lies before the data of data, which begin on 2026-03-01"),
        (datetime(2026, 3, 2), "has no time zone"),
    ],
)
def test_a_moment_that_cannot_be_looked_from_has_its_sentence(folder, now, sentence):
    with pytest.raises(DataProblem, match=sentence):
        Shop(folder).at(now)
