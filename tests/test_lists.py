"""Work lists of the notebooks: who stands in them and how they may be contacted, and that the page says the same."""

import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from retention import imports, playbook, project, worklists
from retention.contact import BEST_FIRST
from retention.pages import lifetime, people, pyramid, segments
from retention.pages.kit import blocks, lists
from retention.pages.kit.words import Words
from retention.pages.membership.sections import list_actions
from retention.pages.pyramid.tables import Base
from retention.settings import MODELS, ListSettings, ShopSettings
from retention.tables import PYRAMID
from retention.worklists import WorkList
from tests.pages import html

TODAY = date(2026, 7, 1)
MAP = {
    "name": "own",
    "sources": {
        "orders": {"grain": "order", "columns": {"order_id": "no", "customer_id": "who", "ordered_at": "day", "gross_paid": "paid"}},
        "customers": {"grain": "customer", "columns": {"customer_id": "number", "name": "called", "phone": "tel", "email": "mail"}},
        "consents": {
            "grain": "consent",
            "columns": {"customer_id": "of", "channel": "by", "given": "yes", "changed_at": "since"},
            "values": {"purpose": "marketing"},
        },
    },
}
ORDERS = "no,who,day,paid\n1,ann,2026-06-01,10\n2,bob,2026-06-02,10\n3,cid,2026-06-03,10\n4,dot,2026-06-30,10\n"
CUSTOMERS = "number,called,tel,mail\nann,Ann,13800000001,ann@x.example\nbob,Bob,138****0002,bob@x.example\ncid,Cid,13800000003,\n"
CONSENTS = "of,by,yes,since\n" + "".join(
    f"{row},2026-05-01\n" for row in ("ann,sms,true", "ann,wecom,true", "bob,sms,true", "bob,email,true", "cid,sms,false")
)
LISTED = WorkList("overdue", pd.DataFrame({"customer_id": ["ann", "bob", "cid", "dot"], "reason": "quiet"}))


def opened(folder: Path, about: ShopSettings, **files: str) -> playbook.Playbook:
    """The playbook of a shop made of files written by hand."""
    (folder / "raw").mkdir()
    for name, text in files.items():
        (folder / "raw" / f"{name}.csv").write_text(text, encoding="utf-8")
    (folder / "map.yaml").write_text(json.dumps(MAP), encoding="utf-8")
    used = about.model_copy(update={"map": "" if len(files) == 1 else str(folder / "map.yaml")})
    imports.import_shop([folder / "raw"], used, folder / "shop", TODAY)
    book = playbook.open("01_data_pyramid", "", str(folder / "shop"))
    return replace(book, about=book.about.model_copy(update={"lists": about.lists}))


def rows(book: playbook.Playbook, folder: str = "lists", key: str = "overdue") -> pd.DataFrame:
    return pd.read_csv(book.shop.data / "out" / folder / f"{key}.csv", dtype=str, keep_default_na=False, encoding="utf-8-sig")


def test_a_contact_stands_only_where_a_channel_that_needs_it_may_be_used(tmp_path):
    book = opened(tmp_path, ShopSettings(), orders=ORDERS, customers=CUSTOMERS, consents=CONSENTS)
    written = lists.write(book, "lists", LISTED)["overdue"]
    none = book.words("lists-may-not")
    shown = rows(book)[["Name", "Phone", "E-mail", "May be contacted by", "Best channel"]].to_numpy().tolist()
    assert shown == [
        ["Ann", "13800000001", "", "WeCom, SMS", "WeCom"],
        ["Bob", "", "bob@x.example", "E-mail", "E-mail"],
        ["Cid", "", "", none, ""],
        ["", "", "", none, ""],
    ]
    assert (written.customers, written.may) == (4, 2)
    assert rows(book)["retention_list"].str.split("|").str[2].tolist() == ["wecom", "email", "", ""]


def test_a_list_for_one_channel_counts_those_who_may_be_contacted_by_it(tmp_path):
    book = opened(tmp_path, ShopSettings(), orders=ORDERS, customers=CUSTOMERS, consents=CONSENTS)
    written = lists.write(book, "lists", LISTED, by={"overdue": "sms"})["overdue"]
    assert written.may == 1
    assert rows(book)["Best channel"].tolist()[:2] == ["SMS", "E-mail"]


def test_where_no_consents_are_known_the_contact_stands_and_the_list_says_so(tmp_path):
    book = opened(tmp_path, ShopSettings(), orders=ORDERS, customers=CUSTOMERS)
    written = lists.write(book, "lists", LISTED)["overdue"]
    assert rows(book)["Phone"].tolist() == ["13800000001", "", "13800000003", ""]
    assert set(rows(book)["May be contacted by"]) == {"consent is not known"}
    assert written.may is None
    assert "may be contacted" not in written.in_words(book.words)


def test_customers_known_by_their_telephone_can_be_called(tmp_path):
    calls = "手机号,日期,金额\n13800000001,2026-06-01,10\n138 0000 0002,2026-06-02,10\n"
    book = opened(tmp_path, ShopSettings(), orders=calls)
    numbers = book.need("orders").to_pandas()["customer_id"].tolist()
    assert all(number.startswith("K-") for number in numbers)
    lists.write(book, "lists", WorkList("overdue", pd.DataFrame({"customer_id": numbers, "reason": "quiet"})))
    assert sorted(rows(book)["电话"]) == ["13800000001", "13800000002"]


