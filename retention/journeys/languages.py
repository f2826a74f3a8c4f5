"""Texts in more than one language: the shop's own, and what it wrote for customers who are written to in another.

messages.yaml holds texts in the shop's language; messages.en.yaml or messages.zh.yaml beside it those in the other one, under the same names.
"""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from retention.journeys import texts
from retention.journeys.texts import Text
from retention.settings import SettingsProblem

LANGUAGES = ("en", "zh")
# What shops write in place of the letters.
CALLED = {"zh": ("chinese", "mandarin", "中文", "汉语", "漢語", "华语", "華語", "普通话", "国语", "國語"), "en": ("english", "英文", "英语", "英語")}
OWN = "messages.yaml"
Texts = Mapping[str, Text]


def in_language(language: str) -> str:
    """The name of the file with a shop's texts in a language that is not its own."""
    return f"messages.{language}.yaml"


def language_of(told: Any) -> str:
    """A language as shops write it, by its two letters; empty where none is told.

    >>> language_of("zh-CN"), language_of("EN"), language_of("简体中文"), language_of(None)
    ('zh', 'en', 'zh', '')
    """
    said = "" if pd.isna(told) else str(told).strip().lower()
    return next((code for code, names in CALLED.items() if any(name in said for name in names)), "zh" if said == "cn" else said[:2])


@dataclass(frozen=True)
class Wording:
    """A shop's texts: in its own language, and by language those it wrote in another."""

    own: Texts
    others: Mapping[str, Texts] = field(default_factory=dict)

    def text(self, template: str, channel: str, language: str) -> Text:
        """The text for a customer of a language: in hers where the shop wrote it for this channel, else in the shop's."""
        hers = self.others.get(language, {}).get(template)
        whole = hers is not None and hers.part(channel) and (channel != "email" or hers.parts.get("subject"))
        return hers if hers is not None and whole else self.own[template]


def read(language: str, folder: Path | None) -> Wording:
    """The texts of a shop, and of the package where it has none of its own; SettingsProblem for one that no journey could ever name."""
    own = texts.read(language, None if folder is None else folder / OWN)
    if folder is None:
        return Wording(own)
    if (folder / in_language(language)).is_file():
        raise SettingsProblem(f"{in_language(language)}: this is the shop's own language, whose texts stand in {OWN}; move them there")
    others = {other: texts.of_file(path, other) for other in LANGUAGES if other != language and (path := folder / in_language(other)).is_file()}
    for other, found in others.items():
        for name in (name for name in found if name not in own):
            near = difflib.get_close_matches(name, own, n=1)
            meant = f"; did you mean {near[0]!r}?" if near else f"; write it in {OWN}, too"
            raise SettingsProblem(f"{in_language(other)}: there is no text {name!r} in the shop's own language{meant}")
    return Wording(own, others)
