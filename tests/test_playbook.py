"""Opening a notebook's playbook by hand, in JupyterLab or with plain papermill: what is wrong is told with the place looked at."""

from datetime import date, datetime

import pandas as pd
import pytest

from retention import imports, playbook
from retention.settings import PyramidSettings, SettingsProblem, ShopSettings
from retention.tables import DataProblem

ROWS = "customer,date,amount\n" + "".join(f"c{i % 9},2026-0{1 + i % 6}-1{i % 3},{100 + i}\n" for i in range(40))


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("shop")
    (folder / "orders.csv").write_text(ROWS, encoding="utf-8")
    imports.import_shop([folder / "orders.csv"], ShopSettings(), folder / "data" / "corner", date(2026, 11, 1))
    return folder / "data" / "corner"


@pytest.mark.parametrize("notebook", ["01", "1", "01_data_pyramid"])
def test_a_notebook_is_known_by_its_number_too(data, notebook):
    book = playbook.open(notebook, "", data)
    assert (book.notebook, type(book.settings)) == ("01_data_pyramid", PyramidSettings)


def test_a_notebook_that_is_not_there_is_told_with_those_that_are(data):
    with pytest.raises(SettingsProblem, match="no notebook x; there are .*03_loyalty_design, 04_automation, 05_service_nps"):
        playbook.open("x", "", data)


@pytest.mark.parametrize("day", ["2026-03-31", date(2026, 3, 31), datetime(2026, 3, 31, 12), pd.Timestamp("2026-03-31")])
def test_any_kind_of_date_is_a_day_to_look_from(data, day):
    assert playbook.open("01", "", data, day).as_of == date(2026, 3, 31)


@pytest.mark.parametrize(("name", "meant"), [("ordres", "did you mean 'orders'?"), ("Orders", "did you mean 'orders'?"), ("x", "There are orders, ")])
@pytest.mark.parametrize("way", ["table", "need"])
def test_a_table_that_no_shop_has_is_told_with_the_one_that_was_meant(data, way, name, meant):
    with pytest.raises(DataProblem) as problem:
        getattr(playbook.open("01", "", data), way)(name)
    assert f"no table is called {name!r}; {meant}" in str(problem.value)


def test_a_table_that_this_shop_lacks_is_no_mistake(data):
    assert playbook.open("01", "", data).table("returns") is None


@pytest.mark.parametrize("below", [".", "notebooks"])
def test_data_that_are_not_there_are_told_with_where_they_were_looked_for(tmp_path, monkeypatch, below):
    """Papermill without `-p data`, run elsewhere than in the folder of the notebooks."""
    (tmp_path / below).mkdir(exist_ok=True)
    monkeypatch.chdir(tmp_path / below)
    with pytest.raises(DataProblem) as problem:
        playbook.open("01", "", "../data/herstyle")
    looked = (tmp_path / below / ".." / "data" / "herstyle" / "tables").resolve()
    assert str(problem.value) == (
        f"../data/herstyle: no such folder (looked for {looked}, the working folder is {tmp_path / below}). Give the shop's folder as `data`, "
        "with papermill as -p data FOLDER; `retention import` makes it from the shop's exports"
    )


def test_a_folder_without_tables_is_no_shop_s(tmp_path):
    with pytest.raises(DataProblem, match="no tables there"):
        playbook.open("01", "", tmp_path)


@pytest.mark.parametrize("wrong", [None, "", 5])
def test_data_that_are_no_path_get_a_sentence(wrong):
    with pytest.raises(DataProblem, match=r"data is .*; it should be the shop's folder"):
        playbook.open("01", "", wrong)
