"""`retention init`: from a folder of exports to the first figures without editing a file; what a person changed stays."""

from pathlib import Path

import pandas as pd
import pytest
import yaml

from retention import playbook
from retention.imports import delimited
from retention.imports.maps import shipped
from retention.imports.recognise import sorted_out
from retention.new_shop import written
from retention.pages import metrics
from tests.imports import test_more_shipped_maps as more
from tests.imports import test_shipped_maps as platforms
from tests.imports.exports import HEADERS, export

OWN = "姓名,日期,实收,销售,状态\n" + "".join(f"客{i % 9},2026-0{1 + i % 6}-1{i % 9},{10 + i},小王,已签收\n" for i in range(60))
FIGURES = ("customers", "orders", "guest_orders", "gross_sales", "net_sales")


class Folder:
    """A folder of exports, as the files of platforms are written into."""

    def __init__(self, raw: Path):
        self.raw = raw
        raw.mkdir()


def taobao(folder):
    platforms.taobao_orders(folder), platforms.taobao_items(folder)


def douyin(folder):
    export(folder.raw, "douyin orders 75", *platforms.douyin_rows("商品金额"), encoding="utf-8-sig")


def woocommerce(folder):
    export(folder.raw, "woocommerce plugin", *platforms.woocommerce_rows(["4/30/2026 10:00", "5/4/2026 12:30"]))


# Files, further words of the command, and the figures of FIGURES as counted in the tests of these files; `orders` are those of
# known customers, and refunds of a later day than the last order had not happened yet.
SHOPS = {
    "taobao": (taobao, (), (2, 3, 1, 250, 220)),
    "jd": (platforms.jd_files, (), (2, 2, 0, 125, 125)),
    "douyin": (douyin, (), (0, 0, 2, 145, 145)),
    "pinduoduo": (platforms.pinduoduo_files, (), (0, 0, 3, 156, 104)),
    "youzan": (platforms.youzan_files, (), (2, 3, 1, 202, 172)),
    "shopify": (platforms.shopify_files, ("--time-zone", "Europe/Berlin"), (3, 4, 0, 160, 110)),
    "woocommerce": (woocommerce, ("--currency", "USD", "--time-zone", "America/New_York"), (2, 3, 0, 120, 90)),
    "kuaishou": (more.kuaishou_files, (), (0, 0, 2, 110, 110)),
    "xiaohongshu": (more.xiaohongshu_files, (), (0, 0, 1, 73, 73)),
    "jushuitan": (more.jushuitan_files, (), (2, 2, 0, 120, 102)),
    "wangdiantong": (more.wangdiantong_files, (), (1, 1, 0, 90, 90)),
    "magento": (more.magento_files, ("--currency", "USD", "--time-zone", "America/New_York"), (1, 2, 0, 1145, 1000)),
    "amazon": (more.amazon_files, ("--time-zone", "Europe/Berlin"), (0, 0, 2, 43, 43)),
    "etsy": (more.etsy_files, ("--time-zone", "Europe/Berlin"), (2, 2, 0, 27, 27)),
    "square": (more.square_files, ("--currency", "USD", "--time-zone", "America/New_York"), (1, 1, 1, 18, 18)),
}


def figures(name: str) -> tuple[float, ...]:
    """Figures of notebook 01 by their names, in the order of FIGURES."""
    told = metrics.key_figures(playbook.open("01", f"params/{name}", f"data/{name}")).kpis
    told = told[told["group"].isna()].set_index("name")["value"]
    return tuple(float(told[figure]) for figure in FIGURES)


@pytest.mark.slow
@pytest.mark.parametrize("name", SHOPS)
def test_from_a_platforms_folder_to_the_figures_of_the_first_page(retention, tmp_path, name):
    write, words, counted = SHOPS[name]
    write(Folder(tmp_path / "exports"))
    begun = retention("init", *words, name, "exports")
    assert (begun.code, begun.err) == (0, "")
    assert begun.out.splitlines()[-1] == f"next: retention run --params params/{name}"
    assert yaml.safe_load(Path(f"params/{name}/shop.yaml").read_text(encoding="utf-8"))["map"] == name
    imported = retention("import", "--params", f"params/{name}")
    assert (imported.code, imported.err) == (0, "")
    assert figures(name) == pytest.approx(counted)


