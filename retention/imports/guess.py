"""A map for a file that no shipped map knows: its columns are found by what they are called.

Customer, date and amount are enough (SEEDS 1.8); an order number, a channel, a product and a
number of pieces are taken along when they are there. Without a customer all orders are guests'.
"""

import re
from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from retention.imports.conventions import currency
from retention.imports.maps import ImportMap, Source
from retention.imports.reading import RawFile
from retention.tables import DataProblem

# Our field → names it goes by, best first; compared without case, spaces, underscores and brackets.
NAMES: dict[str, tuple[str, ...]] = {
    "customer_id": (
        "客户编号", "客户id", "会员编号", "会员id", "会员卡号", "用户id", "买家id", "买家会员名", "客户", "顾客", "会员", "买家", "买家昵称",
        "客户名称", "客户姓名", "会员名", "姓名", "手机号", "手机号码", "手机",
        "customerid", "customerno", "customernumber", "customer", "clientid", "client", "userid", "user", "buyerid", "buyer",
        "memberid", "member", "customeremail", "email", "customername", "name", "phone",
    ),
    "ordered_at": (
        "付款时间", "订单付款时间", "支付时间", "下单时间", "订单创建时间", "订单时间", "成交时间", "购买时间", "消费时间", "日期",
        "下单日期", "订单日期", "购买日期", "消费日期", "交易日期", "时间",
        "date", "orderdate", "orderedat", "createdat", "purchasedate", "invoicedate", "transactiondate", "datetime", "timestamp",
        "time", "day", "orderedon",
    ),
    "gross_paid": (
        "实付金额", "实付", "实收金额", "支付金额", "付款金额", "成交金额", "消费金额", "订单金额", "交易金额", "金额", "总金额", "总价", "销售额",
        "amountpaid", "paid", "amount", "total", "ordertotal", "totalamount", "revenue", "sales", "value", "price", "spend",
        "grandtotal", "netamount",
    ),
    "order_id": (
        "订单编号", "订单号", "单号", "交易号", "orderid", "orderno", "ordernumber", "order", "invoiceno", "invoice", "transactionid", "receipt",
    ),
    "channel": ("渠道", "销售渠道", "来源", "店铺", "平台", "channel", "source", "platform", "store"),
    "product_name": ("商品名称", "商品", "宝贝标题", "品名", "产品", "product", "productname", "item", "description"),
    "currency": ("币种", "货币", "currency", "currencycode"),
    "quantity": ("数量", "件数", "购买数量", "quantity", "qty", "units", "items"),
}  # fmt: skip
GUESSED = "by meaning"
ALWAYS = {"ordered_at": "date (日期)", "gross_paid": "amount (金额)"}


def columns_by_meaning(header: Sequence[str]) -> dict[str, str]:
    """Our field → column of `header` that carries it, for what can be found."""
    plain = {_plain(name): name for name in reversed(header)}
    found: dict[str, str] = {}
    for field, names in NAMES.items():
        match = next((plain[n] for n in names if n in plain and plain[n] not in found.values()), None)
        if match:
            found[field] = match
    return found


def _plain(name: str) -> str:
    return re.sub(r"[\s_\-.:：]+|[(（\[].*?[)）\]]", "", name).lower()


def guess(raw: RawFile, staged: str) -> ImportMap:
    """A map for one staged file; DataProblem with what is missing and what was there when it cannot be told."""
    found = columns_by_meaning(raw.header)
    lost = [plain for field, plain in ALWAYS.items() if field not in found]
    if lost:
        raise DataProblem(
            f"{raw.name}: no column for {' and '.join(lost)}. The file has the columns: {_shown(raw)}. "
            "Rename the columns, or write an import map (see CONTRIBUTING, 'a new export format')"
        )
    cells = pq.read_table(staged, columns=list(dict.fromkeys(found.values())))
    per_line = "order_id" in found and _repeats(cells[found["order_id"]])
    columns = dict(found)
    if per_line:
        columns["line_paid"] = columns.pop("gross_paid")
    else:
        columns.pop("product_name", None)
        if "quantity" in columns:
            columns["units"] = columns.pop("quantity")
    chinese = any(re.search(r"[\u4e00-\u9fff]", name) for name in raw.header)
    source = Source(
        grain="line" if per_line else "order",
        columns=dict(columns.items()),
        negative="refund",
    )
    return ImportMap(
        name=GUESSED,
        about=", ".join(f"{field}: {column}" for field, column in columns.items()) + ("" if "customer_id" in found else f"; {no_customer(raw)}"),
        currency="" if "currency" in found else currency(raw.name, found["gross_paid"], cells[found["gross_paid"]]) or ("CNY" if chinese else ""),
        time_zone="Asia/Shanghai" if chinese else "UTC",
        language="zh" if chinese else "en",
        sources={"orders": source},
    )


def no_customer(raw: RawFile) -> str:
    """One line for people whose file has no customer, or has it under a name that nobody knows."""
    return f"no column for the customer was found (columns: {_shown(raw)}): all orders are guests'"


def _shown(raw: RawFile) -> str:
    return ", ".join(raw.header[:12])


def _repeats(values: pa.ChunkedArray) -> bool:
    filled = values.filter(pc.not_equal(values, ""))
    return pc.count_distinct(filled).as_py() < len(filled)
