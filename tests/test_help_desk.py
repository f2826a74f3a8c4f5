"""A shop that has nothing but a help desk: every notebook says which export is missing, and shows nothing else that needs it."""

from datetime import date

import pytest

from retention import imports, playbook
from retention.pages.kit import contents
from retention.pages.kit.section import SECTIONS
from retention.settings import MODELS, ShopSettings
from tests.imports.test_told import HEADERS, ROWS

OTHERS = ("service", "nps", "parcels")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("desk")
    for name in ("tickets", "ticket_messages"):
        (folder / f"{name}.csv").write_text("\n".join([HEADERS[name], *ROWS[name], ""]), encoding="utf-8")
    imports.import_shop([folder], ShopSettings(), folder / "desk", date(2026, 11, 1))
    return folder / "desk"


@pytest.mark.parametrize("notebook", MODELS)
@pytest.mark.parametrize(("language", "said"), [("en", "tell of no orders"), ("zh", "没有订单")])
def test_the_cover_says_that_orders_are_missing(folder, tmp_path, notebook, language, said):
    (tmp_path / "shop.yaml").write_text(f"language: {language}\n", encoding="utf-8")
    faces = playbook.open(notebook, tmp_path, folder).cover().faces
    assert said in faces["text/html"]
    facts = next(value for value in faces.values() if isinstance(value, dict))
    assert (facts["first_day"], facts["as_of"], facts["sells"]) == ("2026-05-06", "2026-05-08", False)


def test_no_section_that_tells_of_orders_shows_anything(folder):
    """All sections of all pages; those of service, surveys and parcels have their own tests, but surprises follow orders."""
    book = playbook.open("01_data_pyramid", "", folder)
    contents.sections()
    of_orders = {name: made for name, made in SECTIONS.items() if name == "parcels.surprises" or name.partition(".")[0] not in OTHERS}
    assert len(of_orders) > 80
    shown = {name: found for name, made in of_orders.items() if not (found := made(book)).lacking or found.parts}
    assert shown == {}
