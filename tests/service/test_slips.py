"""The slip that goes into a parcel on its way back: what it says, one page, and a code that a scanner reads as the number."""

import io
import re
import stat
from datetime import date, datetime

import ibis
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention import imports, names
from retention.cli import BAD_DATA
from retention.pages.kit.words import Words
from retention.pages.slips.printed import MOST_GOODS, slip_page, view_page
from retention.service import ReturnSlip, return_slip, return_view
from retention.settings import ShopSettings
from retention.tables import RETURN_STATES, DataProblem
from tests.laws import tries
from tests.report.browser import FLAGS, chromium
from tests.service.returns_by_hand import steps, told

MAP = """
name: desk
time_zone: Asia/Shanghai
currency: CNY
sources:
  lines: {grain: line, header: [行], columns: {order_id: 订单, line_id: 行, customer_id: 客户, ordered_at: 时间, line_paid: 金额, product_id: 款号,
    product_name: 商品, quantity: 件数}}
  returns: {grain: return, header: [退货], columns: {return_id: 退货, order_id: 订单, product_id: 款号, returned_at: 申请, amount: 退款, kind: 类型,
    reason: 原因, status: 状态}, status: {完成: settled, 处理中: open, 拒绝: refused, 撤销: cancelled}}
  steps: {grain: return_state, header: [单号], columns: {return_id: 单号, changed_at: 变更, state: 步骤, due_on: 期限}}
"""
FILES = {
    "lines.csv": "订单,行,客户,时间,金额,款号,商品,件数\no1,1,k1,2026-05-01 10:00:00,100,p1,连衣裙 M,1\n"
    "o2,1,k1,2026-05-02 10:00:00,50,p2,<b>衬衫</b> S,2\n",
    "returns.csv": "退货,订单,款号,申请,退款,类型,原因,状态\n"
    "TH-001,o1,p1,2026-05-10 10:00:00,0,退货退款,尺码偏小,处理中\n"
    "TH-002,o2,p2,2026-05-11 10:00:00,0,维修,<script>alert(1)</script>,处理中\n"
    "TH-003,o2,p2,2026-05-11 10:00:00,0,仅退款,不想要了,拒绝\n"
    "TH-004,o2,p2,2026-05-03 10:00:00,50,退货退款,,完成\nTH-005,o2,p2,2026-05-03 10:00:00,0,换货,,撤销\n"
    "TH-006,o2,p2,2026-05-11 10:00:00,0,退货退款,,处理中\n",
    # Asked for after the shop's last order.
    "steps.csv": "单号,变更,步骤,期限\nTH-001,2026-05-10 10:00:00,requested,\nTH-001,2026-05-11 10:00:00,agreed,2026-05-18\n"
    "TH-004,2026-05-03 10:00:00,requested,\nTH-004,2026-05-09 10:00:00,refunded,\n"
    # After the last order and the last return.
    "TH-006,2026-05-16 10:00:00,agreed,2026-05-17\nTH-007,2026-05-17 10:00:00,requested,\n",
}


@pytest.fixture
def shop(tmp_path, retention):
    """A command in a folder with an imported shop; give it words of a `slip` command."""
    for folder in ("params/desk", "raw"):
        (tmp_path / folder).mkdir(parents=True)
    for file, content in FILES.items():
        (tmp_path / "raw" / file).write_text(content, encoding="utf-8")
    (tmp_path / "params" / "desk" / "map.yaml").write_text(MAP, encoding="utf-8")
    about = {"name": "小店 <i>", "language": "zh", "map": str(tmp_path / "params" / "desk" / "map.yaml")}
    (tmp_path / "params" / "desk" / "shop.yaml").write_text("\n".join(f"{key}: {value}" for key, value in about.items()), encoding="utf-8")
    imports.import_shop([tmp_path / "raw"], ShopSettings(**about), tmp_path / "data" / "desk", date(2026, 6, 1))
    return lambda *words: retention("slip", *words, "--params", "params/desk")