def test_it_tells_what_was_found_and_what_is_missing(retention, tmp_path):
    folder = Folder(tmp_path / "exports")
    taobao(folder), douyin(folder)
    (folder.raw / "note.txt").write_text("hello", encoding="utf-8")
    told = retention("init", "My Shop", "exports").out.splitlines()
    assert told[0] == "douyin_orders_75.csv: Douyin, lines; 4 rows, 4 kept; 2026-05-01 to 2026-05-01; 15 of 75 columns used"
    assert "taobao_items.csv: Taobao/Tmall, items; 4 rows, 4 kept; 7 of 10 columns used" in told
    assert "not read: note.txt: no table in it" in told
    assert "Douyin tells no buyer: its orders count as guests', and nothing can be said about repurchase" in told
    assert [line.partition(". Add the file with the columns ")[::2] for line in told if "refunds" in line] == [
        ("Douyin: no file here tells of refunds", "售后单号, 商品单号, 售后状态, 退商品金额（元）"),
        ("Taobao/Tmall tells refunds without their day: they stand on the day of the order", "订单编号, 退款编号, 退款状态, 退款完结时间"),
    ]
    settings = yaml.safe_load(Path("params/my-shop/shop.yaml").read_text(encoding="utf-8"))
    assert settings == {"name": "my-shop", "exports": ["../../exports"], "map": ["douyin", "taobao"], "language": "zh", "currency": "CNY",
                        "time_zone": "Asia/Shanghai", "calendar": "cn"}  # fmt: skip
    assert not Path("data").exists()


def matrixify(folder):
    same = {"Name": "#1", "Email": "ann@example.org", "Created At": "2026-05-01 10:00:00 +0200", "Currency": "EUR", "Price: Total": "50.00",
            "Line: Type": "Line Item", "Line: SKU": "s1", "Line: Quantity": 1, "Line: Price": "50.00", "Payment: Status": "paid"}  # fmt: skip
    back = {"Name": "#1", "Line: Type": "Refund Line", "Refund: ID": "r1", "Refund: Created At": "2026-05-09 10:00:00 +0200",
            "Line: SKU": "s1", "Line: Quantity": -1, "Line: Total": "-18.75"}  # fmt: skip
    export(folder.raw, "matrixify", same, back, {"Name": "#1", "Line: Type": "Transaction"})


@pytest.mark.parametrize(
    ("write", "words", "told"),
    [
        (more.square_files, ("--currency", "USD"), "square_items.csv: Square, items and refunds; 4 rows, 4 kept; 2026-05-01 to 2026-05-03; "),
        (matrixify, (), "matrixify.csv: Shopify, matrixify and matrixify refunds; 3 rows, 2 kept; 2026-05-01 to 2026-05-09; "),
        (platforms.youzan_files, (), "youzan_customers.csv: Youzan, customers and memberships; 3 rows; 2025-02-03 to 2025-02-03; "),
    ],
)
def test_rows_and_days_of_a_file_that_several_kinds_share_are_the_files(retention, tmp_path, write, words, told):
    write(Folder(tmp_path / "exports"))
    begun = retention("init", *words, "--time-zone", "Europe/Berlin", "s", "exports")
    assert begun.code == 0
    assert [line for line in begun.out.splitlines() if line.startswith(told)], begun.out


@pytest.mark.slow
def test_shops_in_two_zones_are_asked_once_whose_days_count(retention, tmp_path):
    folder = Folder(tmp_path / "exports")
    taobao(folder)
    export(folder.raw, "woocommerce plugin", *platforms.woocommerce_rows(["2026-04-30 10:00", "2026-05-04 12:30"]))
    asked = retention("init", "--currency", "CNY", "s", "exports")
    assert (asked.code, "--time-zone of retention init" in asked.err) == (20, True)
    assert retention("init", "--currency", "CNY", "--time-zone", "Asia/Shanghai", "s", "exports").code == 0
    again = retention("init", "s", "exports")
    assert (again.code, "params/s/shop.yaml: written" in again.out) == (0, True)
    assert yaml.safe_load(Path("params/s/shop.yaml").read_text(encoding="utf-8"))["time_zone"] == "Asia/Shanghai"


