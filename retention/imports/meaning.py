"""What a column is, told by its name: English, Chinese in both scripts, German, read in parts.

Each role has patterns, best first; a name that only carries a weaker one gives way to a column with a better one. Names are compared in
small letters with single spaces: "OrderDate", "order_date" and "Order Date" are one, and what stands in brackets is left away.
"""

import re
import unicodedata
from collections.abc import Sequence

# Traditional characters in columns' names → simplified ones.
_SIMPLE = str.maketrans(
    "買賣訂單額時間員號數實會價總顧戶電話機貨狀態優購編銷幣種應產費發聯絡類別稱標題運郵現達顏對門賬帳開條碼淨",
    "买卖订单额时间员号数实会价总顾户电话机货状态优购编销币种应产费发联络类别称标题运邮现达颜对门账账开条码净",
)
_PERSON = "客户|顾客|会员|用户|买家|买方|客人|消费者|购物者|购买人|购货单位|vip"
_PERSONS = "customer|client|buyer|member|user|shopper|guest|kunden?|käufer|account"
_MONEY = "金额|总额|额|款|价款|货款"
_NUMBER = "id|no|nr|num|number|nummer|code|#|ref|reference"

# Role → (patterns, best first; what such a column's name never holds).
ROLES: dict[str, tuple[tuple[str, ...], str]] = {
    "order_id": (
        (
            r"主订单(编?号|id)|parent order",
            rf"^(内部|线上|原始|平台|销售|店铺)?(订单|单据|小票|流水|交易|销售单|零售单|消费单)(编?号码?|id|编码)$|^order ?({_NUMBER}|name)?$",
            rf"^单号$|(invoice|receipt|transaction|sale|ticket|bestell|rechnungs?|beleg|bon|auftrags?) ?({_NUMBER})|^(invoice|receipt|order ?#)$",
            r"(订单|单据|小票|流水)(编?号码?|id)|order ?(id|no|nr|number)",
        ),
        r"子订单|物流|快递|运单|支付单|商品|关联|售后|退款|赠品|活动|date|time|时间|日期|item|line|status",
    ),
    "status": (
        (
            r"^(订单|交易|单据|销售)状态$|^order ?(status|state)$",
            r"^(financial|payment) ?status$|^(付款|支付)状态$",
            r"^status$|^状态$|^state$|bestellstatus",
            r"(订单|交易).*状态|order.*status",
        ),
        r"售后|退款|退货|发货|物流|fulfil|ship|deliver|refund|return|province|line ?item",
    ),
    "refunded": (
        (
            rf"(已|实|累计)退(款|货)?({_MONEY})|refunded ?(amount|total)|(amount|total) refunded|^refunded$",
            rf"退(款|货)?(总)?({_MONEY})|^refunds?$|refund ?(amount|total|value)|(rück)?erstatt",
            r"^退款$|^退货$|refund|退给买家",
        ),
        r"状态|status|原因|reason|编号|单号|id$|时间|日期|date|at$|类型|type|订单数|数量|quantity|qty|平台|note",
    ),
    "unit_price": (
        (
            r"单价|unit ?price|price ?(each|per)|(item|line ?item|product|piece) ?price|每件价|einzelpreis|stückpreis|unit ?cost ?paid",
            r"商品价格|京东价|售价|销售价|成交价$",
            r"^(selling |sale )?price$|^价格$|^preis$",
        ),
        r"compare|总|合计|原价|市场|吊牌|成本|cost|含税",
    ),
    "quantity": (
        (
            r"(购买|订购|商品|销售|成交|宝贝)(总)?(数量|件数)|^(数量|件数|数目)$|^(line ?item )?(quantity|qty)$|^(menge|anzahl|stückzahl)$",
            r"数量|件数|quantity|\bqty\b|^units?$|^pieces$|^pcs$|^items$|(number|no) of (items|units|pieces)|units? ?(sold|ordered)|items? ?(count|sold)|sku件数",
        ),
        r"退|refund|return|订单数|库存|stock|赠|种类|实发|rank|不|未|次数|price",
    ),
    "gross_paid": (
        (
            rf"实际?(支付|付)({_MONEY})?$|(amount|total|sum|order) ?paid|paid ?(amount|total)|net ?paid|^paid$",
            rf"实际?收({_MONEY})?$|商家实收",
            rf"(支付|付款|成交|收款)({_MONEY})|net ?(sales|revenue|amount|total)|^n revenue$|结账金额",
            rf"订单(应付)?(总)?({_MONEY})|order ?(total|amount|value|sum)|grand ?total|(?<!sub)total ?(price|amount|charges?|value|sales|paid|due)?$|purchase ?amount",
            rf"(消费|交易|销售|购买|采购)(总)?({_MONEY})|(应收|应付|结算).*({_MONEY})|^总?金额|^总额|^总价|合计$|销售额",
            r"amount|revenue|\bsales\b|^value$|spend|spent|betrag|summe|umsatz|gesamt|brutto",
            r"subtotal|小计|gross ?sales|^(总|合)计|line ?total|商品总价|金额$",
            r"^price$|^价格$|^preis$|^价钱$|^费用$",
        ),
        r"退|refund|优惠|折扣|discount|coupon|运费|邮费|快递费|shipping|freight|\btax|税|手续费|服务费|\bfees?\b|积分|points?\b|成本|cost|佣金|commission|"
        r"\btips?\b|余额|balance|返|赠|红包|抵扣|打款|单价|unit|outstanding|rate|率|笔|次数|\bid\b|方式|状态|currency|type|日期|时间|date|补贴|名称",
    ),
    "ordered_at": (
        (
            r"(下单|订单创建|订单提交|订单|创建|提交|开单|拍下|订购|购买|消费|销售|预订|录单|制单)(时间|日期|日)|order(ed)? ?(date|time|placed|at|on|day)|"
            r"date ?(ordered|placed|of ?order|created)|created( ?(at|on|date|time))?$|bestell(datum|zeit)|auftragsdatum",
            r"(成交|交易)(时间|日期|日)|purchased?( ?(date|at|on|time))?$|(invoice|transaction|sale|sales|receipt) ?(date|time)|(kauf|rechnungs|verkaufs)datum|date ?of ?(purchase|sale)",
            r"^(日期|时间|年月日|日子|date|datum|time|day|datetime|date ?time|timestamp|tag|zeitpunkt)$",
            r"日期|时间|\bdate\b|datum|date ?time",
        ),
        r"付款|支付|paid|payment|发货|收货|签收|完成|成功|结束|退|注册|生日|出生|更新|修改|预计|承诺|建议|到期|有效|入会|加入|首次|最近|上次|birth|ship|"
        r"deliver|dispatch|updated|modified|refund|cancel|expir|due|fulfil|next|joined|register|last|first|complet|clos|print|zone",
    ),
    "paid_at": (
        (r"(付款|支付|买家付款|收款|付款确认|到账)(时间|日期|日)|支付完成时间", r"paid ?(at|on|date|time)|(payment|date) ?(date|time|paid)|zahlungsdatum"),
        r"退|refund|terms|尾款|预售|供销|due",
    ),
    "dispatched_at": ((r"^(发货|出库|送货)(时间|日期)$|^(ship(ped|ping)?|dispatch(ed)?|fulfil+ed) ?(date|at|on|time)$|versanddatum",), r"承诺|预计|建议"),
    "customer_id": (
        (
            rf"({_PERSON})(编号|编码|代码|id|号码?|卡号|号)$|^(卡号|会员卡)$|^({_PERSONS}) ?({_NUMBER})$|kundennummer",
            r"买家会员名|会员名(称)?$|用户名$|(下单|买家|用户|客户|会员|支付)(账号|帐号|账户)|login|user ?name|旺旺",
            r"e ?mail|邮箱|电邮",
            r"^(?!.*(收货|收件|提货|联系人|ship)).*(手机|电话|联系方式|phone|mobile|telefon|handy|\btel\b|whats ?app)",
            r"(买家|客户|会员|微信|用户|顾客)?(昵称|网名)|nick",
            rf"^({_PERSON})$|^({_PERSONS})$|customer ?user",
            rf"({_PERSON})(名称?|信息)$|姓名|^(名字|名称|联系人)$|({_PERSONS}|full|contact|first|last) ?name|^name$|kundenname",
            r"收货人|收件人|手机|电话|phone|recipient|(bill|ship) ?to|(billing|shipping) ?name|empfänger",
        ),
        r"地址|address|备注|留言|note|级|group|type|类型|来源|source|数|count|是否|服务|客服|店|省|市|区|marketing|company|product|商品|品名|网点|日期|时间|"
        r"收银|导购|分销|团长|达人|主播|快递|物流|卖家|经销|挂账|product|item|\bstore|\bshop\b|employee|staff|supplier|供应",
    ),
    "product_name": (
        (
            r"^(商品|宝贝|产品|货品|品)(名称?|标题)$|^(product|item|line ?item|article|artikel) ?(name|title|bezeichnung)$|^选购商品$|^全部商品名称$",
            r"^(商品|宝贝|产品|货品|标题|款式|服装|课程|项目|product|item|items|article|artikel|title|goods|description|beschreibung)$",
            r"(商品|宝贝|产品)(名|标题)",
        ),
        r"数|价|额|总|type|类|种",
    ),
    "product_id": (
        (
            r"^(商品|产品|货品|宝贝|商家|款式|单品)(id|编码|编号|代码|货号)|^(货号|款号|条码|sku ?id|sku)$|^(product|item|article|artikel|stock|line ?item) ?(id|no|nr|nummer|number|code|sku)$|^asin$",
        ),
        r"店铺|数",
    ),
    "channel": ((r"^(销售|订单)?(渠道|来源)$|^(店铺|平台|门店|channel|source|platform|store|shop|sales channel|filiale)(名称?| ?name)?$|^(app)?渠道$",), ""),
    "currency": ((r"币种|货币|^currency( ?code)?$|währung",), ""),
    "shipping": ((r"运费|邮费|快递费|配送费|^(order )?shipping( ?(cost|fee|amount|total|price))?$|freight|postage|versandkosten",), r"退|支出|tax|method|name|address"),
    "cancelled_at": ((r"^(cancell?ed|void(ed)?) ?(at|on|date)$|^(取消|关闭|作废)(时间|日期)$",), ""),
}  # fmt: skip
# The place of a plain word for a person among the patterns of customer_id; names of people come after it.
BARE_PERSON = 5
# What changes figures and must not lie unused without a word: a state of refunds, of after-sales service.
REFUND_STATE = re.compile(r"(退款|售后|退货)(状态|情况|结果)|(refund|return)s? ?(status|state)|是否退(款|货)")
# A total of the whole order by its name; a part of it by its name.
WHOLE_ORDER = re.compile(r"订单|order|\btotal\b|grand|合计|总额|总价|总金额|invoice|应付|应收")
ONE_LINE = re.compile(r"小计|line|item|article|单品|子订单|商品|每|行|subtotal")


