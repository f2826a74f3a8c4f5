"""What a column is, told by its name: English, Chinese in both scripts, German, read in parts.

Each role has patterns, best first; a name that only carries a weaker one gives way to a column with a better one. Names are compared in
small letters with single spaces: "OrderDate", "order_date" and "Order Date" are one, and what stands in brackets is left away.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import reduce
from pathlib import Path
from typing import Any

import yaml

# Traditional characters in columns' names → simplified ones.
SIMPLE = str.maketrans(
    "買賣訂單額時間員號數實會價總顧戶電話機貨狀態優購編銷幣種應產費發聯絡類別稱標題運郵現達顏對門賬帳開條碼淨",
    "买卖订单额时间员号数实会价总顾户电话机货状态优购编销币种应产费发联络类别称标题运邮现达颜对门账账开条码净",
)


def vocabulary(name: str) -> dict[str, Any]:
    """A list of words that comes with the package."""
    return dict(yaml.safe_load((Path(__file__).parent / "vocabulary" / f"{name}.yaml").read_text(encoding="utf-8")))


def _roles() -> dict[str, tuple[list[re.Pattern[str]], re.Pattern[str] | None]]:
    """Role → patterns of names, best first, and of what such a name never holds."""
    told = vocabulary("columns")
    words = {f"<{name}>": "|".join(parts) for name, parts in told["words"].items()}

    def pattern(parts: list[str]) -> re.Pattern[str]:
        return re.compile(reduce(lambda so_far, word: so_far.replace(word, words[word]), words, "|".join(parts)))

    return {
        role: ([pattern(parts) for parts in about["names"]], pattern(about["never"]) if "never" in about else None)
        for role, about in told["roles"].items()
    }


ROLES = _roles()
# The place of a plain word for a person among the patterns of customer_id; names of people come after it.
BARE_PERSON = 5
# What changes figures and must not lie unused without a word: a state of refunds, of after-sales service.
REFUND_STATE = re.compile(r"(退款|售后|退货)(状态|情况|结果)|(refund|return)s? ?(status|state)|是否退(款|货)")
# A further state beside the order's own, or yes and no to one.
MORE_STATE = re.compile(
    r"^(?!.*(发货|物流|fulfil|ship|deliver|售后|审核|开票|发票|评价)).*((付款|支付|订单|交易|payment|order|financial).*(状态|status|state)$|^(状态|status)$|"
    r"^是否(已)?(付款|支付|退款|退货|取消|关闭|作废)$|^(已)?(取消|退款|退货|付款|支付|关闭|作废)$|"
    r"^(is )?(cancell?ed|refunded|returned|paid|void(ed)?)$)"
)
# A column of kinds of rows; and the words in it that are no sales.
KINDS = re.compile(r"^(交易|业务|单据|订单|记录|流水)?类型$|^类别$|^(event |transaction |row |record |order )?(type|kind)$")
NO_SALES = re.compile(r"退|充值|储值|提现|refund|return|top ?up|deposit|withdraw|credit note|gutschrift|erstattung")
DISCOUNT = re.compile(r"优惠|折扣|减免|立减|满减|discount|coupon|voucher|rabatt|nachlass")
# Where rows have numbers of their own within an order, amounts are theirs.
SUB_ORDER = re.compile(r"子订单|子单|sub ?order|order ?item ?id|line ?item ?id")
# A total of the whole order by its name; a part of it by its name.
WHOLE_ORDER = re.compile(r"订单|order|\btotal\b|grand|合计|总额|总价|总金额|invoice|应付|应收")
ONE_LINE = re.compile(r"小计|line|item|article|单品|子订单|商品|每|行|subtotal")


def plain(name: str) -> str:
    """A column's name for comparison: one script, small letters, words apart, without brackets.

    >>> plain("OrderDate"), plain("實付金額（元）"), plain("Customer姓名")
    ('order date', '实付金额', 'customer 姓名')
    """
    text = unicodedata.normalize("NFKC", name).translate(SIMPLE)
    text = re.sub(r"[(\[【〔].*?[)\]】〕]", " ", text)
    text = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])(?=[A-Za-z])", " ", text)
    text = " ".join(re.sub(r"[\s_\-./\\:,*?!|]+", " ", text).casefold().split())
    return re.sub(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff]|id\b|sku\b)", "", text)


def barred(role: str, name: str) -> bool:
    """Whether a column's name holds what a role's never does: 运费 is money, and not the amount."""
    never = ROLES[role][1]
    return never is not None and bool(never.search(plain(name)))


def rank(role: str, name: str) -> int | None:
    """How well a column's name fits a role, 0 the best; None where it does not fit."""
    patterns, _ = ROLES[role]
    told = plain(name)
    return None if barred(role, name) else next((place for place, pattern in enumerate(patterns) if pattern.search(told)), None)


def fitting(role: str, header: Sequence[str]) -> list[list[str]]:
    """Columns that fit a role, those that fit equally well together, best first."""
    by_rank: dict[int, list[str]] = {}
    for name in header:
        place = rank(role, name)
        if place is not None:
            by_rank.setdefault(place, []).append(name)
    return [by_rank[place] for place in sorted(by_rank)]
