"""What the columns of a shop's own file are taken for, by names and by values, and what is asked."""

import pytest

from retention import imports
from retention.imports.answers import Answers, Question
from retention.imports.guess import guess
from retention.imports.reading import stage, tables_in
from retention.settings import SettingsProblem
from retention.tables import DataProblem


class Guessed:
    """A file written by hand and what is made of it."""

    def __init__(self, folder):
        self.folder = folder

    def __call__(self, content, **answers):
        path = self.folder / "orders.csv"
        path.write_text(content, encoding="utf-8")
        (raw,), _ = tables_in(path)
        stage(raw, self.folder / "orders.parquet")
        return guess([raw], [self.folder / "orders.parquet"], Answers(**answers))


@pytest.fixture
def guessed(tmp_path):
    return Guessed(tmp_path)


def source(guessed, content, **answers):
    return guessed(content, **answers).sources["orders"]


def columns(guessed, content, **answers):
    return dict(source(guessed, content, **answers).columns)


THREE = [("anna", "2026-05-01", "10.50"), ("bob", "2026-05-02", "20"), ("anna", "2026-05-09", "7.25")]
EVERYDAY = """顾客姓名/开单日期/应收金额
会员号/消费日期/消费额
姓名/日期/收款金额
微信昵称/成交日期/成交额
收货人/下单时间/订单总额
客户/日期/实收（元）
買家/訂單日期/金額
Buyer Email/Created/Total Paid
Full Name/Order placed/Order total
Client/Purchased/Total price
Kunde/Datum/Betrag
Customer姓名/Date日期/Amount金额
电话/日期/金额
用户名/付款日期/实付金额
下单帐号/订单提交时间/用户实付金额
买家会员名/订单成交时间/买家实际支付金额
customer_id/Order Time/TotalCharges
Customer/Date/Net sales
user/date/N. Revenue
Customer/Order Date/Purchase Amount
billing_email/created/gross_sales
customer_user/order_date/order_total
CustomerID/date/AMOUNTINFO
手机号/下单日期/实付
会员卡号/交易日期/交易金额
Kundennummer/Bestelldatum/Gesamtbetrag
会员手机/购买时间/购买金额
Phone/Date of purchase/Amount (USD)
email/purchase_date/price
client_id/transaction_date/transaction_amount
客戶編號/訂單時間/實付金額
Member No/Sale Date/Sales
买家昵称/付款时间/实付金额(元)
Customer Name/Created at/Total
顾客/购买日期/总价
会员/时间/合计
Käufer/Rechnungsdatum/Summe
Guest email/Order date/Order value
用户ID/支付时间/支付金额
客人/日期/实收款
客户名称/单据日期/销售金额
Shopper/Timestamp/Spend""".splitlines()


@pytest.mark.parametrize("header", EVERYDAY)
def test_everyday_headers_are_understood(guessed, header):
    customer, date, amount = header.split("/")
    content = "\n".join(",".join(row) for row in [(customer, date, amount), *THREE]) + "\n"
    assert columns(guessed, content) == {"customer_id": customer, "ordered_at": date, "gross_paid": amount}


def test_what_is_paid_goes_before_what_was_to_be_paid(guessed):
    content = "买家会员名,订单创建时间,总金额,买家应付货款,买家实际支付金额\na,2026-05-01,12,11,10\nb,2026-05-02,22,21,20\n"
    assert columns(guessed, content)["gross_paid"] == "买家实际支付金额"


def test_two_amounts_that_fit_equally_are_asked_about(guessed):
    with pytest.raises(Question, match=r"'总金额' and '总价' may both be the amount. Say which: --amount 总金额 or --amount 总价"):
        guessed("客户,日期,总金额,总价\na,2026-05-01,12,11\n")
    assert columns(guessed, "客户,日期,总金额,总价\na,2026-05-01,12,11\n", columns={"gross_paid": "总价"})["gross_paid"] == "总价"
    assert columns(guessed, "客户,日期,总金额,总价\na,2026-05-01,12,12\n")["gross_paid"] == "总金额"


