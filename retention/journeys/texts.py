"""Texts of messages: templates that an operator edits, checked before anything is sent, written for one person at a time.

A template may name the customer's values, filter them, and say something only `if` a value is there; nothing else. What a value is missing
for blocks that person only.
"""

import difflib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from retention.settings import SettingsProblem, load_yaml

ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Filter, nodes.If, nodes.Const, nodes.Compare, nodes.Operand, nodes.And,
    nodes.Or, nodes.Not,
)  # fmt: skip
# What a text may say of a customer, and what stands there for one who is made up.
MADE_UP: Mapping[str, str | int] = {
    "name": "王小雨",
    "shop": "HerStyle",
    "goods": "法式连衣裙",
    "offer": "30元",
    "offer_until": "2026-07-15",
    "code": "HS7K-2M9P-Q4",
    "tier": "金卡会员",
    "points": 520,
    "points_until": "2026-07-31",
    "order": "1764…29",
    "parcel": "SF10…88",
    "adviser": "导购阿宁",
    "signature": "HerStyle",
    "shop_address": "1 Silk Road, Hangzhou",
    "unsubscribe": "https://shop.example/td",
}
IN_ENGLISH = {"name": "Mary Lim", "goods": "linen dress", "tier": "gold", "adviser": "Anna", "offer": "30 off"}
PARTS = ("subject", "text", "sms", "push", "wecom", "call", "service")
# The part that each channel takes.
PART_OF = {"email": "text", "sms": "sms", "push": "push", "wecom": "wecom", "phone": "call", "official_account": "service"}
LONGEST_SMS = 500
GSM = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
GSM_TWO = "^{}\\[~]|€"
WAY_OUT = {"zh": "拒收请回复R", "en": "Reply STOP to opt out"}


def short(value: Any, most: int = 12) -> str:
    """A value cut to some signs."""
    text = str(value)
    return text if len(text) <= most else text[: most - 1] + "…"


class Missing(jinja2.StrictUndefined):
    """A value that is not there: `if` finds it false; to write or to compare it is an error."""

    def __bool__(self) -> bool:  # type: ignore[override]
        return False


def _environment() -> ImmutableSandboxedEnvironment:
    made = ImmutableSandboxedEnvironment(undefined=Missing, autoescape=False)
    made.globals.clear()
    made.tests.clear()
    made.filters.clear()
    made.filters.update({"short": short, "upper": str.upper, "money": lambda value: f"{float(value):,.0f}"})
    return made


ENVIRONMENT = _environment()


@dataclass(frozen=True)
class Text:
    """One text: its parts as they were written, by channel."""

    name: str
    parts: Mapping[str, str]
    language: str = "zh"
    source: str = ""
    _compiled: dict[str, jinja2.Template] = field(default_factory=dict, compare=False, repr=False)

    def part(self, channel: str) -> str:
        """The part for a channel."""
        return self.parts.get(PART_OF[channel], "")

    @cached_property
    def values(self) -> frozenset[str]:
        """Names of the values it uses."""
        trees = [ENVIRONMENT.parse(part) for part in self.parts.values()]
        return frozenset(node.name for tree in trees for node in tree.find_all(nodes.Name))

    def values_of(self, channel: str) -> frozenset[str]:
        """Names of the values that a channel's message uses, the subject of an e-mail among it."""
        parts = (PART_OF[channel], *(("subject",) if channel == "email" else ()))
        return frozenset(node.name for part in parts for node in ENVIRONMENT.parse(self.parts.get(part, "")).find_all(nodes.Name))

    def needs_goods(self, channel: str) -> bool:
        """Whether a channel's message cannot be written for somebody without goods."""
        values = {name: value for name, value in self.of_somebody.items() if name != "goods"}
        try:
            self.filled("subject" if channel == "email" else PART_OF[channel], values)
            self.written(channel, values)
        except KeyError:
            return True
        return False

    @property
    def of_somebody(self) -> dict[str, str | int]:
        """Values of somebody who is made up, to show what a text looks like."""
        return {**MADE_UP} | (IN_ENGLISH if self.language == "en" else {})

    def written(self, channel: str, values: Mapping[str, Any]) -> str:
        """The text for a channel with a person's values; KeyError with the name of a value that is missing."""
        return self.filled(PART_OF[channel], values)

    def filled(self, part: str, values: Mapping[str, Any]) -> str:
        """A part with a person's values, empty where there is no such part; KeyError with the name of a value that is missing."""
        if part not in self._compiled:
            self._compiled[part] = ENVIRONMENT.from_string(self.parts.get(part, ""))
        try:
            return self._compiled[part].render(values)
        except jinja2.UndefinedError as missing:
            found = re.search(r"'([^']+)' is undefined", str(missing))
            raise KeyError(found[1] if found else str(missing)) from None


def read(language: str, own: Path | None = None) -> dict[str, Text]:
    """The texts that come with the package in a language, and those of the shop's messages.yaml, which go before; checked."""
    language = "zh" if language == "zh" else "en"
    shipped = Path(__file__).parent / "wording" / f"{language}.yaml"
    found = of_file(shipped, language)
    return found | (of_file(own, language) if own is not None and own.is_file() else {})


def of_file(path: Path, language: str) -> dict[str, Text]:
    """The texts of a file, in a language; checked."""
    return {name: checked(name, parts, language, path.name) for name, parts in load_yaml(path).items()}


