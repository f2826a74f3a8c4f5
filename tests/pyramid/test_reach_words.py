"""What notebook 01 says and draws of reach, members, super-users, follow-up and marks, also of shops with little."""

import csv
import stat
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from retention import imports, playbook
from retention.pages import people
from retention.pages.kit.book import Playbook
from retention.pages.kit.section import Section
from retention.pages.kit.words import Words
from retention.pages.people import pictures as charts
from retention.pages.people import sentences as says
from retention.pages.people.tables import People
from retention.pages.pyramid.tables import Base
from retention.pyramid import follow_up, marks, membership
from retention.pyramid.recency import recency_bands
from retention.settings import MarkRules, PyramidSettings, ShopSettings

EN = Words("en", "GBP")
SECTIONS = (
    people.contactable, people.purposes, people.members, people.super_users, people.super_user_results,
    people.to_follow_up, people.owners, people.marked_accounts,
)  # fmt: skip


def funnel(**consents: int | None) -> pd.DataFrame:
    """100 customers, 60 active; every channel has an address for 80."""
    rows = [{"channel": channel, "consent": k, "active": k, "only": k} for channel, k in consents.items()]
    return pd.DataFrame(rows).assign(customers=100, address=80, active_customers=60).astype({"consent": float, "active": float, "only": float})


@pytest.mark.parametrize(
    ("table", "reached", "title"),
    [
        (funnel(sms=20, email=30), 45, "45\u00a0% of customers may be contacted for marketing; E-mail reaches most"),
        (funnel(sms=20, email=0), 20, "20\u00a0% of customers may be contacted for marketing, by SMS only"),
        (funnel(sms=0), 0, "No customer may be contacted for marketing yet"),
        (funnel(sms=None), 0, "Who has agreed to marketing is not known: the shop has no consents table"),
        (funnel(sms=0).assign(customers=0), 0, "There are no customers to contact yet"),
    ],
)
def test_the_reach_title_is_true_for_any_shop(table, reached, title):
    assert says.reach_title(table, reached, EN) == title
    assert charts.reach_funnel(table, reached, 365, EN).layout.title.text == title


def test_bars_of_reach_show_the_counts_from_the_widest_to_the_narrowest():
    fig = charts.reach_funnel(funnel(sms=20, email=30), 45, 365, EN)
    assert [list(trace.x) for trace in fig.data] == [[80, 80], [30, 20], [30, 20]]
    assert fig.data[0].text == ("address 80", "80")
    assert list(fig.data[0].y) == ["E-mail", "SMS"]


def test_reach_in_words_names_the_channel_one_depends_on():
    overlap = pd.DataFrame({"channels": [0, 1, 2], "customers": [55, 40, 5], "active": [30, 25, 5]})
    assert says.reach_in_words(funnel(sms=10, email=30), overlap, 3, 365, EN) == (
        "45 of 100 customers may be contacted for marketing by at least one channel; of the 60 who ordered in the last 365 days it is 50\u00a0%. "
        "5 customers can be reached by two channels or more. Only E-mail reaches 30 customers: who leaves it is lost to the shop's messages. "
        "3 customers agreed to a channel by which their address does not work (masked or missing)."
    )


def test_a_rule_whose_data_are_missing_says_so_instead_of_counting_nobody():
    costs = pd.DataFrame({"mark": [*marks.MARKS, "ordinary"], "customers": [1, 0, 0, 0, 9]})
    lines = says.marks_in_words(costs, MarkRules(), 0.1, {"coupon_hunter": "coupons", "reseller": "lines"}, EN)
    assert lines[0] == "Wholesale: 1. At least 12 pieces per order."
    assert lines[1] == "Resellers need order lines that name their goods; there are none."
    assert lines[2].startswith("Coupon hunters need to know")


def test_joins_are_drawn_by_month_and_small_sources_together():
    months = pd.to_datetime(["2024-01-01"] * 8 + ["2024-02-01"])
    joins = pd.DataFrame({"month": months, "source": [f"s{i}" for i in range(8)] + ["s0"], "joins": [9, 8, 7, 6, 5, 1, 1, 1, 4]})
    fig = charts.member_joins(membership.Joins.of(joins), EN)
    assert [trace.name for trace in fig.data] == ["s0", "s1", "s2", "s3", "s4", "other"]
    assert sum(sum(trace.y) for trace in fig.data) == joins["joins"].sum()
    assert fig.layout.title.text == "42 members so far; most joined by “s0”"


def test_a_few_customers_are_counted_instead_of_shared_out():
    people = pd.DataFrame({"customer_id": list("abc"), "member": pd.Series([True, False, False], dtype="boolean"), "orders_window": 1})
    few = membership.members_share(people.assign(net_paid_window=10.0), 30)
    assert charts.members_share(few, EN).layout.title.text == "1 of 3 customers members so far; too few for shares"


# --- whole shops -------------------------------------------------------------------------------------


def shown(section: Section) -> str:
    return " ".join(str(part.layout.title.text if hasattr(part, "layout") else part.html) for part in section.shown)


def book_of(data: Path, language: str) -> Playbook:
    book = playbook.open("01_data_pyramid", "", str(data))
    return replace(book, about=book.about.model_copy(update={"language": language}))


def kpis(book: Playbook) -> pd.DataFrame:
    """The figures of all sections."""
    return pd.concat([found for found in (section(book).kpis for section in SECTIONS) if len(found)], ignore_index=True)


SMALL = {
    "one customer": "客户,日期,金额\n王芳,2026-05-01,1299\n",
    "guests only": "客户,日期,金额\n,2026-05-01,100\n,2026-05-02,100\n",
}