def test_states_mean_what_they_say(guessed):
    found = source(guessed, "客户,日期,金额,状态\na,2026-05-01,1,已完成\nb,2026-05-01,2,待付款\nc,2026-05-01,3,已取消\nd,2026-05-02,4,已退款\n")
    assert found.status == {"已完成": "completed", "待付款": "unpaid", "已取消": "closed", "已退款": "refunded"}


def test_a_state_nobody_knows_is_asked_about_and_answered(guessed):
    content = "客户,日期,金额,状态\na,2026-05-01,1,已完成\nb,2026-05-01,2,神秘\nc,2026-05-01,2,神秘\n"
    with pytest.raises(Question, match=r"words of '状态' that could mean anything: '神秘' \(2 rows\).*--word \"神秘=completed\".*: --ignore 状态"):
        guessed(content)
    assert source(guessed, content, status={"神秘": "closed"}).status["神秘"] == "closed"
    assert "status" not in columns(guessed, content, ignore=("状态",))


@pytest.mark.parametrize("word", ["未完成", "not completed", "unsuccessful", "不成功"])
def test_a_denied_state_is_not_its_opposite(guessed, word):
    with pytest.raises(Question, match=word):
        guessed(f"customer,date,amount,status\na,2026-05-01,1,{word}\n")


def test_refunds_in_a_column_of_their_own(guessed):
    assert columns(guessed, "order_id,customer,date,amount,refunded amount\n1,a,2026-05-01,200,200\n")["refunded"] == "refunded amount"
    assert columns(guessed, "客户,日期,金额,退款金额\na,2026-05-01,200,无退款申请\nb,2026-05-01,100,20\n")["refunded"] == "退款金额"


def test_a_state_of_refunds_without_an_amount_is_asked_about(guessed):
    content = "客户,日期,金额,售后状态\na,2026-05-01,200,-\nb,2026-05-02,100,退款成功\n"
    with pytest.raises(Question, match=r"'售后状态' tells of refunds \(e\.g\. '退款成功'\).*--refunded 售后状态.*--ignore 售后状态"):
        guessed(content)
    assert source(guessed, content, columns={"refunded": "售后状态"}).more_states == {"售后状态": {"退款成功": "refunded"}}
    assert guessed(content, ignore=("售后状态",)).sources["orders"].grain == "order"


def test_a_price_beside_a_number_of_pieces_is_that_of_one(guessed):
    found = source(guessed, "customer,date,Qty,Price\na,2026-05-01,3,10\nb,2026-05-02,2,5\n")
    assert (found.grain, found.columns["unit_price"], found.columns["quantity"]) == ("line", "Price", "Qty")
    assert "gross_paid" not in found.columns
    assert columns(guessed, "customer,date,Price\na,2026-05-01,10\n")["gross_paid"] == "Price"


REPEATED = "订单号,客户,日期,商品,{}\n1,a,2026-05-01,衫,160\n1,a,2026-05-01,裤,160\n2,b,2026-05-02,衫,60\n"


def test_a_total_repeated_on_the_rows_of_an_order_is_the_orders(guessed):
    found = source(guessed, REPEATED.format("订单金额"))
    assert (found.grain, found.columns["gross_paid"]) == ("line", "订单金额")
    assert "line_paid" not in found.columns


def test_equal_amounts_whose_name_does_not_tell_are_asked_about(guessed):
    content = REPEATED.format("金额")
    asked = r"'金额' is the same in all rows of an order in 1 of 1 orders of several rows \(e\.g\. '1', row 2\).*--amount-of order.*--amount-of row"
    with pytest.raises(Question, match=asked):
        guessed(content)
    assert columns(guessed, content, amount_of="row")["line_paid"] == "金额"
    assert columns(guessed, content, amount_of="order")["gross_paid"] == "金额"


def test_prices_tell_whether_an_equal_amount_is_the_orders(guessed):
    head = "单号,客户,日期,商品,单价,数量,金额\n"
    assert "gross_paid" in columns(guessed, head + "1,a,2026-05-01,衫,30,2,100\n1,a,2026-05-01,裤,40,1,100\n")
    assert "line_paid" in columns(guessed, head + "1,a,2026-05-01,衫,50,2,100\n1,a,2026-05-01,裤,100,1,100\n")