def checked(name: str, parts: object, language: str, source: str) -> Text:
    """A text whose parts may be written; SettingsProblem in one sentence for any other."""
    where = f"{source}: {name}"
    if not isinstance(parts, dict) or not all(isinstance(part, str) for part in parts.values()):
        raise SettingsProblem(f"{where}: a text has parts, each a line: {', '.join(PARTS)}")
    strange = sorted(set(parts) - set(PARTS))
    if strange:
        raise SettingsProblem(f"{where}: no part is called {strange[0]!r}; there are {', '.join(PARTS)}")
    for part, text in parts.items():
        _check_tree(f"{where}.{part}", text)
    return Text(name, parts, language, source)


def _check_tree(where: str, text: str) -> None:
    try:
        tree = ENVIRONMENT.parse(text)
    except jinja2.TemplateSyntaxError as error:
        raise SettingsProblem(f"{where}: line {error.lineno} cannot be read as a text: {error.message}") from None
    for node in tree.find_all(nodes.Node):
        if not isinstance(node, ALLOWED):
            what = type(node).__name__.lower()
            raise SettingsProblem(f"{where}: {what} may not stand in a text; name a value, or say something if one is there")
        if isinstance(node, nodes.Name) and node.name not in MADE_UP:
            near = difflib.get_close_matches(node.name, MADE_UP, n=1)
            raise SettingsProblem(f"{where}: no value is called {node.name!r}" + (f"; did you mean {near[0]!r}?" if near else ""))
        if isinstance(node, nodes.Filter) and node.name not in ENVIRONMENT.filters:
            raise SettingsProblem(f"{where}: no filter is called {node.name!r}; there are {', '.join(ENVIRONMENT.filters)}")
    problems = (*map(_filtered, tree.find_all(nodes.Filter)), *map(_compared, tree.find_all(nodes.Compare)))
    if problem := next(filter(None, problems), ""):
        raise SettingsProblem(f"{where}: {problem}")


# --- kinds: what would fail when a text is written is refused when it is read -----------------------------------


def _kind(node: nodes.Node | None) -> str:
    """What kind of value a part of a template is."""
    if isinstance(node, nodes.Name):
        return "a number" if isinstance(MADE_UP[node.name], int) else "a text"
    if isinstance(node, nodes.Const) and not isinstance(node.value, bool):
        return "a text" if isinstance(node.value, str) else "a number" if isinstance(node.value, int | float) else "nothing"
    if isinstance(node, nodes.And | nodes.Or):
        # One of the two is taken.
        sides = {_kind(node.left), _kind(node.right)}
        return sides.pop() if len(sides) == 1 else "a condition"
    return "a text" if isinstance(node, nodes.Filter) else "a condition"


def _filtered(node: nodes.Filter) -> str:
    """What is wrong with a filter; empty where nothing is."""
    takes, told = {"money": "a number", "upper": "a text"}.get(node.name), _kind(node.node)
    if takes and told != takes:
        return f"{node.name} takes {takes}, and {getattr(node.node, 'name', 'this')} is {told}"
    if node.name != "short":
        return f"{node.name} takes nothing in brackets" if node.args or node.dyn_args else ""
    signs = [one.value if isinstance(one, nodes.Const) else None for one in node.args]
    whole = len(signs) < 2 and all(type(one) is int and one > 0 for one in signs)
    return "" if whole and node.dyn_args is None else "short takes how many signs may stand, e.g. short(12)"


def _compared(node: nodes.Compare) -> str:
    """What is wrong with a comparison; empty where nothing is."""
    left = _kind(node.expr)
    for operand in node.ops:
        right = _kind(operand.expr)
        if operand.op in ("in", "notin") and (left, right) != ("a text", "a text"):
            return "`in` looks for a text in a text"
        if left != right or left not in ("a text", "a number"):
            return f"{left} cannot be compared with {right}"
        left = right
    return ""


# --- SMS -----------------------------------------------------------------------------------------------------


def sms(text: str, signature: str, language: str, marketing: bool) -> str:
    """An SMS as it arrives: signature in front, the way out at the end where it is marketing."""
    out = WAY_OUT["zh" if language == "zh" else "en"]
    front = f"【{signature}】" if language == "zh" else f"[{signature}] "
    text = unicodedata.normalize("NFC", text.strip())
    return front + text + ((("，" if language == "zh" else " ") + out) if marketing and not text.endswith(out) else "")


def segments(text: str) -> int:
    """How many SMS a text is paid as: 160 and 153 signs of the plain alphabet, else 70 and 67.

    >>> segments("a" * 160), segments("a" * 161), segments("好" * 70), segments("好" * 160)
    (1, 2, 1, 3)
    """
    plain = all(sign in GSM or sign in GSM_TWO for sign in text)
    length = sum(2 if sign in GSM_TWO else 1 for sign in text) if plain else len(text.encode("utf-16-le")) // 2
    one, more = (160, 153) if plain else (70, 67)
    return 1 if length <= one else -(-length // more)


# --- e-mail --------------------------------------------------------------------------------------------------


def subject(text: Text, values: Mapping[str, Any], marketing: bool) -> str:
    """The subject of an e-mail; marketing says so at its beginning. KeyError with the name of a value that is missing."""
    told = text.filled("subject", values).strip()
    begun = ("广告", "AD")
    return told if not marketing or told.startswith(begun) else ("广告：" if text.language == "zh" else "AD: ") + told
