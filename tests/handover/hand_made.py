"""Messages by hand: one row a message, as a batch is handed over."""

from typing import Any

import pandas as pd

from retention.handover import About

FORM = "${name}，礼遇已放入账户，${offer_until}前可用"
CODE = "SMS_100"


def key(n: int) -> str:
    return f"{n:032x}"


def number(n: int) -> str:
    return f"+86138{n:08d}"


def message(n: int = 1, **changed: Any) -> dict[str, Any]:
    """An SMS of the shop HerStyle, registered as FORM."""
    return {
        "message_key": key(n), "customer_id": f"c{n}", "pseudonym": f"C-{n:08X}", "name": "王小雨", "channel": "sms", "address": number(n),
        "language": "zh", "text": "【HerStyle】王小雨，礼遇已放入账户，2026-12-15前可用，拒收请回复R", "subject": "", "template": "thanks",
        "params": {"name": "王小雨", "offer_until": "2026-12-15", "shop": "HerStyle"}, "offer": "thanks_20", "offer_until": "2026-12-15",
        "coupon": "AB12", "send_from": pd.Timestamp("2026-12-01 02:00"), "send_until": pd.Timestamp("2026-12-03 12:00"), "journey": "first_order",
        "step": "thanks", "unsubscribe": "",
    } | changed  # fmt: skip


def batch(*messages: dict[str, Any]) -> pd.DataFrame:
    rows = pd.DataFrame(list(messages), columns=list(message()))
    return rows.astype({"send_from": "datetime64[s]", "send_until": "datetime64[s]"})


def mail(n: int = 1, **changed: Any) -> dict[str, Any]:
    told = {"channel": "email", "address": f"a{n}@shop.example", "subject": "广告：谢谢你", "text": "你好！\n谢谢。\n\n再见。"}
    return message(n, **{**told, "unsubscribe": "https://herstyle.example/td?t=abc", **changed})


def call(n: int = 1, **changed: Any) -> dict[str, Any]:
    return message(n, **{"channel": "phone", "text": "问问她是否满意", **changed})


def about(**changed: Any) -> About:
    told: dict[str, Any] = {"batch": "000042", "shop": "HerStyle", "signature": "HerStyle", "rehearsal": False, "sms_templates": {"thanks": CODE}}
    told |= {"sms_forms": {"thanks": FORM}, "postal_contact": "杭州市丝绸路 1 号\n400-000-0000", "zone": "Asia/Shanghai"}
    return About(**told | changed)
