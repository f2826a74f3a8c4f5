"""The shop's stage, made when first asked for."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from retention.metrics import diagnosis
from retention.metrics.diagnosis import Diagnosis, Known
from retention.pages.kit.book import Concept
from retention.pages.kit.labels import group_label
from retention.pages.kit.words import LOCALES, Words
from retention.pages.pyramid.tables import Base
from retention.segments.groups import GROUPS
from retention.settings import JourneysSettings, PyramidSettings, file_of, notebook_of

# Columns by which a journey's condition names a group of customers.
OF_A_GROUP = re.compile(r"\b(group|type|cluster|mark|tier_name|value_band)\b")
# One English word alone (new, active) says too little in a campaign's name.
LEAST_WORDS = 2


@dataclass(frozen=True)
class Stage(Concept[PyramidSettings]):
    """Which of the three stages the shop is in."""

    @cached_property
    def found(self) -> Diagnosis:
        """The signs and the stage they make."""
        return diagnosis.diagnosis(self.known_of(self.book.shared(Base).customers), self.settings.stage)

    def known_of(self, pyramid: pd.DataFrame) -> Known:
        """What they are told from, for the customers of a pyramid."""
        book = self.book
        tables = {name: book.table(name) for name in book.tables()}
        journeys = self._journeys
        conditions = None if journeys is None else [where for where in self._conditions(journeys) if OF_A_GROUP.search(where)]
        return Known(
            pyramid=pyramid,
            tables=tables,
            ledger=book.ledger,
            as_of=book.as_of,
            until=max(book.as_of, book.shop.days[1]) if book.shop.is_newest else book.as_of,
            journeys=None if journeys is None else sum(journey.live for journey in journeys.all_journeys.values()),
            by_group=None if conditions is None else len(conditions),
            group_names=_group_names(),
            margin_known=book.about.margin_rate is not None,
            own_fields=book.about.fields,
            top_share=self.settings.top_share,
            dormant_days=self.settings.dormant_days,
        )

    @property
    def _journeys(self) -> JourneysSettings | None:
        """The shop's own journeys; those that come with the package run nowhere until a shop takes them over."""
        path = Path(self.book.params) / file_of(notebook_of(JourneysSettings))
        return self.book.settings_of(JourneysSettings) if self.book.params and path.is_file() else None

    def _conditions(self, journeys: JourneysSettings) -> Iterable[str]:
        """The conditions of each journey that runs, as one text."""
        for journey in journeys.all_journeys.values():
            if journey.live:
                yield " ".join(enter.where for enter in journey.enter)


def _group_names() -> tuple[str, ...]:
    """What groups are called, in both languages."""
    labels = {language: [str(group_label(group, Words(language))).casefold() for group in GROUPS] for language in LOCALES}
    english = [label for label in labels["en"] if len(label.split()) >= LEAST_WORDS]
    return (*english, *labels["zh"], *(group for group in GROUPS if "_" in group))
