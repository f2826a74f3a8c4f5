"""Files as shops bring them, under the headers that platforms and people really write, with figures counted by hand.

Rows are invented. Each of these files once gave a wrong figure with exit code 0.
"""

from decimal import Decimal

import openpyxl
import pytest

from retention import imports
from retention.imports.answers import Answers, Question
from retention.settings import ShopSettings
from tests.importer import TODAY


def columns(header):
    return header.split(",")


SHOPIFY = columns(
    "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,"
    "Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,"
    "Lineitem compare at price,Lineitem sku,Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,"
    "Billing Name,Shipping Name,Notes,Cancelled at,Payment Method,Payment Reference,Refunded Amount,Vendor,"
    "Outstanding Balance,Employee,Location,Device ID,Id,Tags,Risk Level,Source,Lineitem discount"
)
WOO = columns(
    "order_id,order_number_formatted,order_number,date,status,order_shipping,order_shipping_tax,order_fees,order_fee_tax,"
    "order_tax,cart_discount,order_discount,order_total,payment_method,shipping_method,customer_user,billing_first_name,"
    "billing_last_name,billing_email,billing_phone,customer_note,order_item_1,order_item_2,download_permissions_granted,"
    "order_notes"
)
JD = columns(
    "订单号,商品ID,商品名称,订购数量,支付方式,下单时间,京东价,订单金额,结算金额,余额支付,应付金额,订单状态,订单类型,下单帐号,"
    "客户姓名,客户地址,联系电话,订单备注,发票类型,运费金额,付款确认时间,货号,订单完成时间,订单来源,订单渠道"
)
TAOBAO = columns(
    "订单编号,买家会员名,买家支付宝账号,买家应付货款,买家应付邮费,买家支付积分,总金额,返点积分,买家实际支付金额,买家实际支付积分,"
    "订单状态,买家留言,收货人姓名,收货地址 ,运送方式,联系电话 ,联系手机,订单创建时间,订单付款时间 ,宝贝标题 ,宝贝种类 ,物流单号 ,"
    "物流公司,订单备注,宝贝总数量,店铺Id,店铺名称,订单关闭原因,卖家服务费,买家服务费,是否手机订单,退款金额,确认收货时间,打款商家金额"
)


def rows(header, *told):
    """A CSV with these columns; of each row only what is told."""
    assert all(name in header for row in told for name in row)
    return "\n".join(",".join(row.get(name, "") for name in header) for row in [dict(zip(header, header, strict=True)), *told]) + "\n"


def sheet(shop, name, *sheets):
    """A workbook of sheets: (title, rows)."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, cells in sheets:
        page = book.create_sheet(title)
        for row in cells:
            page.append(row)
    book.save(shop.raw / name)


def run(shop, **answers):
    """The import with a person's answers."""
    return imports.import_shop([shop.raw], ShopSettings(), shop.data, TODAY, answers=Answers(**answers))


def figures(shop):
    """Gross paid, given back and net paid of orders that count; how many orders, and customers who bought."""
    orders = shop.table("orders")
    orders = orders[orders["counts"]]
    money = [float(sum(map(Decimal, orders[name].fillna(0).map("{:.2f}".format)))) for name in ("gross_paid", "refunded", "net_paid")]
    return (*money, len(orders), orders["customer_id"].nunique())


def shopify_row(name, email, status, total, refunded="0.00", at="2026-05-01 10:00:00 +0800", item="Shirt", price="100.00", quantity="1", id="5"):
    return {
        "Name": name,
        "Email": email,
        "Financial Status": status,
        "Total": total,
        "Subtotal": total,
        "Refunded Amount": refunded,
        "Created at": at,
        "Paid at": at if status != "pending" else "",
        "Lineitem name": item,
        "Lineitem price": price,
        "Lineitem quantity": quantity,
        "Id": id,
        "Shipping": "0.00",
        "Taxes": "0.00",
        "Currency": "USD",
    }