def test_the_command_writes_a_slip_that_only_its_owner_reads(shop, tmp_path):
    ended = shop("TH-001")
    assert ended.code == 0, ended.err
    page = tmp_path / "data" / "desk" / "out" / "slips" / "return_TH-001.html"
    assert ended.out == "open data/desk/out/slips/return_TH-001.html\n"
    assert "return_address:" in ended.err
    assert stat.S_IMODE(page.stat().st_mode) == 0o600
    assert stat.S_IMODE(page.parent.stat().st_mode) == 0o700
    html = page.read_text(encoding="utf-8")
    for said in ("退换货单", "TH-001", "连衣裙 M", "尺码偏小", "2026-05-18", "寄出前请先向店铺询问寄回地址", "小店 &lt;i&gt;"):
        assert said in html, said


def test_an_address_of_the_settings_stands_on_the_slip(shop, tmp_path):
    (tmp_path / "params" / "desk" / "05_service_nps.yaml").write_text("return_address: |\n  杭州市一路 1 号\n  仓库 <2>\n", encoding="utf-8")
    ended = shop("TH-001")
    assert ended.err == ""
    html = (tmp_path / "data" / "desk" / "out" / "slips" / "return_TH-001.html").read_text(encoding="utf-8")
    assert "<address>杭州市一路 1 号<br>仓库 &lt;2&gt;</address>" in html


def test_a_repair_has_a_slip_of_its_own_and_nothing_from_data_is_a_tag(shop, tmp_path):
    assert shop("TH-002").code == 0
    html = (tmp_path / "data" / "desk" / "out" / "slips" / "repair_TH-002.html").read_text(encoding="utf-8")
    assert "维修单" in html
    assert "&lt;script&gt;alert(1)" in html
    assert "<script" not in html
    assert "<b>" not in html
    assert not re.search(r"(?:src|href)=|url\(|https?://(?!www\.w3\.org)", html)


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        ("TH-0O1", "no return has the number 'TH-0O1'; the nearest one is 'TH-001'"),
        ("TH-003", "return 'TH-003' sends no goods back, so it needs no slip. With --kind return it is printed all the same"),
        ("TH-004", "return 'TH-004' was settled on 2026-05-09, so nothing is sent back any more. With --kind return it is printed all the same"),
        ("TH-005", "return 'TH-005' was cancelled, so nothing is sent back any more. With --kind return it is printed all the same"),
    ],
)
def test_what_cannot_be_printed_is_one_sentence(shop, tmp_path, number, sentence):
    ended = shop(number)
    assert ended.code == BAD_DATA
    assert ended.err.startswith(sentence)
    assert ended.err.count("\n") == 1
    assert not (tmp_path / "data" / "desk" / "out" / "slips").exists()


@pytest.mark.parametrize("number", ["TH-003", "TH-004", "TH-005"])
def test_what_needs_no_slip_is_printed_where_somebody_asks_for_it(shop, number):
    assert shop(number, "--kind", "return").code == 0


