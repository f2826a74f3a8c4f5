"""What `retention backup` lists is all that a new machine needs, and a restore that forgot the key is refused in a sentence."""

import json
import os
import shutil
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from retention import imports, kept, lab, metrics, playbook, privacy
from retention.report import history
from retention.settings import ShopSettings
from retention.tables import PYRAMID, SEGMENTS, DataProblem

DATA, PARAMS = Path("data/corner"), Path("params/corner")
RUN = Path("reports/corner/01_data_pyramid/20260101T080000-000000")


def orders(shift: int) -> str:
    """Twenty customers named by their telephones, as a till exports them; `shift` days later."""
    rows = ["customer,date,amount"]
    for i in range(20):
        rows += [
            f"1390000{i:04d},{date(2025, 1, 3) + timedelta(shift + i * 7 + n * (20 + i)):%Y-%m-%d},{40 + (i * 7 + n * 3) % 90}"
            for n in range(1 + i % 4)
        ]
    return "\n".join(rows) + "\n"


def book(notebook: str = "02_segmentation") -> playbook.Playbook:
    return playbook.open(notebook, str(PARAMS), str(DATA))


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A working folder with a shop of two days' imports, lists with a tick in them, an analyst's lab, and one run a page of which is kept."""
    place = tmp_path_factory.mktemp("desk")
    with pytest.MonkeyPatch.context() as here:
        here.chdir(place)
        for folder in ("exports", PARAMS, RUN):
            Path(folder).mkdir(parents=True)
        (PARAMS / "shop.yaml").write_text("language: en\nexports: [../../exports]\n", encoding="utf-8")
        for shift in (0, 9):
            Path("exports/orders.csv").write_text(orders(shift), encoding="utf-8")
            imports.import_shop([Path("exports")], ShopSettings(language="en"), DATA, date(2026, 11, 1))
            book().made(SEGMENTS)
        lab.opened(DATA, str(PARAMS))
    lists = place / DATA / "out" / "lists"
    lists.mkdir()
    (lists / "sleeping.csv").write_text("customer,called\nC-1,x\n", encoding="utf-8")
    figure = {"name": "aov", "group": None, "value": 60.0, "low": 55.0, "high": 65.0, "n": 9}
    for name, content in {"status.json": {"code": 0, "as_of": "2026-01-01"}, "kpis.json": [figure], "report.html": "page"}.items():
        (place / RUN / name).write_text(json.dumps(content), encoding="utf-8")
    return place


@pytest.fixture
def shop(made, tmp_path, retention) -> Path:
    """A copy of it, in which the command is run."""
    return shutil.copytree(made, tmp_path, dirs_exist_ok=True)


def copied(listed: str, to: Path) -> Path:
    """The listed files and nothing else in a new place, as tar would put them there."""
    for name in listed.splitlines():
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(name, to / name)
    return to


def what_is_seen() -> dict[str, object]:
    """The figures, codes, groups and trends that a report of the shop would show."""
    here = book("01_data_pyramid")
    kpis = metrics.kpis(here.need("orders"), None, here.as_of, here.window_days, (90,), here.calendar, 5, 30)
    people = here.made(PYRAMID)["customer_id"].sort_values()
    groups = book().made(SEGMENTS).sort_values("customer_id", ignore_index=True)
    return {
        "figures": kpis.to_json(),
        "codes": [here.pseudonym(customer) for customer in people],
        "groups": groups.to_json(),
        "before": kept.before(here.shop, SEGMENTS).to_json(),
        "trend": history.trends(RUN.parent).to_json(),
    }


def test_what_is_listed_gives_the_same_reports_on_a_new_machine(shop, retention, monkeypatch, tmp_path_factory):
    seen = what_is_seen()
    listed = retention("backup", "--params", str(PARAMS))
    assert listed.code == 0, listed.err
    monkeypatch.chdir(copied(listed.out, tmp_path_factory.mktemp("new")))
    assert retention("import", "--params", str(PARAMS)).code == 0
    assert what_is_seen() == seen


def test_the_list_holds_what_cannot_be_made_again_and_nothing_else(shop, retention):
    listed = retention("backup", "--params", str(PARAMS)).out.splitlines()
    mine = [name for name in listed if "/lab/" not in name and "/out/before/" not in name]
    out = [f"data/corner/out/{table}" for table in ("lists/sleeping.csv", "pyramid.json", "pyramid.parquet", "segments.json", "segments.parquet")]
    past = [str(RUN / name) for name in ("kpis.json", "status.json")]
    assert mine == ["data/corner/.pseudonym-key", *out, "exports/orders.csv", "params/corner/shop.yaml", *past]
    assert {Path(name).name for name in listed if "/out/before/" in name and "/lab/" not in name} == {"segments.json", "segments.parquet",
                                                                                                     "pyramid.json", "pyramid.parquet"}  # fmt: skip
    assert "data/corner/lab/01_data_pyramid.ipynb" in listed
    assert not [name for name in listed if "/tables/" in name or name.endswith(".lock")]


def test_beside_the_list_stands_how_much_it_is_and_what_is_secret_in_it(shop, retention, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("share")
    os.rename("exports/orders.csv", elsewhere / "-orders.csv")
    (PARAMS / "shop.yaml").write_text(f"exports: [{elsewhere}]\n", encoding="utf-8")
    listed = retention("backup", "--params", str(PARAMS))
    assert f"{elsewhere}/-orders.csv" in listed.out.splitlines()
    size, outside, secret = listed.err.splitlines()
    assert size.startswith(f"{len(listed.out.splitlines())} files, ")
    assert outside == f"1 of them lie outside this folder and are named in full, e.g. {elsewhere}/-orders.csv"
    assert "the key of their codes" in secret


def test_names_that_tar_would_misread_are_told_as_files_or_refused(tmp_path, retention):
    (tmp_path / "-x.csv").write_text("customer,date,amount\nann,2026-01-05,120\n", encoding="utf-8")
    assert retention("import", "--data", "./-x.csv").code == 0
    assert "./-x.csv" in retention("backup", "--data", "./-x.csv").out.splitlines()
    (tmp_path / "data" / "x" / "two\nlines").touch()
    refused = retention("backup", "--data", "./-x.csv")
    assert (refused.code, refused.out) == (20, "")
    assert "its name has a line break in it" in refused.err


def test_a_shop_without_data_has_nothing_to_keep(tmp_path, retention):
    (tmp_path / "orders.csv").write_text("customer,date,amount\nann,2026-01-05,120\n", encoding="utf-8")
    ended = retention("backup", "--data", "orders.csv")
    assert (ended.code, ended.err.strip()) == (20, "data/orders: nothing to keep yet. Import the shop's exports first")
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(("key", "wrong"), [(None, "is missing, the key"), ("ab" * 32, "is not the key")])
@pytest.mark.parametrize("restored", ["out", "tables"])
def test_a_restore_with_no_key_or_another_one_is_refused_wherever_it_is_opened(shop, retention, key, wrong, restored):
    shutil.rmtree(DATA / {"out": "tables", "tables": "out"}[restored])
    (DATA / privacy.KEY_FILE).unlink()
    if key:
        (DATA / privacy.KEY_FILE).write_text(key, encoding="ascii")
    sentence = f"data/corner/.pseudonym-key {wrong} that data/corner/{restored} was made with, so customers would get other codes."
    for command in ("import", "backup"):
        ended = retention(command, "--params", str(PARAMS))
        assert ended.code == 20
        assert ended.err.startswith(sentence)
    with pytest.raises(DataProblem, match="was made with"):
        book()
    if not key:
        with pytest.raises(DataProblem, match="was made with"):
            privacy.key(DATA)
        assert not (DATA / privacy.KEY_FILE).exists()


def test_a_key_that_is_lost_for_good_is_done_without_after_what_it_made_is_moved_away(shop, retention):
    (DATA / privacy.KEY_FILE).unlink()
    for part in ("tables", "out"):
        assert f"move data/corner/{part} elsewhere and import again" in retention("import", "--params", str(PARAMS)).err
        os.rename(DATA / part, part)
    assert retention("import", "--params", str(PARAMS)).code == 0


@pytest.mark.parametrize("content", ["", "ab", "no key\n"])
def test_half_a_key_is_none(tmp_path, content):
    (tmp_path / privacy.KEY_FILE).write_text(content, encoding="ascii")
    with pytest.raises(DataProblem, match=r"\.pseudonym-key holds no key\. Put it back from the backup"):
        privacy.key(tmp_path)


def test_numbers_of_an_older_version_ask_for_their_key_though_no_note_names_it(tmp_path):
    (tmp_path / "out").mkdir()
    for customer, refused in [("c1", False), (privacy.customer_number("13900001111", b"x"), True)]:
        pd.DataFrame({"customer_id": [customer]}).to_parquet(tmp_path / "out" / "pyramid.parquet")
        if refused:
            with pytest.raises(DataProblem, match="is missing"):
                privacy.check_key(tmp_path)
        else:
            privacy.check_key(tmp_path)