def test_shopify_leaves_out_what_was_not_paid_and_takes_refunds_off(shop):
    further = {"Name": "#1001", "Lineitem name": "Cup", "Lineitem price": "20.00", "Lineitem quantity": "2"}
    shop.write(
        "orders_export_1.csv",
        rows(
            SHOPIFY,
            shopify_row("#1001", "a@x.org", "paid", "140.00"),
            further,
            shopify_row("#1002", "b@x.org", "pending", "90.00", price="90.00"),
            shopify_row("#1003", "c@x.org", "voided", "80.00", price="80.00"),
            shopify_row("#1004", "a@x.org", "partially_refunded", "100.00", "30.00"),
            shopify_row("#1005", "d@x.org", "refunded", "100.00", "100.00"),
        ),
    )
    run(shop)
    assert figures(shop) == (340, 130, 210, 3, 2)
    lines = shop.table("order_lines")
    assert lines.groupby("order_id")["line_paid"].sum().to_dict() == {"#1001": 140, "#1002": 90, "#1003": 80, "#1004": 100, "#1005": 100}
    assert shop.table("orders").set_index("order_id").loc["#1001", "units"] == 3


def test_woocommerce_knows_its_customers_and_states(shop):
    def row(number, email, status, total, at):
        return {
            "order_id": number,
            "order_number": number,
            "order_number_formatted": f"#{number}",
            "date": at,
            "status": status,
            "order_total": total,
            "billing_email": email,
            "customer_user": "0",
            "order_item_1": "product_id:4959|1|30|size: Medium",
        }

    told = [
        row("1", "a@x.org", "completed", "30", "5/13/2026"),
        row("2", "b@x.org", "cancelled", "40", "5/14/2026"),
        row("3", "a@x.org", "processing", "50", "5/15/2026"),
        row("4", "c@x.org", "failed", "60", "5/16/2026"),
    ]
    shop.write("orders.csv", rows(WOO, *told))
    run(shop)
    assert figures(shop) == (80, 0, 80, 2, 1)


def test_jd_takes_an_order_s_total_once(shop):
    def row(number, item, price, total, who, state="完成"):
        return {
            "订单号": number,
            "商品ID": f"p{item}",
            "商品名称": item,
            "订购数量": "1",
            "下单时间": "2026-05-01 10:00:00",
            "京东价": price,
            "订单金额": total,
            "结算金额": total,
            "应付金额": total,
            "订单状态": state,
            "下单帐号": who,
            "付款确认时间": "2026-05-01 10:01:00",
        }

    told = [
        row("1", "衫", "100", "160", "甲"),
        row("1", "裤", "60", "160", "甲"),
        row("2", "衫", "100", "100", "乙"),
        row("3", "裙", "80", "80", "丙", "已取消"),
    ]
    shop.write("orders.csv", rows(JD, *told), "gb18030")
    run(shop)
    assert figures(shop) == (260, 0, 260, 2, 2)


def test_taobao_counts_what_was_really_paid_without_closed_and_given_back_ones(shop):
    def row(number, who, paid, state="交易成功", back="0", at="2026-05-01 10:00:00"):
        return {
            "订单编号": f'="{number}"',
            "买家会员名": who,
            "总金额": "500",
            "买家应付货款": "450",
            "买家实际支付金额": paid,
            "订单状态": state,
            "订单创建时间": at,
            "订单付款时间 ": at if state != "等待买家付款" else "",
            "宝贝总数量": "2",
            "退款金额": back,
        }

    told = [
        row("1", "甲", "400"),
        row("2", "乙", "0", "等待买家付款"),
        row("3", "丙", "300", "交易关闭"),
        row("4", "甲", "200", back="50"),
        row("5", "丁", "100", back="无退款申请"),
    ]
    shop.write("ExportOrderList1.csv", rows(TAOBAO, *told), "gb18030")
    run(shop)
    assert figures(shop) == (700, 50, 650, 3, 2)
    assert shop.table("orders").set_index("order_id").loc["1", "units"] == 2


def test_an_excel_with_states_counts_what_was_sold(shop):
    sheet(
        shop,
        "销售.xlsx",
        (
            "Sheet1",
            [
                ["客户", "日期", "金额", "状态"],
                ["王芳", "2026-05-01", 100, "已完成"],
                ["李娜", "2026-05-02", 200, "待付款"],
                ["王芳", "2026-05-03", 300, "已取消"],
                ["张三", "2026-05-04", 50, "已退款"],
            ],
        ),
    )
    run(shop)
    assert figures(shop) == (150, 50, 100, 2, 2)


@pytest.mark.parametrize("word", ["合计", "小计", "总计", "Total", "合计："])
def test_a_row_of_totals_is_no_order(shop, word):
    shop.write("orders.csv", f"客户,日期,金额\n王芳,2026-05-01,100\n李娜,2026-05-02,200\n{word},2026-05-31,300\n")
    imported = run(shop)
    assert figures(shop) == (300, 0, 300, 2, 2)
    assert imported.ledger["rows"].sum() == 3