@pytest.mark.parametrize("name", SMALL)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_shop_with_orders_only_gets_one_line_per_missing_table(name, language, tmp_path):
    (tmp_path / "orders.csv").write_text(SMALL[name], encoding="utf-8")
    imports.import_shop([tmp_path / "orders.csv"], ShopSettings(), tmp_path / "shop", date(2026, 11, 1))
    book = book_of(tmp_path / "shop", language)
    text = {section.__name__: shown(section(book)) for section in SECTIONS}
    assert not any("nan" in part.lower() for part in text.values())
    needs = "需要" if language == "zh" else "Table needed"
    assert all(needs in text[name] for name in ("contactable", "members", "super_users", "to_follow_up"))
    figures = pd.concat([section(book).kpis for section in SECTIONS], ignore_index=True)
    assert figures["name"].is_unique or len(book.shared(People).customers)
    assert figures.loc[figures["unit"] != "count", "value"].isna().all()


@pytest.fixture(scope="module")
def herstyle_book(herstyle, tmp_path_factory):
    """HerStyle's book; work lists go to a folder of the test's own."""
    folder = tmp_path_factory.mktemp("people") / "herstyle"
    folder.mkdir()
    (folder / "tables").symlink_to(herstyle / "tables")
    return book_of(folder, "en")


def test_every_section_speaks_of_the_sample(herstyle_book):
    text = {section.__name__: shown(section(herstyle_book)) for section in SECTIONS}
    assert all(text.values())
    assert not any("Table needed" in part or "nan" in part.lower() for part in text.values())


def test_lists_are_for_their_owner_only_and_name_nobody_in_the_page(herstyle_book):
    owners = people.owners(herstyle_book)
    page = shown(owners) + shown(people.to_follow_up(herstyle_book)) + owners.table.to_string()
    names = set(herstyle_book.shared(People).followed["owner"].dropna())
    assert names
    assert not any(name in page for name in names)
    folder = herstyle_book.shop.data / "out" / "follow_up_lists"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    rows = list(csv.DictReader((folder / "owners.csv").open(encoding="utf-8-sig")))
    assert {row["Owner"] for row in rows} - {"nobody named"} == names


def test_the_samples_reach_and_members_are_what_was_planted(herstyle_book):
    figures = kpis(herstyle_book)
    value = figures.set_index(["name", "group"])["value"]
    n = int((herstyle_book.shared(People).customers["days_since_last_order"] <= PyramidSettings().lapsed_days).sum())
    # Shares of yearly buyers by HERSTYLE's table, widened by two standard errors of so many buyers.
    planted = {"wecom": (0.12, 0.18), "sms": (0.20, 0.25), "official_account": (0.08, 0.10), "email": (0.02, 0.04)}
    for channel, (low, high) in planted.items():
        room = 2 * (high * (1 - high) / n) ** 0.5
        assert low - room <= value["reachable_buyers", channel] <= high + room, channel
    members = figures[figures["name"].str.startswith("member_share")].set_index("name")
    assert members.loc["member_share_buyers", "low"] <= 0.50
    assert members.loc["member_share_buyers", "high"] >= 0.35
    assert members.loc["member_share_sales", "low"] <= 0.65
    assert members.loc["member_share_sales", "high"] >= 0.55


def test_lists_owners_and_figure_count_the_same_overdue_customers(herstyle_book):
    told = herstyle_book.shared(People)
    figure = kpis(herstyle_book).set_index("name").loc["follow_up_overdue"]
    dates = follow_up.dates(told.due, herstyle_book.as_of)
    assert figure["value"] == told.owners["overdue"].sum() == dates["overdue"].sum() > 0
    assert told.owners["due_soon"].sum() == dates["due_soon"].sum()
    assert figure["n"] == told.owners["customers"].sum() == len(told.followed)
    assert set(told.due["customer_id"]) - set(told.customers["customer_id"])
    waiting, listed = told.owners[told.owners["silent"]], told.due["reason"].value_counts()
    assert listed.get("overdue", 0) + waiting["overdue"].sum() == figure["value"]


def with_base(herstyle_book: Playbook, customers: pd.DataFrame) -> Playbook:
    """The same book with other customers."""
    book = replace(herstyle_book)
    book.shared(Base).__dict__["customers"] = customers
    return book


def test_recent_buyers_are_those_of_the_bands(herstyle_book):
    since = pd.Series([0, 365, 366])
    days = pd.DataFrame({"customer_id": list("abc"), "days_since_last_order": since, "net_paid": 1.0})
    active = with_base(herstyle_book, days).shared(People).active
    bands = recency_bands(days, PyramidSettings().lapsed_days)
    assert active.sum() == bands["customers"].iloc[:-1].sum() == 2


def test_tables_that_are_there_but_tell_of_nothing_yet_are_not_asked_for(herstyle_book):
    known = herstyle_book.shared(People)
    book = with_base(herstyle_book, known.customers.assign(super_user=pd.NA))
    none = {name: table.filter(table[0].isnull()) for name, table in known.tables.items() if name in ("touches", "events")}
    book.shared(People).__dict__["tables"] = known.tables | none
    assert "There is no share or review up to the cut-off day." in shown(people.super_users(book))
    assert "There is no call or note up to the cut-off day." in shown(people.to_follow_up(book))


def test_calls_of_nobody_and_customers_without_an_order_are_told_in_words():
    table = pd.DataFrame({"owner": ["Li", None], "customers": [2, 1], "overdue": 0, "due_soon": 0, "silent": False}).assign(last_touch_on=pd.NaT)
    rows, _ = says.owners_rows(table, str.upper, EN)
    assert rows["owner"].tolist() == ["LI", "nobody named"]
    assert EN("follow-owners-caption", followed=3, new=0).endswith("3 customers have a call or note.")
    assert EN("follow-owners-caption", followed=1, new=1).endswith("1 customer has a call or note, of these 1 without an order that counts so far.")
