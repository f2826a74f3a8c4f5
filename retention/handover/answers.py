"""Words that gateways and customers answer with, and what they mean; a word that does not stand here means nothing to us."""

import unicodedata

# What became of a message → the words by which gateways say so (folded). "Sent" says no more than that the gateway took it.
STATUSES = {
    "submitted": (
        "submitted", "accepted", "acceptd", "sent", "queued", "enqueued", "enroute", "processed", "pending", "deferred",
        "已提交", "提交成功", "已发送", "发送成功", "发送中", "等待回执",
    ),
    "task_created": ("task_created", "task created", "任务已创建", "待员工确认"),
    "delivered": ("delivered", "delivrd", "deliverd", "success", "succeeded", "成功", "接收成功", "已送达", "送达", "送达成功"),
    "failed": (
        "failed", "fail", "failure", "undelivered", "undeliv", "undeliverable", "bounced", "bounce", "hard_bounce", "soft_bounce", "rejected",
        "rejectd", "expired", "deleted", "dropped", "blocked", "invalid", "失败", "发送失败", "接收失败", "未送达", "退回", "退信", "空号",
    ),
    "unknown": ("unknown", "unknwn", "unknow", "未知"),
}  # fmt: skip
STATUS_OF = {word: status for status, words in STATUSES.items() for word in words}
# States of a message that are no longer wanted: some gateways tell them among the statuses.
WITHDRAWN = ("unsubscribed", "unsubscribe", "opted_out", "opt_out", "complained", "complaint", "spamreport", "spam_report", "退订", "已退订", "投诉")
# A whole reply that ends messages: the gateways' own in China, and those that the rules of the United States name.
ENDS = ("R", "TD", "T", "退订", "STOP", "UNSUBSCRIBE", "STOPALL", "QUIT", "END", "CANCEL", "REVOKE", "OPT OUT", "OPTOUT")
# Within a longer reply these may end messages or not; somebody has to look.
PERHAPS = ("退订", "别再发", "不要再发", "不要发", "UNSUBSCRIBE", "STOP", "OPT OUT", "投诉")
# Names of channels in exports, beside our own.
CHANNELS = {
    "e-mail": "email", "mail": "email", "邮件": "email", "邮箱": "email", "短信": "sms", "text": "sms", "电话": "phone", "call": "phone",
    "推送": "push", "企微": "wecom", "企业微信": "wecom", "公众号": "official_account", "全部": "any", "所有": "any", "all": "any",
}  # fmt: skip


def folded(word: str) -> str:
    """A word whatever its width, case and surroundings.

    >>> folded(" ＤＥＬＩＶＲＤ"), folded("Hard Bounce"), folded("hard-bounce")
    ('delivrd', 'hard_bounce', 'hard_bounce')
    """
    return unicodedata.normalize("NFKC", word).strip().casefold().replace(" ", "_").replace("-", "_")


def status_of(word: str) -> str:
    """What a gateway's word means; empty where it is not known.

    >>> status_of("DELIVRD"), status_of("发送失败"), status_of("Task created"), status_of("opened")
    ('delivered', 'failed', 'task_created', '')
    """
    return STATUS_OF.get(folded(word), "") or STATUS_OF.get(word.strip().casefold(), "")


def said(content: str) -> str:
    """A reply without white space and signs around it, in capitals.

    >>> said("【Ｒ】。"), said(" td "), said("好的")
    ('R', 'TD', '好的')
    """
    text = unicodedata.normalize("NFKC", content).upper()
    kept = [place for place, sign in enumerate(text) if unicodedata.category(sign)[0] in "LN"]
    return " ".join(text[kept[0] : kept[-1] + 1].split()) if kept else ""


def perhaps_ends(reply: str) -> bool:
    """Whether a reply (`said`) may ask to be written to no more without being one of the words for it."""
    return any(word in reply for word in PERHAPS)