def test_every_sheet_of_a_workbook_counts(shop):
    head = ["客户", "日期", "金额"]
    sheet(
        shop,
        "orders.xlsx",
        ("说明", [["导出说明"], ["金额为实付"]]),
        ("2025", [head, ["王芳", "2025-05-01", 100], ["李娜", "2025-05-02", 50]]),
        ("2026", [head, ["王芳", "2026-05-01", 70]]),
    )
    imported = run(shop)
    assert figures(shop) == (220, 0, 220, 3, 2)
    assert any("说明" in line for line in imports.ledger_lines(imported))


def test_a_price_of_one_piece_is_multiplied(shop):
    shop.write("orders.csv", "customer,date,Qty,Price\na,2026-05-01,3,10\nb,2026-05-02,2,5\na,2026-05-03,1,10\n")
    run(shop)
    assert figures(shop) == (50, 0, 50, 3, 2)
    assert shop.table("orders")["units"].sum() == 6


def test_numbers_that_start_anew_each_year_are_asked_about_and_told_apart(shop):
    shop.write("orders.csv", "order_id,customer,date,amount\n1,A,2025-01-03,100\n2,B,2025-01-04,10\n1,C,2026-01-03,70\n2,D,2026-01-05,7\n")
    with pytest.raises(Question, match=r"orders.csv: 2 order numbers stand for several customers \(e\.g\. '1' in row 2 and row 4\)"):
        run(shop)
    run(shop, same_number="separate-orders")
    assert figures(shop) == (187, 0, 187, 4, 4)


def test_receipts_of_two_shops_are_told_apart(shop):
    shop.write("orders.csv", "receipt,store,customer,date,amount\n1,North,A,2026-01-03,100\n1,South,B,2026-01-03,70\n")
    with pytest.raises(Question, match="separate-orders"):
        run(shop)
    run(shop, same_number="separate-orders")
    assert figures(shop) == (170, 0, 170, 2, 2)


def test_western_names_stay_what_they_are(shop):
    shop.write("orders.csv", "Kunde;Datum;Betrag\nMüller;13.05.2026;1.250,00 €\nGrünwald;14.05.2026;89,90 €\n", "cp1252")
    imported = run(shop)
    assert set(shop.table("orders")["customer_id"]) == {"Müller", "Grünwald"}
    assert imports.ledger_lines(imported)[0].startswith("orders.csv (letters read as cp1252): customer = Kunde")
    assert figures(shop) == (1339.90, 0, 1339.90, 2, 2)
    assert imported.currency == "EUR"


def test_a_total_repeated_on_the_rows_of_an_excel_counts_once(shop):
    shop.write("orders.csv", "order_id,customer,date,product,order_total\n1,a,2026-05-01,x,160\n1,a,2026-05-01,y,160\n2,b,2026-05-02,x,60\n")
    run(shop)
    assert figures(shop) == (220, 0, 220, 2, 2)


def test_refunds_beside_the_amount_are_taken_off(shop):
    shop.write("orders.csv", "客户,日期,金额,退款金额\n王芳,2026-05-01,200,200\n李娜,2026-05-02,100,\n张三,2026-05-03,80,30\n")
    run(shop)
    assert figures(shop) == (380, 230, 150, 3, 3)


def test_cells_merged_over_a_block_are_filled_down_and_others_are_not(shop):
    book = openpyxl.Workbook()
    for row in [["客户", "日期", "金额"], ["王芳", "2026-05-01", 1], [None, "2026-05-02", 2], ["李娜", "2026-05-03", 3], [None, "2026-05-04", 4]]:
        book.active.append(row)
    book.active.merge_cells("A2:A3")
    book.save(shop.raw / "orders.xlsx")
    run(shop)
    orders = shop.table("orders").sort_values("ordered_on")
    assert orders["customer_id"].fillna("").tolist() == ["王芳", "王芳", "李娜", ""]


def test_one_row_per_article_without_a_number_is_one_order_by_the_minute(shop):
    shop.write(
        "orders.csv",
        "客户,时间,商品,金额\n王芳,2026-05-01 10:01,衫,5\n王芳,2026-05-01 10:01,裤,6\n李娜,2026-05-01 10:01,裤,6\n王芳,2026-05-01 12:00,袜,1\n",
    )
    run(shop)
    assert figures(shop) == (18, 0, 18, 3, 2)
    assert len(shop.table("order_lines")) == 4