def jd_orders(folder):
    platforms.jd_files(folder)
    (folder.raw / "jd_after-sales.csv").unlink()


def xiaohongshu_orders(folder):
    more.xiaohongshu_files(folder)
    (folder.raw / "xiaohongshu_returns.csv").unlink()


@pytest.mark.parametrize(
    ("write", "words", "told", "columns"),
    [
        (jd_orders, (), "JD: no file here tells of refunds", "服务单号, 订单号, 客户期望, 退款金额"),
        (xiaohongshu_orders, (), "Xiaohongshu: no file here tells of refunds", "售后单号, 订单号, 申请售后金额(元), 售后状态"),
        (
            platforms.shopify_files,
            ("--time-zone", "Europe/Berlin"),
            "Shopify tells refunds without their day: they stand on the day of the order",
            "Order, Name, Kind, Gateway, Amount",
        ),
    ],
)
def test_the_file_that_tells_of_refunds_is_named_also_where_it_holds_other_rows(retention, tmp_path, write, words, told, columns):
    write(Folder(tmp_path / "exports"))
    begun = retention("init", *words, "s", "exports")
    assert f"{told}. Add the file with the columns {columns}" in begun.out.splitlines()


def test_own_fields_are_proposed_from_columns_that_nothing_uses_and_no_contact_is_among_them(retention, tmp_path):
    folder = Folder(tmp_path / "exports")
    platforms.youzan_files(folder)
    told = {
        "客户手机号": "13800000001",
        "客户积分": "120",
        "成为客户时间": "2025-01-02 10:00:00",
        "标签": "喜欢: 红色",
        "消费次数": "3",
        "上次消费时间": "2026-05-01",
    }
    export(folder.raw, "youzan customers", told)
    assert retention("init", "y", "exports").code == 0
    text = Path("params/y/shop.yaml").read_text(encoding="utf-8")
    assert "fields" not in yaml.safe_load(text)
    offered = yaml.safe_load(text[text.index("# fields:") :].replace("# ", ""))["fields"]
    assert {column: field["kind"] for column, field in offered.items()} == {"标签": "text", "消费次数": "number", "上次消费时间": "date"}


@pytest.mark.slow
def test_what_a_person_changed_is_never_overwritten(retention, tmp_path):
    folder = Folder(tmp_path / "exports")
    taobao(folder)
    retention("init", "s", "exports")
    shop = Path("params/s/shop.yaml")
    assert "map: taobao" in shop.read_text(encoding="utf-8")
    douyin(folder)  # nobody changed the file: it follows the exports
    assert f"{shop}: written" in retention("init", "s", "exports").out
    assert "map: [douyin, taobao]" in shop.read_text(encoding="utf-8")
    shop.write_text(shop.read_text(encoding="utf-8").replace("name: s", "name: 小店"), encoding="utf-8")
    changed = shop.read_text(encoding="utf-8")
    next(folder.raw.glob("douyin*")).unlink()
    told = retention("init", "s", "exports").out
    assert shop.read_text(encoding="utf-8") == changed
    assert f"{shop}: is there already and stays as it is; init would write name: s; map: taobao" in told