def plain(name: str) -> str:
    """A column's name for comparison: one script, small letters, words apart, without brackets.

    >>> plain("OrderDate"), plain("實付金額（元）"), plain("Customer姓名")
    ('order date', '实付金额', 'customer 姓名')
    """
    text = unicodedata.normalize("NFKC", name).translate(_SIMPLE)
    text = re.sub(r"[(\[【〔].*?[)\]】〕]", " ", text)
    text = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])(?=[A-Za-z])", " ", text)
    text = " ".join(re.sub(r"[\s_\-./\\:,*?!|]+", " ", text).casefold().split())
    return re.sub(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff]|id\b|sku\b)", "", text)


def rank(role: str, name: str) -> int | None:
    """How well a column's name fits a role, 0 the best; None where it does not fit."""
    patterns, never = ROLES[role]
    told = plain(name)
    if never and re.search(never, told):
        return None
    return next((place for place, pattern in enumerate(patterns) if re.search(pattern, told)), None)


def fitting(role: str, header: Sequence[str]) -> list[list[str]]:
    """Columns that fit a role, those that fit equally well together, best first."""
    by_rank: dict[int, list[str]] = {}
    for name in header:
        place = rank(role, name)
        if place is not None:
            by_rank.setdefault(place, []).append(name)
    return [by_rank[place] for place in sorted(by_rank)]