def test_different_amounts_in_an_order_are_its_rows(guessed):
    assert columns(guessed, "order_id,customer,date,amount\nO1,a,2026-05-01,100\nO1,a,2026-05-01,50\n")["line_paid"] == "amount"


def test_rows_of_one_minute_are_one_order(guessed):
    found = source(guessed, "客户,时间,商品,金额\na,2026-05-01 10:01,衫,5\na,2026-05-01 10:01,裤,6\nb,2026-05-01 10:01,裤,6\n")
    assert (found.grain, found.order_by, found.columns["line_paid"]) == ("line", "minute", "金额")


def test_rows_of_one_day_are_asked_about(guessed):
    content = "客户,日期,商品,金额\na,2026-05-01,衫,5\na,2026-05-01,裤,6\nb,2026-05-01,裤,6\n"
    with pytest.raises(Question, match=r"rows of one customer on one day \(e\.g\. row 2; 1 times\).*--one-row-is article.*--one-row-is order"):
        guessed(content)
    assert source(guessed, content, one_row_is="article").order_by == "day"
    assert source(guessed, content, one_row_is="order").order_by == "row"


def test_a_name_that_differs_within_an_order_names_goods(guessed):
    content = "order_id,date,name,amount\n1,2026-05-01,Tea,5\n1,2026-05-01,Cup,6\n2,2026-05-02,Tea,5\n"
    assert "customer_id" not in columns(guessed, content)


def test_a_name_like_1001_is_an_order_number(guessed):
    found = columns(guessed, "Name,Email,Created at,Total\n#1001,a@x.org,2026-05-01,5\n#1002,b@x.org,2026-05-02,6\n")
    assert (found["order_id"], found["customer_id"]) == ("Name", "Email")


def test_a_hidden_or_empty_column_gives_way_to_one_that_tells_people_apart(guessed):
    assert columns(guessed, "手机号,姓名,日期,金额\n138****1234,王芳,2026-05-01,5\n139****4321,李娜,2026-05-01,6\n")["customer_id"] == "姓名"
    assert (
        columns(guessed, "email,customer name,date,amount\n,Ann,2026-05-01,5\n,Bob,2026-05-01,6\nc@x.org,Cid,2026-05-02,7\n")["customer_id"]
        == "customer name"
    )
    assert columns(guessed, "客户,手机,日期,金额\n王芳,13800000001,2026-05-01,5\n王芳,13800000002,2026-05-01,6\n")["customer_id"] == "手机"
    assert columns(guessed, "客户,手机,日期,金额\nK01,13800000001,2026-05-01,5\nK02,13800000001,2026-05-01,6\n")["customer_id"] == "客户"


def test_dates_and_amounts_without_a_name_that_tells_are_found_by_their_values(guessed):
    found = columns(guessed, "customer,when,worth,remark\na,2026-05-01,5.50,x\nb,2026-05-02,6.00,y\n")
    assert (found["ordered_at"], found["gross_paid"]) == ("when", "worth")


def test_two_columns_of_dates_that_no_name_tells_are_asked_about(guessed):
    with pytest.raises(Question, match="'when' and 'then' may both be the date. Say which: --date when or --date then"):
        guessed("customer,when,then,amount\na,2026-05-01,2026-06-01,5.50\n")


def test_when_a_state_tells_what_was_paid_the_day_of_the_order_counts(guessed):
    head = "客户,下单时间,付款时间,金额"
    assert columns(guessed, f"{head},状态\na,2026-05-01,,5,待付款\nb,2026-05-01,2026-05-02,5,已完成\n")["ordered_at"] == "下单时间"
    assert columns(guessed, f"{head}\na,2026-05-01,,5\nb,2026-05-01,2026-05-02,5\n")["ordered_at"] == "付款时间"


def test_what_was_understood_is_said_in_one_line(shop):
    shop.write("orders.csv", "买家会员名,付款日期,实付金额,订单状态,省份,备注\na,2026-05-01,5,交易成功,x,\nb,2026-05-01,6,交易关闭,x,\n")
    assert imports.ledger_lines(shop.run())[0] == (
        "orders.csv: customer = 买家会员名 · date = 付款日期 · amount = 实付金额 · status = 订单状态 (closed 1 left out) · not used: 省份, 备注"
    )