def test_what_the_states_tell_after_the_last_order_and_return_is_known(shop, tmp_path):
    slips = tmp_path / "data" / "desk" / "out" / "slips"
    assert shop("TH-006").code == shop("TH-007").code == 0
    assert "2026-05-17" in (slips / "return_TH-006.html").read_text(encoding="utf-8")
    assert "TH-007" in (slips / "return_TH-007.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(("moment", "send_by"), [(datetime(2026, 5, 9, 23), date(2026, 5, 9)), (datetime(2026, 5, 10), None)])
def test_nobody_is_asked_to_send_by_a_day_that_has_passed(moment, send_by):
    assert return_slip({"return_states": steps(a="1 requested, 2 agreed <9")}, "a", moment, "UTC").send_by == send_by


def test_a_shop_without_returns_or_tables_says_so(retention, tmp_path):
    (tmp_path / "params" / "new").mkdir(parents=True)
    (tmp_path / "params" / "new" / "shop.yaml").write_text("name: New", encoding="utf-8")
    ended = retention("slip", "R1", "--params", "params/new")
    assert ended.code == BAD_DATA
    assert "retention import" in ended.err
    with pytest.raises(DataProblem, match="no returns are there"):
        return_slip({}, "R1", datetime(2026, 5, 1), "UTC")


def test_a_return_that_only_its_states_tell_of_has_a_slip_without_goods():
    found = return_slip({"return_states": steps(a="1 requested, 2 agreed <9")}, "a", datetime(2026, 5, 3), "UTC")
    assert (found.order_id, found.kind, found.send_by, len(found.goods)) == ("", "unknown", date(2026, 5, 9), 0)
    page = slip_page(found, "return", "Shop", "", Words("en"))
    assert "The shop&#39;s records name no goods." in page
    assert "by 2026-05-09." in page
    assert "× 1" in slip_page(slip(), "return", "Shop", "", Words("en"))


def test_goods_are_named_by_the_shop_s_list_else_by_the_order_else_by_their_number():
    def table(columns: str, *rows: tuple) -> ibis.Table:
        return ibis.memtable(pd.DataFrame(rows, columns=columns.split()))

    common = {"return_id": "a", "order_id": "o1", "kind": "退货退款", "status": "settled"}
    returns = told(
        x=common | {"part": 1, "line_no": 1, "quantity": 2}, y=common | {"part": 2, "product_id": "p2"}, z=common | {"part": 3, "product_id": "p9"}
    )
    lines = table("order_id line_no product_name product_id", ("o1", 1, "Dress, blue", "p1"), ("o1", 2, "Blouse on the order", "p2"))
    products = table("product_id name colour size", ("p1", "Dress", "blue", "M"))
    found = return_slip({"returns": returns, "order_lines": lines, "products": products}, "a", datetime(2026, 5, 3), "UTC").goods
    assert found["name"].tolist() == ["Dress", "Blouse on the order", "p9"]
    assert found.loc[0, ["colour", "size", "pieces"]].tolist() == ["blue", "M", 2]
    bare = return_slip({"returns": returns}, "a", datetime(2026, 5, 3), "UTC").goods
    assert bare["name"].tolist() == ["p2", "p9"]


def test_the_nearest_number_is_looked_for_in_both_tables():
    tables = {"returns": told(r111={}), "return_states": steps(r222="1 requested")}
    with pytest.raises(DataProblem, match="the nearest one is 'r222'"):
        return_slip(tables, "r223", datetime(2026, 5, 3), "UTC")


def slip(**more) -> ReturnSlip:
    goods = pd.DataFrame({"name": ["Linen dress"], "colour": ["blue"], "size": ["M"], "pieces": [1]})
    about = {"return_id": "R-20260501-17", "order_id": "O-9", "kind": "return", "reason": "too small", "send_by": None, "goods": goods}
    about |= {"outcome": "open", "ended_on": None}
    return ReturnSlip(**(about | more))


@tries(20)
@given(st.text(min_size=1, max_size=60), st.text(max_size=60))
def test_whatever_data_hold_the_page_is_made_and_holds_no_tag_of_theirs(number, name):
    goods = pd.DataFrame({"name": [f"<img {name}>"], "colour": [None], "size": [f"</td>{name}"], "pieces": [None]})
    page = slip_page(slip(return_id=number, goods=goods, reason=f"<a>{name}"), "return", f"<u>{name}", f"<s>{name}", Words("zh"))
    assert not re.search("<(img|a|u|s)[ >]", page)
    assert page.count("</td>") == 2
    assert names.UNSEEN.search(page) is None


LONG = "Extraordinarily long name of a linen dress with buttons and belt, " * 4
CROWDED = pd.DataFrame({"name": [f"{n} {LONG}" for n in range(30)], "colour": "sea blue", "size": "XL", "pieces": 3})
ADDRESS = "\n".join(f"{n} Long Road of the Warehouse, Building {n}, Some District" for n in range(9))
BAG = {"goods": CROWDED.assign(name="真丝连衣裙" * 20), "reason": "拉链坏了" * 40, "kind": "repair", "return_id": "维修-" + "8" * 70}
CASES = {
    "plain": (slip(), "return", "Retourenabteilung\nHauptstr. 1\n10115 Berlin", "en"),
    "crowded": (slip(goods=CROWDED, reason="because " * 60, send_by=date(2026, 5, 9), kind="exchange"), "return", ADDRESS, "en"),
    "repair": (
        slip(goods=CROWDED.assign(name="真丝连衣裙" * 20), reason="拉链坏了" * 40, kind="repair", return_id="维修-" + "8" * 70),
        "repair",
        "",
        "zh",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_a_printed_slip_is_one_page_whose_code_a_scanner_reads_as_the_number(case, tmp_path):
    zxingcpp = pytest.importorskip("zxingcpp", reason="the package zxing-cpp is not installed")
    path = chromium()
    from PIL import Image
    from playwright.sync_api import sync_playwright

    told_of, shown, address, language = CASES[case]
    file = tmp_path / "slip.html"
    file.write_text(slip_page(told_of, shown, "A shop", address, Words(language)), encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        page = browser.new_page(viewport={"width": 600, "height": 850})
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(file.as_uri())
        printed = page.pdf(prefer_css_page_size=True)
        page.emulate_media(media="print")
        picture = Image.open(io.BytesIO(page.screenshot(full_page=True)))
        sideways = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        browser.close()
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", printed)) == 1
    (code,) = zxingcpp.read_barcodes(picture)
    assert code.text == told_of.return_id
    assert asked == [file.as_uri()]
    assert not sideways


def test_more_goods_than_a_page_has_room_for_are_said_to_be_there():
    page = slip_page(CASES["crowded"][0], "return", "A shop", ADDRESS, Words("en"))
    assert page.count("<tr>") == MOST_GOODS
    assert f"and {30 - MOST_GOODS} more lines of goods" in page
    assert "We check the goods and send the new ones." in page


# --- what the customer may see ------------------------------------------------------------------------------------


def view(line: str, language: str = "en", kind: str = "退货退款", status: str = "open") -> str:
    """The page of one return of May 2026, at noon of its last day."""
    tables = {"returns": told(r1={"kind": kind, "status": status, "asked": 10}), "return_states": steps(r1=line)}
    return view_page(return_view(tables, "r1", datetime(2026, 5, 31, 12), "UTC"), "<b>Shop</b>", Words(language, "CNY"))


@pytest.mark.parametrize(
    ("line", "status", "said"),
    [
        ("20 requested, 21 agreed <2026-06-02", "open", ["It is your turn.", "send the goods back", "By 2026-06-02."]),
        ("20 requested, 21 agreed <25", "open", ["It is your turn.", "send the goods back"]),  # a day that has passed is not named
        ("20 requested", "open", ["We are on it.", "a decision whether it is taken"]),
        ("10 requested, 12 refused, 14 platform_steps_in", "open", ["The platform is deciding."]),
        ("1 requested, 2 agreed, 5 sent_back, 9 received, 10 refunded", "settled", ["Done on 2026-05-10.", "Money given back"]),
        ("1 requested, 2 refused", "refused", ["Refused on 2026-05-02. If you disagree, answer us."]),
        ("2 requested, 3 agreed, 13 timed_out", "cancelled", ["Withdrawn or run out on 2026-05-13."]),
    ],
)
def test_a_customer_sees_where_it_stands_and_what_comes_next(line, status, said):
    page = re.sub("[\u2068\u2069]", "", view(line, status=status))
    assert [one for one in said if one not in page] == []
    assert ("By 2026" in page) == any(one.startswith("By") for one in said)
    assert "&lt;b&gt;Shop&lt;/b&gt;" in page
    assert "<script" not in page


def test_a_customers_view_in_chinese_names_every_state():
    for state in RETURN_STATES.columns["state"].values:
        page = view(f"1 requested, 2 {state}", "zh", status="open")
        assert not re.search(rf"</time> {state}<", page), state


def test_a_view_of_a_return_that_nobody_knows_names_the_nearest():
    tables = {"returns": told(r1={"kind": "换货"}), "return_states": None}
    with pytest.raises(DataProblem, match="r1"):
        return_view(tables, "r2", datetime(2026, 5, 31, 12), "UTC")
