"""What platforms and people write into a column of states: unpaid, paid, dispatched, completed, closed or refunded."""

import re
import unicodedata

# The first pattern that a word matches says what it means; order matters: "等待买家付款" holds 付款, "退款关闭" holds 退款.
MEANINGS: tuple[tuple[str, str], ...] = (
    ("paid", r"退款(关闭|失败|撤销|取消|中)|refund (closed|cancell?ed|refused|pending)|部分(退款|退货)|partial(ly)? ?refund|部分(付款|发货)|partial(ly)? ?paid"),
    ("unpaid", r"(待|未|等待(买家|用户)?)(付款|支付|付|结算)|^(待|未)付$|unpaid|not paid|(pending|awaiting|waiting for) ?payment|payment pending|"
               r"^(pending|on ?hold|authori[sz]ed|open invoice|checkout ?draft|draft|草稿|offen|unbezahlt|payment due)$|预售|定金未付"),
    ("refunded", r"(已|全额?|完成)?退(款|货)(成功|完成|完毕)?$|已退|refunded|^refunds?$|^returned?$|charge ?back|erstattet|retour"),
    ("closed", r"关闭|取消|作废|撤销|失败|无效|已删除|拒收|拒签|关单|cancel|void|closed|fail|declin|expired|reject|abandon|trash|deleted|storno|abgebrochen|fraud|invalid"),
    ("completed", r"完成|成功|签收|已收货|确认收货|已评价|已结束|已核销|已自提|待评价|complete|delivered|(?<!un)fulfil+ed$|success|closed won|finished|done|received|^(ok|是|yes|1)$|abgeschlossen|zugestellt|erledigt"),
    ("dispatched", r"已发货|已出库|待收货|待签收|运输|配送|派送|途中|等待买家确认|部分出库|shipped|dispatch|in transit|on the way|out for delivery|sent|versendet|versandt"),
    ("paid", r"(已|买家已)(付|支付|收款|结算|下单)|未发货|待发货|待出库|待取货|备货|等待(卖家)?发货|待自提|待处理|处理中|已确认|已接单|正常|有效|支付|付款|"
             r"^paid$|processing|confirmed|preparing|ready|accepted|new|captured|settled|placed|bezahlt|in bearbeitung|unfulfilled|售后中|退货中|换货"),
)  # fmt: skip
# "Not completed" is no "completed": a denied word is asked about.
DENIED = r"未(?!付|支付|结算|发货)|不|没|无法|\bnot\b(?! paid)|incomplete|unsuccess|uncomplet|unconfirm"


def meaning(word: str) -> str | None:
    """What a state means; None where nobody can say.

    >>> [meaning(word) for word in ("等待买家付款", "交易关闭", "Partially Refunded", "已签收", "wc-processing", "神秘")]
    ['unpaid', 'closed', 'paid', 'completed', 'paid', None]
    """
    text = unicodedata.normalize("NFKC", word).casefold()
    text = " ".join(re.sub(r"[_\-]+", " ", re.sub(r"^wc[-_]", "", text)).split())
    if re.search(DENIED, text):
        return None
    return next((means for means, pattern in MEANINGS if re.search(pattern, text)), None)