def test_a_lost_column_is_asked_for_with_all_columns_that_there_are(guessed):
    with pytest.raises(
        Question, match=r"no column for amount \(金额\)\. The file has the columns: customer, date, colour\. Say which it is: --amount COLUMN"
    ):
        guessed("customer,date,colour\nAnn,2026-05-01,red\n")


def orders_of_two(amounts):
    return "".join(f"{n},a,2026-05-01,衫,{one}\n{n},a,2026-05-01,裤,{other}\n" for n, (one, other) in enumerate(amounts, start=1))


@pytest.mark.parametrize("total", ["Total", "合计", "合计：", "小计"])
def test_rows_of_totals_decide_nothing(guessed, total):
    rows = orders_of_two([(10, 10), (20, 20), (30, 30)])
    assert "gross_paid" in columns(guessed, f"order_id,customer,date,product,order total\n{rows}{total},,,,60\n{total},,,,61\n")
    plain = f"order_id,customer,date,amount\n1,a,2026-05-01,5\n2,b,2026-05-02,6\n{total},,,11\n{total},,,12\n"
    assert source(guessed, plain).grain == "order"
    assert source(guessed, f"customer,date,amount,status\na,2026-05-01,5,paid\n{total},,11,1 order\n").status == {"paid": "paid"}


def test_one_order_that_differs_does_not_decide_for_all(guessed):
    content = "order_id,customer,date,product,order total\n" + orders_of_two([(10, 10)] * 9 + [(10, 10.1)])
    with pytest.raises(Question, match=r"in 9 of 10 orders of several rows.*--amount-of order"):
        guessed(content)
    assert "gross_paid" in columns(guessed, content, amount_of="order")


def test_articles_of_one_price_are_not_taken_for_the_total(guessed):
    with pytest.raises(Question, match=r"in 28 of 28 orders.*--amount-of row"):
        guessed("order_id,customer,date,product,amount\n" + orders_of_two([(9.9, 9.9)] * 28))


def test_prices_with_decimal_commas_tell_whose_an_amount_is(guessed):
    rows = "".join(f"{n};a;2026-05-01;{item};2;12,5;25,00\n" for n in range(1, 4) for item in ("衫", "裤"))
    assert "line_paid" in columns(guessed, "order_id;customer;date;product;quantity;unit price;amount\n" + rows)


def test_the_engine_takes_any_name_of_a_column(guessed):
    assert columns(guessed, 'customer,date,cells amount,"select ""x"""\na,2026-05-01,5,1\n')["gross_paid"] == "cells amount"


def test_the_words_to_type_are_the_whole_word(guessed):
    long = "an order that waits for somebody who is not here at all today"
    with pytest.raises(Question, match=f'--word "{long}=completed"'):
        guessed(f"customer,date,amount,status\na,2026-05-01,5,{long}\n")


def test_a_column_to_be_ignored_must_be_there(guessed):
    with pytest.raises(DataProblem, match=r"no column 'nosuch' \(--ignore, typed now or kept in import\.yaml\)"):
        guessed("customer,date,amount\na,2026-05-01,5\n", ignore=("nosuch",))


def test_a_state_of_too_many_words_is_asked_about(guessed):
    with pytest.raises(Question, match=r"'status' holds more than 40 different words.*--ignore status"):
        guessed("customer,date,amount,status\n" + "".join(f"a,2026-05-01,5,s{n}\n" for n in range(50)))


def test_two_names_of_one_customer_are_one_though_cells_are_blank(guessed):
    content = "会员编号,客户编号,日期,金额\nk1,A1,2026-05-01,5\n,,2026-05-01,6\nk2,A2,2026-05-02,7\n"
    assert columns(guessed, content)["customer_id"] in ("会员编号", "客户编号")


def test_answers_about_what_nobody_asks_are_refused():
    with pytest.raises(SettingsProblem, match="columns.amount"):
        Answers.parse({"columns": {"amount": "Betrag"}}, "import.yaml")