def test_an_unknown_file_gets_a_map_that_serves_once_a_person_agreed(retention, tmp_path):
    (tmp_path / "own.csv").write_text(OWN, encoding="utf-8")
    begun = retention("init", "own", "own.csv")
    told = begun.out.splitlines()
    assert told[0] == "own.csv: no shipped map knows its columns; one is proposed:"
    assert "  gross_paid = 实收 (sure: by its name, and 100% of its values are numbers)" in told
    assert "  customer_id = 姓名 (likely: by its name)" in told
    assert "  not used: 销售" in told
    assert told[-1].startswith("next: take away the signs # in front of the lines of params/own/own_map.yaml that are right; then: retention run")
    refused = retention("import", "--params", "params/own")
    assert (refused.code, "own_map.yaml: a proposal that nobody agreed to yet" in refused.err) == (11, True)
    path = Path("params/own/own_map.yaml")
    lines = path.read_text(encoding="utf-8").splitlines()
    assert all(line.startswith("#") for line in lines)
    path.write_text("\n".join(line if line.startswith("##") else line.removeprefix("#") for line in lines), encoding="utf-8")
    imported = retention("import", "--params", "params/own")
    assert (imported.code, imported.out.splitlines()[0]) == (0, "own.csv: 60 rows read, 60 kept")
    again = retention("init", "own", "own.csv").out
    assert again.splitlines()[0].startswith("own.csv: own, orders; 60 rows, 60 kept; 2026-01-10 to 2026-06-18; 4 of 5 columns used")
    assert "map: own_map.yaml" in Path("params/own/shop.yaml").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_table_of_sales_beside_known_ones_gets_a_proposal_that_nothing_rests_on(retention, tmp_path):
    folder = Folder(tmp_path / "exports")
    douyin(folder)
    (folder.raw / "own.csv").write_text(OWN, encoding="utf-8")
    begun = retention("init", "s", "exports")
    told = begun.out.splitlines()
    assert begun.code == 0
    assert "not read: own.csv: no import map knows its columns (姓名, 日期, 实收, 销售, 状态)" in told
    assert told[-2].startswith(
        "params/s/own_map.yaml: written; once its lines are right, without the signs #, write into shop.yaml: map: [douyin, own_map"
    )
    assert yaml.safe_load(Path("params/s/shop.yaml").read_text(encoding="utf-8"))["map"] == "douyin"
    assert retention("import", "--params", "params/s").code == 0
    shop, own = Path("params/s/shop.yaml"), Path("params/s/own_map.yaml")
    shop.write_text(shop.read_text(encoding="utf-8").replace("map: douyin", "map: [douyin, own_map.yaml]"), encoding="utf-8")
    agreed = [line if line.startswith("##") else line.removeprefix("#") for line in own.read_text(encoding="utf-8").splitlines()]
    own.write_text("\n".join(agreed), encoding="utf-8")
    imported = retention("import", "--params", "params/s")
    assert (imported.code, imported.out.splitlines()[-1]) == (0, "tables: orders 63, order_lines 4")


def agreed(path: Path) -> None:
    """Take away the sign in front of each line of a proposed map."""
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(line if line.startswith("##") else line.removeprefix("#") for line in lines), encoding="utf-8")


@pytest.mark.slow
def test_sales_that_no_map_knows_get_a_proposal_beside_a_platforms_list_of_customers(retention, tmp_path):
    folder = Folder(tmp_path / "exports")
    export(folder.raw, "shopify customers", {"First Name": "Ann", "Email": "ann@example.org", "Accepts Email Marketing": "yes"})
    (folder.raw / "own.csv").write_text("Kunde,Datum,Betrag\nann@example.org,2026-03-01,10\nbob@example.org,2026-03-02,11\n", encoding="utf-8")
    begun = retention("init", "--currency", "EUR", "s", "exports")
    assert (begun.code, begun.err) == (0, "")
    told = begun.out.splitlines()
    assert told[:2] == ["shopify_customers.csv: Shopify, customers", "own.csv: no shipped map knows its columns; one is proposed:"]
    assert yaml.safe_load(Path("params/s/shop.yaml").read_text(encoding="utf-8"))["map"] == ["shopify", "own_map.yaml"]
    agreed(Path("params/s/own_map.yaml"))
    imported = retention("import", "--params", "params/s")
    assert (imported.code, imported.out.splitlines()[-1]) == (0, "tables: orders 2, customers 1")
    again = retention("init", "s", "exports").out
    assert again.splitlines()[0].startswith("own.csv: own, orders; 2 rows, 2 kept")


def test_a_proposed_map_states_no_zone_so_that_a_help_desk_shifts_no_order(retention, tmp_path):
    folder = Folder(tmp_path / "exports")
    export(folder.raw, "zendesk tickets longer", {"Id": 1, "Requester id": 7, "Created at": "2026-03-01 09:00", "Via": "Mail"})
    (folder.raw / "own.csv").write_text("Kunde,Datum,Betrag\nbob,2026-03-01 23:30,10\n", encoding="utf-8")
    assert retention("init", "--currency", "EUR", "--time-zone", "Asia/Shanghai", "s", "exports").code == 0
    agreed(Path("params/s/own_map.yaml"))
    assert "time_zone" not in yaml.safe_load(Path("params/s/own_map.yaml").read_text(encoding="utf-8"))
    assert retention("import", "--params", "params/s").code == 0
    times = pd.read_parquet("data/s/tables/orders.parquet")["ordered_at"], pd.read_parquet("data/s/tables/tickets.parquet")["opened_at"]
    assert [str(time.iloc[0]) for time in times] == ["2026-03-01 15:30:00", "2026-03-01 01:00:00"]


