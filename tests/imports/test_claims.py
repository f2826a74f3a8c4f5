"""Which map knows which export, by headers alone: each is known by one map or by none, also where columns were moved, added or chosen by hand."""

import random
from pathlib import Path

import pytest

from retention.imports.maps import shipped
from retention.imports.raw import RawFile
from retention.imports.recognise import claims
from retention.imports.typing import standing_for
from tests.imports.exports import HEADERS

MAPS = shipped()


def claimed(header: list[str], name: str = "export.csv") -> dict[str, list[str]]:
    """Map → its sources that know a table with this header."""
    raw = RawFile(Path(name), "csv", top=(tuple(header), ("x",) * len(header)))
    found = {m.name: [match.name for match in claims(raw, m)] for m in MAPS}
    return {name: sources for name, sources in found.items() if sources}


def told(what: str) -> dict[str, list[str]]:
    export = HEADERS[what]
    return {export["map"]: export["sources"].split(", ")} if export["map"] else {}


@pytest.mark.parametrize("what", HEADERS)
def test_a_file_is_known_by_its_one_map_or_by_none(what):
    assert claimed(HEADERS[what]["header"]) == told(what)


@pytest.mark.parametrize("what", [what for what in HEADERS if HEADERS[what]["map"]])
def test_columns_in_another_order_with_others_among_them_change_nothing(what):
    header = [*HEADERS[what]["header"], "自定义列", "My own column"]
    random.Random(what).shuffle(header)
    assert claimed(header) == told(what)


@pytest.mark.parametrize("what", [what for what in HEADERS if HEADERS[what]["map"]])
def test_the_columns_that_a_source_asks_for_are_enough(what):
    """A shop's own choice of columns is known as long as these are among them, and by no second map."""
    for name in told(what)[HEADERS[what]["map"]]:
        source = next(m for m in MAPS if m.name == HEADERS[what]["map"]).sources[name]
        assert list(claimed([column.strip() for column in source.recognised_by()])) == [HEADERS[what]["map"]]


@pytest.mark.parametrize("what", [what for what in HEADERS if HEADERS[what]["map"]])
def test_without_one_of_these_columns_another_source_of_the_map_knows_it_or_nothing(what):
    import_map = HEADERS[what]["map"]
    for name in told(what)[import_map]:
        for lost in next(m for m in MAPS if m.name == import_map).sources[name].recognised_by():
            there = HEADERS[what]["header"]
            found = claimed([column for column in there if column not in standing_for(lost, there)])
            assert name not in found.get(import_map, [])
            assert set(found) <= {import_map}


def test_every_source_of_the_platforms_maps_has_its_header_here():
    mine = {"cdnow", "herstyle", "online_retail"}
    here = {(export["map"], name) for export in HEADERS.values() for name in export["sources"].split(", ") if name}
    assert {(m.name, name) for m in MAPS if m.name not in mine for name in m.sources} == here
