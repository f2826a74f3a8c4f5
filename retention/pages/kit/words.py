"""Every sentence, title and label the package makes, in English and Chinese.

Texts are Fluent messages in `en.ftl` and `zh.ftl` of each folder of pages. Numbers are formatted by
Babel, in one place, so that ¥ and 万 stand in Chinese and thousands separators in English:
MONEY($x), SHARE($x), COUNT($x), NUMBER1($x) and DAY($d) can be called inside a message.
"""

from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from babel.numbers import format_decimal, get_currency_symbol
from fluent.runtime import FluentBundle, FluentResource

from retention import names

PAGES = Path(__file__).parents[1]
LOCALES = {"en": "en_GB", "zh": "zh_CN"}
# A Chinese shop's money is ¥ in both languages; Babel writes CN¥ in English.
SIGNS = {"CNY": "¥"}


@cache
def _resources(language: str) -> tuple[Any, ...]:
    return tuple(FluentResource(path.read_text(encoding="utf-8")) for path in sorted(PAGES.glob(f"*/{language}.ftl")))


class Said(str):
    """Text made of messages: put into another message, or joined by one, it is not taken for a name."""

    def __add__(self, other: str, /) -> "Said":
        """This and what follows; what is not said yet is a name."""
        return Said(super().__add__(_name(other)))

    def join(self, parts: Iterable[str], /) -> "Said":
        """The parts with this between them; those that are not said yet are names."""
        return Said(super().join(_name(part) for part in parts))


class Words:
    """Messages in one language with one currency; call it with a message id and its values.

    >>> Words("en", "GBP").money(1234567)
    '£1,234,567'
    >>> Words("zh", "CNY").money(1234567)
    '¥123.5万'
    """

    def __init__(self, language: str = "en", currency: str = ""):
        self.language, self.currency = language or "en", currency
        self.locale = LOCALES[self.language]
        functions: dict[str, Any] = {
            "MONEY": self.money,
            "SHARE": self.share,
            "SHARES": self.shares,
            "COUNT": self.count,
            "NUMBER1": self.number,
            "DAY": self.day,
        }
        self._bundle = FluentBundle([self.locale], functions=functions, use_isolating=False)
        for resource in _resources(self.language):
            self._bundle.add_resource(resource)

    def __call__(self, message: str, **values: Any) -> str:
        """The message with its values put in; a missing message or value is an error, not a gap in a report.

        Text among the values is tidied, for it may be a name from data, unless it was made here itself.
        """
        pattern = self._bundle.get_message(message).value if self._bundle.has_message(message) else None
        if pattern is None:
            raise KeyError(f"no message {message!r} in {self.language}")
        text, errors = self._bundle.format_pattern(pattern, {k: _fluent(v) for k, v in values.items()})
        if errors:
            raise KeyError(f"message {message!r} in {self.language}: {errors[0]}")
        return Said(text)

    def sentences(self, *parts: str) -> str:
        """Sentences one after the other, the empty ones left out; Chinese needs no blank between them. Parts that are not said yet are names."""
        return Said("" if self.language == "zh" else " ").join(part for part in parts if part)

    def has(self, message: str) -> bool:
        """Whether there is such a message."""
        return self._bundle.has_message(message)

    def symbol(self) -> str:
        """The currency's sign as the shop writes it, e.g. ¥; empty when the currency is not known."""
        return SIGNS.get(self.currency) or (get_currency_symbol(self.currency, self.locale) if self.currency else "")

    def money(self, value: float, digits: int | None = None) -> str:
        """An amount: in Chinese with 万 and 亿 from ten thousand, else with separators; pence only below 100."""
        size, sign = abs(float(value)), "-" if value < 0 else ""
        if self.language == "zh" and size >= 10_000:
            unit, name = (1e8, "亿") if size >= 1e8 else (1e4, "万")
            return f"{sign}{self.symbol()}{format_decimal(round(size / unit, 1), '#,##0.#', self.locale)}{name}"
        digits = digits if digits is not None else (0 if size >= 100 or size == 0 else 2)
        return f"{sign}{self.symbol()}{format_decimal(size, '#,##0' + ('.' + '0' * digits if digits else ''), self.locale)}"

    def share(self, value: float) -> str:
        """A share as a percentage: one decimal below 10 %, none from there; the sign never wraps to the next line."""
        percent = float(value) * 100
        pattern = "0.#" if abs(percent) < 9.95 else "0"
        return format_decimal(percent, pattern, self.locale) + ("%" if self.language == "zh" else "\u00a0%")

    def shares(self, low: float, high: float) -> str:
        """A range of shares with one sign at its end, e.g. 49–53 %."""
        sign = "%" if self.language == "zh" else "\u00a0%"
        return f"{self.share(low).removesuffix(sign)}–{self.share(high)}"

    def count(self, value: float) -> str:
        """A number of things, with separators (万 from a hundred thousand in Chinese)."""
        if self.language == "zh" and abs(value) >= 100_000:
            return format_decimal(round(float(value) / 1e4, 1), "#,##0.#", self.locale) + "万"
        return format_decimal(round(float(value)), "#,##0", self.locale)

    def number(self, value: float, digits: int = 1) -> str:
        """A number with `digits` decimals."""
        return format_decimal(float(value), "#,##0." + "0" * digits, self.locale)

    def day(self, value: Any) -> str:
        """A date as 2026-06-30."""
        return str(value)[:10] if not isinstance(value, date) else value.isoformat()[:10]


def _fluent(value: Any) -> Any:
    """What Fluent can hold: dates travel as text, numpy numbers as Python's own, names without what could do harm."""
    if isinstance(value, str):
        return _name(value)
    if isinstance(value, date):
        return value.isoformat()[:10]
    return value.item() if hasattr(value, "item") else value


def _name(text: str) -> str:
    """A name that is one line of plain text; what messages mark bold words and places with becomes a look-alike."""
    return text if isinstance(text, Said) else names.tidy(text).replace("**", "＊＊").replace("`", "ˋ")