@pytest.mark.slow
def test_sales_read_by_meaning_beside_a_list_of_customers_move_to_params(retention, tmp_path):
    folder = Folder(tmp_path / "exports")
    export(folder.raw, "shopify customers", {"First Name": "Ann", "Email": "ann@example.org", "Accepts Email Marketing": "yes"})
    (folder.raw / "own.csv").write_text("Kunde,Datum,Betrag\nann@example.org,2026-03-01,10\n", encoding="utf-8")
    imported = retention("import", "--data", "exports", "--shop", "s")
    assert (imported.code, imported.out.splitlines()[-1]) == (0, "tables: orders 1, customers 1")
    begun = retention("init", "s")
    assert (begun.code, "shopify_customers.csv: Shopify, customers; 1 rows, 1 kept" in begun.out) == (0, True)
    assert "map" not in yaml.safe_load(Path("params/s/shop.yaml").read_text(encoding="utf-8"))
    assert retention("import", "--params", "params/s").code == 0


BREAKS = ["\n", "\r\n", "\u2028", "\x85"]


@pytest.mark.slow
@pytest.mark.parametrize("sign", BREAKS, ids=[repr(sign) for sign in BREAKS])
def test_names_and_words_on_two_lines_stay_behind_their_sign_and_are_read_back(retention, tmp_path, sign):
    header = ",".join(f'"{name}"' for name in ("Kun{}de", "Wann: {}Datum", "Bet{}rag", "Sta{}tus", "No{}te: # x")).replace("{}", sign)
    rows = "".join(f'bob,2026-03-0{n},1{n}.50,"be{sign}zahlt",X\n' for n in range(1, 5))
    (tmp_path / "own.csv").write_bytes(f"{header}\n{rows}".encode())
    words = ("--customer", f"Kun{sign}de", "--date", f"Wann: {sign}Datum", "--amount", f"Bet{sign}rag", "--word", f"be{sign}zahlt=paid")
    begun = retention("init", *words, "own", "own.csv")
    assert (begun.code, begun.err) == (0, "")
    path = Path("params/own/own_map.yaml")
    assert all(line.startswith("#") for line in path.read_text(encoding="utf-8").splitlines())
    agreed(path)
    imported = retention("import", "--params", "params/own")
    assert (imported.code, imported.out.splitlines()[0]) == (0, "own.csv: 4 rows read, 4 kept")


@pytest.mark.slow
def test_own_fields_on_two_lines_stay_behind_their_sign(retention, tmp_path):
    folder = Folder(tmp_path / "exports")
    platforms.youzan_files(folder)
    people = folder.raw / "youzan_customers.csv"
    people.write_text(people.read_text(encoding="utf-8").replace("标签", '"标\n签"'), encoding="utf-8")
    assert retention("init", "y", "exports").code == 0
    text = Path("params/y/shop.yaml").read_text(encoding="utf-8")
    assert "fields" not in yaml.safe_load(text)


def test_what_cannot_be_told_is_asked_and_nothing_is_written(retention, tmp_path):
    (tmp_path / "own.csv").write_text(OWN.replace("已签收", "神秘"), encoding="utf-8")
    asked = retention("init", "own", "own.csv")
    assert asked.code == 20
    assert '--word "神秘=completed"' in asked.err
    assert not Path("params").exists()
    told = retention("init", "--word", "神秘=completed", "own", "own.csv")
    assert told.code == 0
    assert "神秘: completed" in Path("params/own/own_map.yaml").read_text(encoding="utf-8")


