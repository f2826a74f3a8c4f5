"""The one thing a notebook's set-up cell imports: `book = playbook.open("01_data_pyramid", params, data, as_of)`.

It finds settings, tables and words, and knows how each table that notebooks hand each other is made.
"""

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import plotly.io as pio

from retention import imports, kept, privacy
from retention.pages.kit import contents, style
from retention.pages.kit.book import Maker, Playbook
from retention.settings import (
    MODELS,
    LifetimeSettings,
    LoyaltySettings,
    OffersSettings,
    PyramidSettings,
    ServiceSettings,
    SettingsProblem,
    day_asked,
    notebook_settings,
    notebooks_asked,
    shop_settings,
)
from retention.shop import Shop
from retention.tables import FORECASTS, MEMBERS, NEXT_GOODS, PYRAMID, SEGMENTS, DataProblem

__all__ = ["Playbook", "open"]


def open(notebook: str, params: str | Path, data: str | Path, as_of: str | date = "last_order") -> Playbook[Any]:
    """The book of one notebook, by its name or number. Paths are seen from the working folder; `params` may be empty for all defaults.

    `as_of` is a day, or last_order or today. What is not there is a SettingsProblem or DataProblem that says where it was looked for.
    """
    pio.renderers.default = "plotly_mimetype"
    style.register()
    day, about, folder = day_asked(as_of), shop_settings(params), _with_tables(data)
    facts = imports.read_facts(folder)
    filled = {key: getattr(about, key) or facts.get(key, "") for key in ("language", "currency", "time_zone")}
    filled["name"] = about.name or Path(os.path.abspath(folder)).name
    name = _named(notebook)
    settings = notebook_settings(MODELS[name], params, filled["language"])
    # What is read later is looked for in the same place, wherever the notebook has gone by then.
    where = str(Path(params).resolve()) if str(params) else ""
    return Playbook(name, Shop(folder.resolve(), day), about.model_copy(update=filled), settings, where, _makers, contents.of)


def _named(notebook: str) -> str:
    """The full name of the notebook called so."""
    found = notebooks_asked([notebook], list(MODELS))
    if len(found) > 1:
        raise SettingsProblem(f"{notebook} may be any of {', '.join(found)}; give the whole name")
    return found[0]


def _with_tables(data: str | Path) -> Path:
    """The shop's folder, or a DataProblem that says where it was looked for and what to do."""
    if not isinstance(data, str | os.PathLike) or not str(data):
        raise DataProblem(f"data is {data!r}; it should be the shop's folder, e.g. ../data/herstyle")
    folder = Path(data)
    privacy.check_key(folder)
    if not (folder / "tables").is_dir():
        missing = "no tables there" if folder.is_dir() else "no such folder"
        raise DataProblem(
            f"{data}: {missing} (looked for {(folder / 'tables').resolve()}, the working folder is {Path.cwd()}). "
            "Give the shop's folder as `data`, with papermill as -p data FOLDER; `retention import` makes it from the shop's exports"
        )
    return folder


# --- tables that notebooks hand each other -------------------------------------------------------------------


def _pyramid_follows(book: Playbook) -> tuple[object, ...]:
    rules, about = book.settings_of(PyramidSettings), book.about
    return rules.model_dump_json(), book.window_days, about.model_dump_json(include={"fields"})


def _segments_follow(book: Playbook) -> tuple[object, ...]:
    # Clusters keep their numbers, and customers their cluster at its edge, from the run before.
    return *_pyramid_follows(book), book.settings_of(OffersSettings).model_dump_json(), kept.stamp_of_before(book.shop, SEGMENTS)


def _next_goods_follow(book: Playbook) -> tuple[object, ...]:
    # Marked accounts are left out, and what marks them stands in the pyramid's settings.
    return *_pyramid_follows(book), book.settings_of(OffersSettings).affinity.model_dump_json()


def _forecasts_follow(book: Playbook) -> tuple[object, ...]:
    # What service promises changes no forecast.
    return book.settings_of(ServiceSettings).model_dump_json(include=set(LifetimeSettings.model_fields)), book.about.margin_rate


def _members_follow(book: Playbook) -> tuple[object, ...]:
    return book.settings_of(LoyaltySettings).model_dump_json(), book.about.time_zone


def _makers() -> Mapping[str, Maker]:
    """How each is made. A notebook that asks for none of another's waits for none of its libraries."""
    from retention.pages.affinity.tables import Goods
    from retention.pages.lifetime.tables import Value
    from retention.pages.membership.tables import Today
    from retention.pages.pyramid.tables import Base
    from retention.pages.segments.tables import Groups

    return {
        PYRAMID.name: Maker(lambda book: book.shared(Base).customers, _pyramid_follows),
        SEGMENTS.name: Maker(lambda book: book.shared(Groups).table, _segments_follow),
        NEXT_GOODS.name: Maker(lambda book: book.shared(Goods).handed_anew(), _next_goods_follow),
        FORECASTS.name: Maker(lambda book: book.shared(Value).forecasts_anew(), _forecasts_follow, reads=("orders", "returns")),
        MEMBERS.name: Maker(lambda book: book.shared(Today).table, _members_follow),
    }