@pytest.mark.parametrize(("answer", "orders"), [("article", 2), ("order", 3)])
def test_one_row_per_article_with_days_only_is_asked_about(shop, answer, orders):
    shop.write("orders.csv", "客户,日期,商品,金额\n王芳,2026-05-01,衫,5\n王芳,2026-05-01,裤,6\n李娜,2026-05-01,裤,6\n")
    with pytest.raises(Question, match="--one-row-is article"):
        run(shop)
    run(shop, one_row_is=answer)
    assert figures(shop) == (17, 0, 17, orders, 2)


def test_ten_thousands_in_the_head_of_a_column_are_what_they_say(shop):
    shop.write("orders.csv", "客户,日期,金额（万元）\n王芳,2026-05-01,1.25\n李娜,2026-05-02,0.3\n")
    run(shop)
    assert figures(shop) == (15500, 0, 15500, 2, 2)


def test_yearly_files_with_equal_columns_are_one_shop(shop):
    for year in (2024, 2025, 2026):
        shop.write(f"{year}.csv", f"customer,date,amount\na,{year}-05-01,10\nb,{year}-05-02,20\n")
    run(shop)
    assert figures(shop) == (90, 0, 90, 6, 2)


def test_names_of_goods_are_no_customers(shop):
    shop.write("orders.csv", "order_id,date,name,amount\n1,2026-05-01,Tea,5\n1,2026-05-01,Cup,6\n2,2026-05-02,Tea,5\n")
    imported = run(shop)
    assert figures(shop) == (16, 0, 16, 2, 0)
    assert "no column for the customer was found" in imports.ledger_lines(imported)[0]


def test_a_title_above_and_a_remark_below_are_no_rows(shop):
    shop.write("orders.csv", "某某店铺销售明细,,\n2026年5月,,\n\n客户,日期,金额\n王芳,2026-05-01,100\n李娜,2026-05-02,200\n合计,,300\n")
    run(shop)
    assert figures(shop) == (300, 0, 300, 2, 2)


def test_yearly_files_whose_numbers_start_anew_are_asked_about(shop):
    for year, who, paid in ((2025, "A", 100), (2026, "B", 70)):
        shop.write(f"{year}.csv", f"order_id,customer,date,amount\n1,{who},{year}-01-03,{paid}\n")
    with pytest.raises(Question, match=r"1 order numbers stand for several customers \(e\.g\. '1' in row 2 and row 2 of 2026\.csv\)"):
        run(shop)
    run(shop, same_number="separate-orders")
    assert figures(shop) == (170, 0, 170, 2, 2)


def test_a_guest_and_a_customer_under_one_number_are_one_order(shop):
    shop.write("orders.csv", "order_id,customer,date,amount\n1,Ann,2026-05-01,5\n1,Guest,2026-05-01,6\n2,Bob,2026-05-02,7\n")
    run(shop)
    assert figures(shop) == (18, 0, 18, 2, 2)


def test_what_was_called_off_is_left_out(shop):
    shop.write("orders.csv", "order_id,customer,date,amount,Cancelled at\n1,a,2026-05-01,5,\n2,b,2026-05-02,6,2026-05-03\n3,a,2026-05-03,7,-\n")
    imported = run(shop)
    assert figures(shop) == (12, 0, 12, 2, 1)
    assert "state as well = Cancelled at (closed 1 left out)" in imports.ledger_lines(imported)[0]


def test_an_order_below_zero_with_goods_is_a_refund(shop):
    shop.write(
        "orders.csv", "order_id,customer,date,product,amount\n1,a,2026-05-01,shirt,100.50\n2,b,2026-05-02,cup,111.50\n3,a,2026-05-03,shirt,-100.50\n"
    )
    run(shop)
    assert figures(shop)[0] == 212
    assert shop.table("returns")["amount"].tolist() == [100.5]


def test_overlapping_exports_of_orders_are_orders(shop):
    for name, orders in (("a", "12"), ("b", "23")):
        shop.write(f"{name}.csv", "order_id,customer,date,amount\n" + "".join(f"{n},a,2026-05-0{n},10.00\n" for n in orders))
    imported = run(shop)
    assert figures(shop) == (30, 0, 30, 3, 1)
    assert shop.fates(imported) == {"kept": 3, "duplicate": 1}


