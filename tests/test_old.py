"""Settings and data of the version before this one still open: tests/old holds a shop of thirty orders as commit f3af87e left it.

Its customers are named by telephones (K-… numbers), `exports:` is seen from the working folder, tables carry no stamp of their checks, and no note
names the key.
"""

import json
import shutil
from pathlib import Path

import nbformat
import pandas as pd
import pytest

from retention import playbook, privacy, project
from retention.tables import PYRAMID, SEGMENTS, DataProblem
from tests.conftest import ROOT

ASKED = ("--params", "params/corner")
SMALL = (
    "from retention import playbook\nbook = playbook.open('01_data_pyramid', params, data, as_of)\nassert book.need('orders').count().execute() == 30"
)
PARAMETERS = 'params = ""\ndata = ""\nas_of = "last_order"'


@pytest.fixture
def data(tmp_path, retention) -> Path:
    """The old shop's data folder in a working folder of its own, where commands are run."""
    for part in ("params", "exports"):
        shutil.copytree(ROOT / "tests" / "old" / part, tmp_path / part)
    return shutil.copytree(ROOT / "tests" / "old" / "shop", tmp_path / "data" / "corner")


@pytest.mark.parametrize("notebook", playbook.MODELS)
def test_each_notebook_opens_an_old_shop_as_it_lies(data, notebook):
    book = playbook.open(notebook, "params/corner", str(data))
    assert (book.need("orders").count().execute(), book.about.name, book.about.currency) == (30, "Corner", "CNY")


def test_customers_of_an_old_shop_keep_their_numbers(data):
    before = pd.read_parquet(data / "out" / "pyramid.parquet")["customer_id"]
    people = playbook.open("01_data_pyramid", "params/corner", str(data)).made(PYRAMID)["customer_id"]
    assert set(people) == set(before)
    assert people.str.fullmatch(privacy.NUMBER).all()


def test_groups_of_the_version_before_are_what_today_s_are_compared_with(data, retention):
    before = pd.read_parquet(data / "out" / "segments.parquet")
    with Path("exports/orders.csv").open("a", encoding="utf-8") as file:
        file.write("13900000001,2026-05-20,100\n")
    assert retention("import", *ASKED).code == 0
    book = playbook.open("02_segmentation", "params/corner", str(data))
    book.made(SEGMENTS)
    pd.testing.assert_frame_equal(book.before(SEGMENTS), before)


@pytest.mark.slow
def test_commands_work_on_an_old_folder(data, retention, tmp_path, monkeypatch):
    was = privacy.key(data)
    cells = [nbformat.v4.new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]}), nbformat.v4.new_code_cell(SMALL)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "01_data_pyramid.ipynb")
    monkeypatch.setattr(project, "notebooks", lambda: [tmp_path / "01_data_pyramid.ipynb"])
    for command in (["check"], ["import"], ["run", "01"], ["lab", "--no-start"], ["backup"]):
        ended = retention(*command, *ASKED)
        assert ended.code == 0, ended.err
    assert privacy.key(data) == was
    assert json.loads((data / "tables" / "import.json").read_text(encoding="utf-8"))["key"] == privacy.fingerprint(data)


def test_an_old_folder_without_its_key_is_refused(data, retention):
    (data / privacy.KEY_FILE).unlink()
    with pytest.raises(DataProblem, match=r"is missing, the key that data/corner/tables was made with"):
        playbook.open("01_data_pyramid", "", "data/corner")
    assert retention("import", *ASKED).code == 20