def test_a_shop_can_keep_names_and_contacts_out_of_its_lists(tmp_path):
    about = ShopSettings(lists=ListSettings(contacts=False, due_days=3))
    book = opened(tmp_path, about, orders=ORDERS, customers=CUSTOMERS, consents=CONSENTS)
    lists.write(book, "lists", LISTED)
    assert not {"Name", "Phone", "E-mail"} & set(rows(book))
    assert set(rows(book)["Due"]) == {"2026-07-03"}
    text = (book.shop.data / "out" / "lists" / "overdue.csv").read_text(encoding="utf-8")
    assert "Ann" not in text
    assert "138" not in text


def test_a_folder_is_emptied_where_there_is_nobody_to_list(tmp_path):
    book = opened(tmp_path, ShopSettings(), orders=ORDERS, customers=CUSTOMERS)
    lists.write(book, "lists", LISTED)
    assert lists.write(book, "lists") == {}
    assert [path.name for path in (book.shop.data / "out" / "lists").iterdir()] == [".written.json"]


def test_a_day_on_which_nothing_presses_is_told_so_and_yesterdays_lists_go(tmp_path):
    book = opened(tmp_path, ShopSettings(), orders=ORDERS, customers=CUSTOMERS)
    lists.write(book, "lists", LISTED)
    book.shared(Base).__dict__["actions"] = []
    assert "<p>Nothing presses today" in html(pyramid.actions(book))
    assert not (book.shop.out / "lists" / "overdue.csv").exists()


def test_what_is_ticked_while_the_lists_are_made_is_not_lost(tmp_path, monkeypatch):
    book = opened(tmp_path, ShopSettings(), orders=ORDERS, customers=CUSTOMERS)
    lists.write(book, "lists", LISTED)
    path, known_heads = book.shop.out / "lists" / "overdue.csv", lists.heads

    def colleague(*_, **__):
        path.write_text(path.read_text(encoding="utf-8").replace(",2026-07-07,,,", ",2026-07-07,yes,,", 1), encoding="utf-8")
        return known_heads(book.words)

    monkeypatch.setattr(lists, "heads", colleague)
    lists.write(book, "lists", LISTED)
    assert worklists.kept(book.shop.data)["done"].tolist() == ["yes"]


@pytest.mark.parametrize(("language", "said"), [("en", "4, of whom 2 may be contacted"), ("zh", "4（可联系 2）")])
def test_an_action_says_how_many_of_its_list_may_be_contacted_and_who_is_left_out(language, said):
    words = Words(language)
    about = {"title": "Remind", "who": "regulars", "how_many": 9, "why": "They used to come."}
    told = lists.Written("data/x/out/lists/overdue.xlsx", 4, 2, 3).told(about, words)
    html = blocks.actions([blocks.Action(**told)], words).html
    assert said in html
    assert words("lists-left-out", n=3) in html
    assert "data/x/out/lists/overdue.xlsx" in html


# --- the sample shop ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def books(herstyle, tmp_path_factory) -> dict[str, playbook.Playbook]:
    """The playbooks of a copy of HerStyle that may be written to."""
    data = tmp_path_factory.mktemp("lists") / "herstyle"
    data.mkdir()
    shutil.copytree(herstyle / "tables", data / "tables")
    return {name: playbook.open(name, str(project.root() / "params" / "herstyle"), str(data)) for name in MODELS}


@pytest.fixture(scope="module")
def shown(books) -> dict[str, tuple[Path, str]]:
    """List → its CSV file and the page's text about it, of notebooks 01, 02, 03 and 05."""
    book = books["01_data_pyramid"]
    told = "".join(html(section(book)) for section in (pyramid.actions, people.super_users, people.to_follow_up))
    told += html(segments.actions(books["02_segmentation"])) + html(lifetime.actions(books["05_service_nps"]))
    told += blocks.actions(list_actions(books["03_loyalty_design"]), book.words).html
    actions = [part.split("</li>")[0] for part in told.split('<li class="rp-action">')[1:]]
    out = book.shop.data / "out"
    paths = [path for path in out.glob("*lists/*.csv") if path.stem not in ("owners", "next_steps")]
    return {path.stem: (path, "".join(text for text in actions if f"/{path.stem}.xlsx" in text)) for path in paths}


def test_the_count_on_the_page_is_the_number_of_rows_of_the_list(shown, books):
    words = books["01_data_pyramid"].words
    assert {"top_dormant", "overdue", "preview", "near_next_tier", "invest", "call", "super_users", "follow_up"} <= set(shown)
    for key, (path, text) in shown.items():
        table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
        may = table[words("lists-head-channels")] != words("lists-may-not")
        if key == "call":
            may = table[words("lists-head-channels")].str.contains(words("reach-channel-phone"))
        if key == "follow_up":
            for reason, part in table.groupby(words("lists-head-reason")):
                assert f">{part.shape[0]}, of whom {int(may[part.index].sum())} may be" in text, reason
        else:
            assert f">{len(table)}, of whom {int(may.sum())} may be" in text, key


def test_no_marked_account_stands_in_a_list(shown, books):
    marks = books["01_data_pyramid"].made(PYRAMID).set_index("customer_id")["mark"]
    assert (marks != "ordinary").any()
    for key, (path, _) in shown.items():
        numbers = pd.read_csv(path, dtype=str, encoding="utf-8-sig").iloc[:, 1].str.strip()
        also = ["high_returns"] if key == "many_returns" else []
        assert marks.reindex(numbers).fillna("ordinary").isin(["ordinary", *also]).all(), key


def test_owners_and_best_channels_stand_in_the_lists(shown, books):
    words = books["01_data_pyramid"].words
    table = pd.read_csv(shown["top_dormant"][0], dtype=str, encoding="utf-8-sig")
    assert table["Owner"].notna().any()
    assert set(table[words("lists-head-best-channel")].dropna()) <= {words(f"reach-channel-{name.replace('_', '-')}") for name in BEST_FIRST}