@pytest.mark.parametrize("word", ["退款关闭", "买家已经申请退款，等待卖家同意", "退款失败"])
def test_a_refund_that_was_not_settled_is_no_money(shop, word):
    shop.write(
        "orders.csv",
        f"订单号,客户,日期,实付金额,退款状态,退款金额\n1,甲,2025-01-13,100,退款成功,30\n2,乙,2025-01-14,200,{word},200\n3,甲,2025-01-15,40,,\n",
    )
    run(shop)
    assert figures(shop) == (340, 30, 310, 3, 2)


def test_states_of_after_sales_beside_the_orders_own(shop):
    shop.write(
        "orders.csv",
        "订单号,客户,日期,实付金额,订单状态,售后状态\n1,甲,2025-01-13,30,交易成功,无售后或售后取消\n2,乙,2025-01-14,30,交易成功,退款成功\n3,甲,2025-01-15,40,待付款,-\n",
    )
    with pytest.raises(Question, match="--refunded 售后状态"):
        run(shop)
    run(shop, columns={"refunded": "售后状态"})
    assert figures(shop) == (60, 30, 30, 2, 2)


@pytest.mark.parametrize(
    ("head", "words", "expected"),
    [
        ("Payment status", ("Paid", "Refunded", "Unpaid"), (30, 20, 10)),
        ("是否退款", ("否", "是", "否"), (70, 20, 50)),
        ("是否付款", ("是", "是", "否"), (30, 0, 30)),
        ("Cancelled", ("no", "no", "yes"), (30, 0, 30)),
    ],
)
def test_a_further_state_has_its_say(shop, head, words, expected):
    rows = "".join(f"{n},{who},2025-01-1{n},{paid},Completed,{word}\n" for n, who, paid, word in zip("123", "aba", (10, 20, 40), words, strict=True))
    shop.write("orders.csv", f"order id,customer,date,amount,Order status,{head}\n" + rows)
    run(shop)
    assert figures(shop)[:3] == expected


@pytest.mark.parametrize("word", ["部分退款", "Partially refunded", "Teilweise erstattet"])
def test_a_part_given_back_of_unknown_size_is_asked_about(shop, word):
    shop.write("orders.csv", f"customer,date,amount,status\na,2025-01-13,90,{word}\n")
    with pytest.raises(Question, match=f"{word}.*says that a part was given back.*--refunded COLUMN"):
        run(shop)
    run(shop, status={word: "paid"})
    assert figures(shop) == (90, 0, 90, 1, 1)


@pytest.mark.parametrize(("head", "words"), [("类型", ("销售", "退货")), ("Type", ("Sale", "Refund")), ("交易类型", ("消费", "充值"))])
def test_kinds_of_rows_that_are_no_sales_are_asked_about(shop, head, words):
    shop.write("orders.csv", f"日期,客户,{head},金额\n2025-01-01,a,{words[0]},100\n2025-01-02,b,{words[1]},30\n")
    with pytest.raises(Question, match=f"'{head}' has kinds of rows that are no sales \\(e\\.g\\. '{words[1]}'\\)"):
        run(shop)


def test_prices_beside_discounts_are_not_multiplied_on_a_guess(shop):
    shop.write("orders.csv", "Order,Customer,Date,Product,Qty,Unit price,Discount\n1,a,2025-01-01,x,2,10,2\n2,b,2025-01-02,y,1,15,0\n")
    with pytest.raises(Question, match=r"leaves 'Discount' out.*--amount COLUMN.*--ignore Discount"):
        run(shop)
    run(shop, ignore=("Discount",))
    assert figures(shop)[0] == 35


def test_an_item_price_may_be_the_rows(shop):
    shop.write(
        "orders.csv", "amazon-order-id,purchase-date,quantity,item-price,buyer-email\n1,2025-01-01,2,20.00,a@x.org\n2,2025-01-02,1,15.00,b@x.org\n"
    )
    with pytest.raises(Question, match="--unit-price item-price or --amount item-price"):
        run(shop)
    run(shop, columns={"gross_paid": "item-price"})
    assert figures(shop)[0] == 35


@pytest.mark.parametrize("word", ["總計", "总 计", "合 计:", "本页小计", "Sub-total", "合计（2人）", "甲 小计", "期末汇总", "平均", "1月合计"])
def test_sums_by_other_names_are_no_orders(shop, word):
    shop.write("orders.csv", f"客户,日期,金额\n甲,2026-05-01,10\n乙,2026-05-02,20\n{word},2026-05-31,30\n")
    run(shop)
    assert figures(shop) == (30, 0, 30, 2, 2)


