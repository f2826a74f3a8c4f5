"""The lab: an analyst's copies, from which nothing reaches what a schedule makes."""

import json
from datetime import date

import nbformat
import pandas as pd
import pytest

from retention import imports, lab, playbook, project
from retention.settings import ShopSettings
from retention.shop import Shop
from retention.tables import FORECASTS, PYRAMID, DataProblem


@pytest.fixture
def data(tmp_path):
    return brought(tmp_path, 40)


def brought(tmp_path, orders):
    rows = "customer,date,amount\n" + "".join(f"c{i % 9},2026-0{1 + i % 6}-1{i % 3},{100 + i}\n" for i in range(orders))
    (tmp_path / "orders.csv").write_text(rows, encoding="utf-8")
    imports.import_shop([tmp_path / "orders.csv"], ShopSettings(), tmp_path / "data" / "corner", date(2026, 11, 1))
    return tmp_path / "data" / "corner"


def seen(data):
    return {path: path.read_bytes() for path in data.rglob("*") if path.is_file() and "lab" not in path.relative_to(data).parts[:1]}


def test_a_lab_without_tables_says_what_to_do(tmp_path):
    with pytest.raises(DataProblem, match="nothing has no tables yet. Import the shop's exports first: retention import --params params/nothing"):
        lab.opened(tmp_path / "nothing", "params/nothing")


def test_notebooks_in_the_lab_look_at_its_copy_of_the_tables(data):
    place, _ = lab.opened(data, "")
    notebook = nbformat.read(place / "01_data_pyramid.ipynb", as_version=4)
    [parameters] = [cell.source for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    assert parameters == 'params = ""\ndata = "corner"\nas_of = "last_order"'
    assert sorted(path.name for path in place.glob("*.ipynb")) == sorted(path.name for path in project.notebooks())
    assert Shop(place / "corner").need("orders").count().execute() == 40
    assert all(path.stat().st_mode & 0o077 == 0 for path in (place, *place.glob("*.ipynb"), place / "corner"))


def test_nothing_saved_in_the_lab_changes_what_the_schedule_made(data, tmp_path):
    playbook.open("01_data_pyramid", "", str(data)).made(PYRAMID)
    lab.opened(data, "")
    before, shipped = seen(data), {path: path.read_bytes() for path in project.notebooks()}
    place, _ = lab.opened(data, "")
    book = playbook.open("05_service_nps", "", str(place / "corner"))
    book.save(book.made(PYRAMID).assign(orders=99), PYRAMID)
    book.made(FORECASTS)
    for parquet in (place / "corner").rglob("*.parquet"):
        if parquet.is_file():
            parquet.write_bytes(b"mine, written in place")
    (place / "01_data_pyramid.ipynb").write_text("mine", encoding="utf-8")
    assert seen(data) == before
    assert {path: path.read_bytes() for path in project.notebooks()} == shipped


def test_codes_of_customers_are_the_same_in_the_lab(data):
    scheduled = playbook.open("01_data_pyramid", "", str(data)).pseudonym("c1")
    place, _ = lab.opened(data, "")
    assert playbook.open("01_data_pyramid", "", str(place / "corner")).pseudonym("c1") == scheduled


def test_an_import_meanwhile_changes_nothing_until_the_lab_is_opened_again(data, tmp_path):
    place, _ = lab.opened(data, "")
    brought(tmp_path, 60)
    assert Shop(place / "corner").need("orders").count().execute() == 40
    pd.DataFrame({"a": [1]}).to_csv(place / "corner" / "mine.csv")
    lab.opened(data, "")
    assert Shop(place / "corner").need("orders").count().execute() == 60
    assert (place / "corner" / "mine.csv").is_file()


def test_an_analyst_s_notebook_is_kept_and_a_newer_one_is_told_of(data):
    place, lines = lab.opened(data, "")
    assert not any("a newer one" in line for line in lines)
    (place / "01_data_pyramid.ipynb").write_text("mine", encoding="utf-8")
    noted = json.loads((place / lab.SHIPPED).read_text(encoding="utf-8"))
    (place / lab.SHIPPED).write_text(json.dumps(noted | {"01_data_pyramid.ipynb": "of an older version"}), encoding="utf-8")
    for _ in range(2):
        _, lines = lab.opened(data, "")
        assert "01_data_pyramid.ipynb: a newer one came with this version; yours is left as it is. Rename or remove it to get the new one" in lines
    assert (place / "01_data_pyramid.ipynb").read_text(encoding="utf-8") == "mine"