@pytest.mark.slow
def test_days_of_an_american_export_are_asked_for_where_no_value_tells(retention, tmp_path):
    folder = Folder(tmp_path / "exports")
    export(folder.raw, "woocommerce plugin", *platforms.woocommerce_rows(["3/4/2026 10:00", "5/4/2026 12:30"]))
    words = ("--currency", "USD", "--time-zone", "America/New_York")
    asked = retention("init", *words, "w", "exports")
    assert (asked.code, "Type --dates day-first or --dates month-first" in asked.err) == (20, True)
    assert retention("init", *words, "--dates", "month-first", "w", "exports").code == 0
    imported = retention("import", "--params", "params/w")
    assert imported.code == 0
    assert playbook.open("01", "params/w", "data/w").span == ("2026-03-04", "2026-05-04")


@pytest.mark.slow
def test_a_shop_begun_with_a_file_moves_to_params_with_its_answers(retention, tmp_path):
    (tmp_path / "own.csv").write_text(OWN, encoding="utf-8")
    assert retention("import", "--data", "own.csv", "--customer", "none").code == 0
    begun = retention("init", "own")
    assert begun.code == 0
    assert "params/own/import.yaml: holds the answers given before" in begun.out
    assert not Path("data/own/import.yaml").exists()
    assert "map" not in yaml.safe_load(Path("params/own/shop.yaml").read_text(encoding="utf-8"))
    imported = retention("import", "--params", "params/own")
    assert "no column for the customer was found" in imported.out


@pytest.mark.parametrize(
    ("content", "words", "sentence"),
    [
        ("姓名,日期,实收\n", (), "own.csv: no rows below the header"),
        (
            "订单编号,订单状态,总金额,订单创建时间,买家会员名\n1,交易成功,3,2026-05-01,ann\n",
            (),
            "or 买家实付金额 (gross_paid) is missing",
        ),
        (OWN, ("--time-zone", "Nowhere"), "no such time zone"),
        (OWN, ("--language", "fr"), "language: "),
        (OWN, ("--currency", "euro"), "no such currency; write its ISO code, like EUR, USD or CNY"),
    ],
)
def test_what_goes_wrong_is_a_sentence_and_nothing_is_written(retention, tmp_path, content, words, sentence):
    (tmp_path / "own.csv").write_text(content, encoding="utf-8")
    told = retention("init", *words, "own", "own.csv")
    assert (told.code in (11, 20), sentence in told.err) == (True, True), told
    assert not Path("params").exists()


def test_a_currency_asked_for_that_the_exports_deny_is_refused(retention, tmp_path):
    folder = Folder(tmp_path / "exports")
    more.amazon_files(folder)
    told = retention("init", "--currency", "USD", "--time-zone", "Europe/Berlin", "own", "exports")
    assert (told.code, "amounts are in EUR, as a column of the file says, and not in USD" in told.err) == (20, True)
    assert not Path("params").exists()


def test_without_exports_and_without_a_shop_it_says_what_to_type(retention):
    told = retention("init", "new")
    assert (told.code, "retention init new exports/" in told.err) == (20, True)


def test_a_file_that_lost_a_column_names_it(retention, tmp_path):
    folder = Folder(tmp_path / "exports")
    douyin(folder)
    lost = [name for name in HEADERS["taobao orders 2019"]["header"] if name != "订单状态"]
    (folder.raw / "t.csv").write_text(",".join(lost) + "\n" + ",".join("x" for _ in lost) + "\n", encoding="utf-8")
    told = retention("init", "s", "exports").out
    assert "t.csv: would be Taobao/Tmall, orders, without the missing column 订单状态. Export it with it" in told


def test_a_file_is_recognised_without_reading_its_rows(tmp_path, monkeypatch):
    folder = Folder(tmp_path / "exports")
    taobao(folder)
    monkeypatch.setattr(delimited, "batches", None)
    known, strangers, unread = sorted_out(sorted(folder.raw.iterdir()), shipped())
    assert [(match.map.name, match.name, match.raw.encoding) for match in known] == [("taobao", "items", "gb18030"), ("taobao", "orders", "gb18030")]
    assert (strangers, unread) == ([], [])


def test_keys_and_values_of_settings_are_written_so_that_they_are_read_back(tmp_path):
    odd = {"是": {"kind": "text", "column": "a: b # c"}, "yes": "no", "1": "2026-01-01", "x": ["a, b", "- c"], "一\n行": "Bet\nrag"}
    for key, value in odd.items():
        assert yaml.safe_load(written.line({key: value})) == {key: value}
        assert len(written.line({key: value}).splitlines()) == 1
