"""A map for a file that no shipped map knows: its columns are found by what they are called.

Customer, date and amount are enough (SEEDS 1.8); an order number, a channel, a product and a
number of pieces are taken along when they are there. Without a customer all orders are guests'.
"""

import re
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from retention.imports.maps import ImportMap, Source
from retention.imports.raw import RawFile, shown
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


def guess(raws: Sequence[RawFile], staged: Sequence[Path]) -> ImportMap:
    """A map for staged tables with equal headers; DataProblem with what is missing and what was there when it cannot be told."""
    raw = raws[0]
    found = columns_by_meaning(raw.header)
    lost = [plain for field, plain in ALWAYS.items() if field not in found]
    if lost:
        raise DataProblem(
            f"{raw.name}: no column for {' and '.join(lost)}. The file has the columns: {_shown(raw)}. "
            "Rename the columns, or write an import map (see CONTRIBUTING, 'a new export format')"
        )
    used = list(dict.fromkeys(found.values()))
    cells = pa.concat_tables([pq.read_table(place, columns=used) for place in staged])
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
        dates=_swapped_dates(raw, found["ordered_at"], cells[found["ordered_at"]]),
        negative="refund",
    )
    return ImportMap(
        name=GUESSED,
        about=", ".join(f"{field}: {column}" for field, column in columns.items()) + ("" if "customer_id" in found else f"; {no_customer(raw)}"),
        currency=_currency(raw, cells[found["gross_paid"]], found, chinese),
        time_zone="Asia/Shanghai" if chinese else "UTC",
        language="zh" if chinese else "en",
        sources={"orders": source},
    )


def no_customer(raw: RawFile) -> str:
    """One line for people whose file has no customer, or has it under a name that nobody knows."""
    return f"no column for the customer was found (columns: {_shown(raw)}): all orders are guests'"


def _shown(raw: RawFile) -> str:
    return shown(raw.header)


def _repeats(values: pa.ChunkedArray) -> bool:
    filled = values.filter(pc.not_equal(values, ""))
    return pc.count_distinct(filled).as_py() < len(filled)


def _currency(raw: RawFile, values: pa.ChunkedArray, found: dict[str, str], chinese: bool) -> str:
    """The currency whose sign stands with the amounts; several are refused, because they cannot be added up."""
    if "currency" in found:
        return ""
    signs = {"¥": "CNY", "￥": "CNY", "元": "CNY", "£": "GBP", "€": "EUR", "$": "USD"}
    seen: dict[str, int] = {}
    for sign, code in signs.items():
        first = pc.index(pc.match_substring(values, sign), True).as_py()
        if first >= 0:
            seen[code] = min(seen.get(code, first + 2), first + 2)
    if len(seen) > 1:
        examples = ", ".join(f"{code} (e.g. row {row})" for code, row in sorted(seen.items(), key=lambda pair: pair[1]))
        raise DataProblem(f"{raw.name}: amounts in {len(seen)} currencies, {examples}. They cannot be added up; export one currency at a time")
    in_head = [code for sign, code in signs.items() if sign in found["gross_paid"]]
    return next(iter(seen), (in_head or ["CNY" if chinese else ""])[0])


def _swapped_dates(raw: RawFile, column: str, values: pa.ChunkedArray) -> tuple[str, ...]:
    """Formats with the year last, when the file writes dates so; which of the first two numbers is the day is read off the values."""
    pattern = r"^\s*(?P<first>\d{1,2})(?P<sign>[/.-])(?P<second>\d{1,2})[/.-]\d{4}"
    matched = values.filter(pc.fill_null(pc.match_substring_regex(values, pattern), False))
    if not len(matched):
        return ()
    parts = pc.extract_regex(matched, pattern)
    first, second = (pc.max(pc.cast(pc.struct_field(parts, name), pa.int64())).as_py() for name in ("first", "second"))
    if first <= 12 and second <= 12:
        raise DataProblem(
            f"{raw.name}: dates in {column!r} such as {matched[0].as_py().strip()} may be day/month or month/day, and none tells which. "
            "Write them as 2026-01-31, or give `dates:` in an import map"
        )
    sign = pc.struct_field(parts, "sign")[0].as_py()
    day = "%d{0}%m{0}%Y" if first > 12 else "%m{0}%d{0}%Y"
    return tuple(day.format(sign) + time for time in ("", " %H:%M", " %H:%M:%S"))
