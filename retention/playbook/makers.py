"""How each table that notebooks make is made, from which tables and settings: what lets a notebook or a command ask for another one's.

Playbook.made compares what a kept table follows from with these, and makes what is missing or no longer holds.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from retention import kept
from retention.playbook import Playbook, clv, segments, standing
from retention.settings import LifetimeSettings, LoyaltySettings, OffersSettings, PyramidSettings
from retention.tables import FORECASTS, MEMBERS, PYRAMID, SEGMENTS


@dataclass(frozen=True)
class Maker:
    """How a table is made: `make` from a playbook of any notebook; it `reads` these tables (none named: all) and `follows` settings."""

    make: Callable[[Playbook], pd.DataFrame]
    follows: Callable[[Playbook], tuple[object, ...]]
    reads: tuple[str, ...] = ()


def _pyramid_follows(book: Playbook) -> tuple[object, ...]:
    rules, about = book.settings_of(PyramidSettings), book.about
    return rules.model_dump_json(), book.window_days, about.model_dump_json(include={"fields"})


def _segments_follow(book: Playbook) -> tuple[object, ...]:
    # Clusters keep their numbers, and customers their cluster at its edge, from the run before.
    return *_pyramid_follows(book), book.settings_of(OffersSettings).model_dump_json(), kept.stamp_of_before(book.shop, SEGMENTS)


def _forecasts_follow(book: Playbook) -> tuple[object, ...]:
    return book.settings_of(LifetimeSettings).model_dump_json(), book.about.margin_rate


def _members_follow(book: Playbook) -> tuple[object, ...]:
    return book.settings_of(LoyaltySettings).model_dump_json(), book.about.time_zone


MAKERS = {
    PYRAMID.name: Maker(Playbook.pyramid, _pyramid_follows),
    SEGMENTS.name: Maker(lambda book: segments.of(book.of(OffersSettings)).table, _segments_follow),
    FORECASTS.name: Maker(lambda book: clv.of(book.of(LifetimeSettings)).forecasts_anew(), _forecasts_follow, reads=("orders", "returns")),
    MEMBERS.name: Maker(lambda book: standing.of(book.of(LoyaltySettings)).table, _members_follow),
}
