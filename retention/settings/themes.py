"""What customers write about in surveys: the shop's own terms, part of 05_service_nps.yaml.

A *theme* is a list of terms; a comment is about a theme when one of them stands in it. Terms are compared without regard to capitals and to
full width and half width letters.
"""

import unicodedata
from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import Field, StringConstraints, field_validator, model_validator

from retention.settings.reading import Settings

# Names stand in cells of a sheet with commas between.
ThemeName = Annotated[str, StringConstraints(strip_whitespace=True, max_length=40, pattern=r"^[^,，、;；|\n*]+$")]
Term = Annotated[str, StringConstraints(max_length=60)]
ANY_ENDING = "*"
# Apostrophes as telephones write them.
APOSTROPHES = str.maketrans("‘’ʼ`´", "'''''")


def folded(text: str) -> str:
    """A text as it is compared: small letters, half width, single spaces.

    >>> folded(" Ｎｏ  SMELL，它Didn’t ")
    "no smell,它didn't"
    """
    return " ".join(unicodedata.normalize("NFKC", text.translate(APOSTROPHES)).casefold().split())


class Theme(Settings):
    """Something that customers write about."""

    terms: tuple[Term, ...] = Field((), description="terms that tell it, e.g. [尺码, 偏大]; English ones are whole words, size* is any ending")
    negated: tuple[Term, ...] = Field((), description="terms that say the trouble is not there, e.g. [没有味道, no smell]; they are counted apart")
    replace: bool = Field(False, description="true: only these terms, without the packaged ones of this theme; without any the theme is left out")

    @field_validator("terms", "negated", mode="before")
    @classmethod
    def _one_or_several(cls, told: Any) -> Any:
        return [told] if isinstance(told, str) else told

    @field_validator("terms", "negated")
    @classmethod
    def _not_empty(cls, told: tuple[str, ...]) -> tuple[str, ...]:
        for place, term in enumerate(told, 1):
            if not any(sign.isalnum() for sign in term):
                raise ValueError(f"term {place} of {len(told)} is empty")
            if ANY_ENDING in folded(term).removesuffix(ANY_ENDING):
                raise ValueError(f"{term!r} has a * that is not at its end")
        return told

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.terms or self.negated or self.replace):
            raise ValueError("it has no term; write some, or replace: true to leave the theme out")
        return self

    @property
    def in_words(self) -> str:
        """One sentence for `retention check`."""
        if not (self.terms or self.negated):
            return "left out"
        parts = [", ".join(self.terms)] if self.terms else []
        parts += ["not where it says " + ", ".join(self.negated)] if self.negated else []
        return "; ".join(parts) + (" (only these)" if self.replace else " (beside the packaged terms, if there are any)")


def listed(told: Any) -> Any:
    """Themes with their terms; a list of terms alone is a theme, too."""
    return {name: {"terms": theme} if isinstance(theme, list | str) else theme for name, theme in told.items()} if isinstance(told, dict) else told


def refuse_shared_terms(themes: Mapping[str, Theme]) -> None:
    """ValueError for a term that stands twice, in two themes or in one: nobody could say what it is about."""
    called: dict[str, str] = {}
    for name in themes:
        if called.setdefault(folded(name), name) != name:
            raise ValueError(f"themes: {called[folded(name)]!r} and {name!r} are the same name; put their terms together")
    places: dict[str, str] = {}
    for name, theme in themes.items():
        for where, terms in ((name, theme.terms), (f"{name}.negated", theme.negated)):
            for term in terms:
                if folded(term) in places:
                    there = places[folded(term)]
                    twice = f"twice in {where}" if there == where else f"in {there} and in {where}"
                    raise ValueError(f"themes: the term {term!r} stands {twice}; leave it in one of them")
                places[folded(term)] = where
