"""What a reason, a ticket's topic or a comment is about, by terms in Chinese and English; and sizes in their order."""

import re
from collections.abc import Mapping

import numpy as np
import pandas as pd

# Reasons that say nothing of the goods: the law's "no reason needed", and a changed mind.
SILENT = ("no_reason", "changed_mind")


def _words(latin: str) -> str:
    """A pattern of English words, as whole words and with their endings: late, and not chocolate."""
    return rf"(?<![a-z])(?:{latin})(?:s|d|ed)?(?![a-z])"


# Theme → its terms in a reported reason or a topic; the first theme that is met counts.
TERMS: Mapping[str, str] = {
    "no_reason": "七天无理由|7天无理由|无理由|" + _words("no[ -]reason|without reason"),
    "size": "尺码|尺寸|码数|大小|偏大|偏小|太大|太小|不合身|版型|"
    + _words("siz(?:e|ing)|fit(?:ted|ting)?|too (?:big|large|small|tight|loose|long|short)"),
    "wrong_item": "发错|错发|漏发|少件|少发|" + _words("wrong (?:item|product|good|article)|missing|not as ordered"),
    "quality": "质量|瑕疵|破损|损坏|做工|掉色|开线|污渍|" + _words("quality|defect|defective|damage|broken|fault|faulty|torn"),
    "fabric": "面料|材质|布料|起球|" + _words("fabric|material"),
    "looks": "色差|颜色|图片|描述|实物|不符|" + _words("colou?r|picture|photo|description|looks? different|not as (?:shown|described)"),
    "late": "物流|快递|发货|未按约定|太慢|" + _words("late|later than|delay|deliver(?:y|ies|ing)?|shipping"),
    "price": "价格|优惠|降价|贵|" + _words("pric(?:e|ing)|cheaper|expensive|discount|coupon"),
    "changed_mind": "不想要|不喜欢|多拍|拍错|误拍|" + _words("changed? (?:my )?mind|no longer|not needed|unwanted|by mistake"),
}
THEMES = (*TERMS, "other", "not_told")
SMALL = "偏小|小了|太小|过小|太紧|勒|肩膀紧|" + _words("too (?:small|tight|short)|runs? small|small fit(?:ting)?")
LARGE = "偏大|大了|太大|过大|太松|宽松过头|" + _words("too (?:big|large|loose|long)|runs? (?:large|big)|large fit(?:ting)?")
# What complaints in a free comment say; terms alone are praise as often ("尺码很准").
BLAME: Mapping[str, str] = {
    "size": f"{SMALL}|{LARGE}|(?:尺码|码数|尺寸)(?:不准|不对|不合)|不合身|" + _words("(?:do|doe|did)(?:s?n't|s? not) fit|wrong size"),
    "wrong_item": TERMS["wrong_item"],
    "quality": "质量(?:差|不好|一般|问题)|瑕疵|破损|破了|坏了|掉色|开线|" + _words("defect|defective|damaged|broken|faulty|poor quality"),
    "fabric": "起球|(?:面料|料子|材质)(?:薄|差|硬|扎|一般|不好)|有点扎|" + _words("itchy|thin fabric"),
    "looks": "有?色差大|跟图片不|和图片不|与图片不|比图片(?:暗|深|浅|黄)|颜色不(?:对|一样)|实物不|"
    + _words("not as (?:shown|described)|different colou?r"),
    "late": "(?:物流|快递|发货)(?:太慢|慢|一直不动|不动)|晚了好几天|" + _words("too late|slow delivery"),
}
_COMPLAINT = "|".join(BLAME.values())
# What may stand between a "no" and what it denies; after any other word ("没穿几次就起球") the complaint is one.
_NO = (
    "(?:(?<!是)不|没有?|无|未)(?:会|太|易|容易|怎么|是|算|任何|什么|啥|出现|发现|存在|看到|见到|见|出|到|再|特别|明显|丝毫|一点|半点|想象[中的]?|那么"
    "|这么|觉得|感觉|用担心|担心|怕)*"
)
_NO_LATIN = (
    r"(?:(?<![a-z])(?:no|not|nothing|never|without)|n['’]t)(?: (?:at all|any|an?|the|is|was|were|be|been|really|even|too|visible|obvious|single|part"
    r"|item|piece)s?)* "
)
# What reads like a complaint and is none; one "no" denies all that is listed behind it.
DENIED = (
    "不偏[大小]|没有偏[大小]|不(?:太|过)?[大小]不(?:太|过)?[大小]|"
    f"(?:{_NO}|{_NO_LATIN})(?:{_COMPLAINT})(?:(?:、|和|或者?|及|以及| or | and | nor )(?:{_COMPLAINT}))*"
)
LETTERS = {"xxxs": -3.0, "xxs": -2.0, "xs": -1.0, "s": 0.0, "m": 1.0, "l": 2.0, "xl": 3.0, "xxl": 4.0, "xxxl": 5.0}


def theme_of(told: object) -> str:
    """The theme of a reason or topic; `other` where none is met, `not_told` where nothing is said.

    >>> [theme_of(told) for told in ("七天无理由退换货", "尺码不合适", "颜色/描述不符", "Too small", "Hmm", None)]
    ['no_reason', 'size', 'looks', 'size', 'other', 'not_told']
    """
    text = _text(told)
    return next((theme for theme, terms in TERMS.items() if re.search(terms, text)), "other") if text else "not_told"


def blamed_in(comment: object) -> str:
    """The theme a comment complains of; `other` where it does of none, `not_told` where nothing is said.

    >>> [blamed_in(told) for told in ("尺码很准，按平时的码拍就行", "面料舒服，就是码数不准，偏大一码", "没有色差，实物更好看", "")]
    ['other', 'size', 'other', 'not_told']
    """
    text = _text(comment)
    claimed = re.sub(DENIED, "，", text)
    return next((theme for theme, terms in BLAME.items() if re.search(terms, claimed)), "other") if text else "not_told"


def size_said(told: object) -> str:
    """`small` or `large` where a text says that goods are; empty where it says neither or both.

    >>> [size_said(told) for told in ("尺码偏小，肩膀紧", "runs large", "S太小，L太大", "尺码不合适", "not too small")]
    ['small', 'large', '', '', '']
    """
    text = re.sub(DENIED, "，", _text(told))
    found = [name for name, terms in (("small", SMALL), ("large", LARGE)) if re.search(terms, text)]
    return found[0] if len(found) == 1 else ""


def size_rank(size: object) -> float:
    """Where a size stands among those of its kind, missing for one that is in no order.

    >>> [size_rank(size) for size in ("XS", "2XL", "xxl", "27", "36.5", "均码")]
    [-1.0, 4.0, 4.0, 27.0, 36.5, nan]
    """
    text = re.sub(r"^(\d)(xl|xs)$", lambda m: "x" * int(m[1]) + m[2][1], _text(size).strip())
    number = re.fullmatch(r"\d{1,3}(?:\.5)?", text)
    return float(number[0]) if number else LETTERS.get(text, np.nan)


def _text(told: object) -> str:
    return "" if told is None or pd.isna(told) else str(told).lower()  # type: ignore[call-overload]
