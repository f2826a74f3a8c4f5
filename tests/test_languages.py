"""What is kept of a shop is the same in every language: figures but for their definitions, and the tables notebooks make."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from retention import playbook, project
from retention.membership.kpis import member_rows
from retention.pages import lifetime, membership, metrics, people, pyramid, segments
from retention.pages.kit.told import figures as figures_of
from retention.pages.membership.tables import Today
from retention.tables.kpis import kpi_table

# Little to reckon; a preset as today's programme, whose tiers have names in each language.
QUICK = {
    "02_segmentation": "clusters: {refits: 10, null_sets: 19, sample: 200}\n",
    "03_loyalty_design": "today: clothing\n",
    "05_service_nps": "level: 0.95\nreplicates: 20\nbacktest_origins: 1\n",
}


def member_kpis(book: playbook.Playbook) -> pd.DataFrame:
    """The figures of members and points, without the programmes' simulation."""
    today = book.shared(Today)
    return kpi_table(member_rows(len(today.joined), today.table, today.programme, today.burned_and_earned, today.liability, book.as_of))


PEOPLE_AND_SHOP = (
    people.contactable, people.members, people.super_users, people.to_follow_up, people.marked_accounts, metrics.key_figures,
)  # fmt: skip
KPIS: dict[str, list[Callable[[playbook.Playbook], pd.DataFrame]]] = {
    "01_data_pyramid": [lambda book, of=section: of(book).kpis for section in PEOPLE_AND_SHOP],
    "02_segmentation": [lambda book: segments.board(book).kpis, lambda book: segments.moves(book).kpis],
    "03_loyalty_design": [member_kpis],
    "05_service_nps": [lambda book: lifetime.key_figures(book).kpis],
}


def params_in(language: str, folder: Path) -> Path:
    """HerStyle's settings in a language, with little to reckon."""
    folder.mkdir(parents=True)
    about = (project.root() / "params" / "herstyle" / "shop.yaml").read_text(encoding="utf-8")
    (folder / "shop.yaml").write_text(about.replace("language: en", f"language: {language}"), encoding="utf-8")
    for notebook, settings in QUICK.items():
        (folder / f"{notebook}.yaml").write_text(settings, encoding="utf-8")
    return folder


def told_in(language: str, herstyle: Path, home: Path) -> tuple[dict[str, list[dict]], Path]:
    """Figures of each notebook as recorded, and where the tables are kept."""
    params, data = params_in(language, home / "params"), home / "herstyle"
    data.mkdir()
    (data / "tables").symlink_to(herstyle / "tables")
    books = {notebook: playbook.open(notebook, str(params), str(data)) for notebook in KPIS}
    for book, save in zip(books.values(), (pyramid.save, segments.save, membership.save, lifetime.save), strict=True):
        save(book)
    figures = {name: [figure for kpis in KPIS[name] for figure in figures_of(kpis(book), (), book.words)] for name, book in books.items()}
    return figures, data / "out"


@pytest.fixture(scope="module")
def told(herstyle, tmp_path_factory) -> list[tuple[dict[str, list[dict]], Path]]:
    home = tmp_path_factory.mktemp("languages")
    return [told_in(language, herstyle, home / language) for language in ("en", "zh")]


@pytest.mark.parametrize("notebook", ["01_data_pyramid", *QUICK])
def test_figures_differ_between_languages_by_their_definitions_only(told, notebook):
    english, chinese = (figures[notebook] for figures, _ in told)
    assert len(english) > 5
    assert all(one["definition"] != other["definition"] for one, other in zip(english, chinese, strict=True))
    assert [one | {"definition": ""} for one in english] == [one | {"definition": ""} for one in chinese]


@pytest.mark.parametrize("table", ["pyramid", "segments", "forecasts", "members"])
def test_tables_for_other_notebooks_hold_no_word_of_the_pages_language(told, table):
    english, chinese = (pd.read_parquet(place / f"{table}.parquet") for _, place in told)
    pd.testing.assert_frame_equal(english, chinese)