def test_a_parents_number_that_stands_in_some_rows_only_is_the_parents(shop):
    shop.write("orders.csv", "订单编号,客户,日期,实付金额,主订单编号\n11,a,2025-01-01,10,\n12,b,2025-01-02,20,99\n13,b,2025-01-02,40,99\n")
    run(shop)
    assert figures(shop) == (70, 0, 70, 2, 2)


def test_sub_orders_of_equal_amount_are_rows(shop):
    shop.write("orders.csv", "主订单编号,子订单编号,选购商品,商品数量,订单应付金额,收件人,订单提交时间\n"
               "1,11,衫,1,20,##aa,2025-01-01 10:00:00\n1,12,裤,1,20,##aa,2025-01-01 10:00:00\n3,31,袜,1,15,$$bb,2025-01-02 10:00:00\n")  # fmt: skip
    run(shop)
    assert figures(shop) == (55, 0, 55, 2, 0)


def test_amounts_in_hundredths_are_asked_about(shop):
    shop.write("orders.csv", "客户,日期,金额（分）\n甲,2026-05-01,12000\n乙,2026-05-02,800\n")
    with pytest.raises(Question, match="counts hundredths"):
        run(shop)


def test_a_bare_name_beside_order_numbers_is_asked_about(shop):
    shop.write("orders.csv", "order_id,date,name,amount\n1,2026-05-01,Tea,5\n2,2026-05-02,Cup,6\n3,2026-05-03,Tea,5\n")
    with pytest.raises(Question, match="'name' may be the customer's name or the product's. Say which: --customer name or --product name"):
        run(shop)
    run(shop, columns={"product_name": "name"})
    assert figures(shop) == (16, 0, 16, 3, 0)


@pytest.mark.parametrize("word", ["部分退款", "售后完成", "已退款", "同意退款，退款成功", "Partially refunded"])
def test_a_refund_in_any_settled_state_is_money(shop, word):
    shop.write(
        "orders.csv", f'订单号,客户,日期,实付金额,订单退款状态,订单已退款金额\n1,甲,2025-01-13,100,"{word}",30\n2,乙,2025-01-14,200,无退款,0\n'
    )
    run(shop)
    assert figures(shop) == (300, 30, 270, 2, 2)


def test_a_state_of_a_refund_nobody_knows_is_asked_about(shop):
    shop.write("orders.csv", "订单号,客户,日期,实付金额,退款状态,退款金额\n1,甲,2025-01-13,100,神秘,30\n2,乙,2025-01-14,200,,0\n")
    with pytest.raises(Question, match="'神秘' in '退款状态': was the money given back.*神秘=refunded.*神秘=paid"):
        run(shop)
    run(shop, status={"神秘": "refunded"})
    assert figures(shop) == (300, 30, 270, 2, 2)
    run(shop, status={"神秘": "paid"})
    assert figures(shop) == (300, 0, 300, 2, 2)


def test_a_part_given_back_told_by_a_further_state_is_asked_about(shop):
    shop.write("orders.csv", "order id,customer,date,amount,Order status,Payment status\n1,a,2025-01-13,100,Completed,Partially refunded\n")
    with pytest.raises(Question, match="'Partially refunded' in 'Payment status' says that a part was given back"):
        run(shop)


def test_a_state_of_refunds_that_says_more_than_the_orders_own_is_asked_about(shop):
    head = "订单号,客户,日期,实付金额,订单状态,售后状态\n"
    shop.write("orders.csv", head + "1,甲,2025-01-13,30,未发货，退款成功,退款成功\n".replace("，", ";") + "2,乙,2025-01-14,40,已收货,无售后\n")
    run(shop)
    assert figures(shop) == (70, 30, 40, 2, 2)
    shop.write("orders.csv", head + "1,甲,2025-01-13,30,退款成功,退款成功\n2,乙,2025-01-14,40,已收货,退款成功\n")
    with pytest.raises(Question, match="--refunded 售后状态"):
        run(shop)


def test_kinds_of_rows_written_below_zero_are_refunds(shop):
    rows = "2025-01-01,$20.00,t1,Payment,c1\n2025-01-02,$15.00,t2,Payment,c2\n2025-01-03,-$15.00,t3,Refund,c2\n"
    shop.write("orders.csv", "Date,Net Sales,Transaction ID,Event Type,Customer ID\n" + rows)
    run(shop)
    assert figures(shop)[:1] == (35,)
    assert shop.table("returns")["amount"].tolist() == [15]
