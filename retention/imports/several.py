"""Several import maps in one shop: what they must agree on, and numbers that two of them use for different things."""

from collections.abc import Callable, Collection, Mapping
from functools import partial

import duckdb
from babel.numbers import list_currencies

from retention.contact import masked
from retention.imports.answers import Question
from retention.imports.fates import KEYS
from retention.imports.guess import GUESSED, zone_seen
from retention.imports.maps import DAYS, FIELDS, TIMES, Source
from retention.imports.recognise import Staged, tells_of_orders
from retention.imports.typing import Zones, quote, text
from retention.settings import ShopSettings
from retention.tables import DataProblem

Sources = Mapping[str, tuple[str, Source]]
# A product's number is the shop's own, the same on every platform.
ONE_FOR_ALL = ("product", "membership")
# What exports call a currency whose code is another.
CALLED = {"RMB": "CNY", "人民币": "CNY"}
# Number → fields that hold it, for those that several grains name.
SHARED = {"order_id": ("order_id", "parent_id"), "customer_id": ("customer_id",)}


def maps_of(staged: list[Staged]) -> list[str]:
    """Names of the maps that know the files, in the order of the files."""
    return list(dict.fromkeys(s.map.name for s in staged))


def clocks_of(staged: list[Staged]) -> dict[str, str]:
    """Map → the zone it states ("" for none), of the maps whose files tell times or days; a list of customers has no clock.

    A map that states none counts where it sells: by which clock a help desk writes changes the time of no order.
    """
    timed = [s for s in staged if not {*TIMES, *DAYS}.isdisjoint(s.source.columns)]
    return {s.map.name: _stated(s) for s in timed if _stated(s) or tells_of_orders(s.source)}


def _stated(staged: Staged) -> str:
    """The zone a map states; where a file that was read by meaning seems to come from counts as long as nobody states the shop's."""
    return staged.map.time_zone or (zone_seen(staged.map) if staged.map.name == GUESSED else "")


def zone_of(staged: list[Staged], shop: ShopSettings) -> str:
    """The shop's time zone; a Question where two maps have different ones and shop.yaml has none."""
    zones = clocks_of(staged)
    if not shop.time_zone and len(set(zones.values())) > 1:
        told = ", ".join(f"{name} in {zone or 'one that it does not state'}" for name, zone in zones.items())
        raise Question(
            f"the exports' times are in different time zones ({told}). Say whose days count: "
            "time_zone: in shop.yaml, or --time-zone of retention init"
        )
    return shop.time_zone or next(filter(None, zones.values()), staged[0].map.time_zone) or "UTC"


def zones_for(staged: Staged, zone: str, several: bool) -> Zones:
    """The zone of a table's times and the shop's. Of one map the shop's setting says both; of several each has its own, if it states one."""
    return Zones(staged.source.time_zone or (staged.map.time_zone if several else "") or zone, zone)


def refuse_two_currencies(con: duckdb.DuckDBPyConnection, staged: list[Staged], sources: Sources) -> None:
    """Amounts of two maps in different currencies cannot be added up."""
    found = {s.map.name: s.map.currency or _told_currency(con, *sources[s.name]) for s in staged}
    known = {name: currency for name, currency in found.items() if currency}
    if len(set(known.values())) > 1:
        told = " and ".join(f"{name} is in {currency}" for name, currency in known.items())
        raise DataProblem(f"amounts in several currencies: {told}. They cannot be added up; import each as its own shop")


def refuse_another_currency(con: duckdb.DuckDBPyConnection, staged: list[Staged], sources: Sources, asked: str) -> None:
    """Exports that state their currency, in a column or by their platform, are not told in another one: amounts are not converted.

    What a file read by meaning seems to be in, by its signs, is no statement.
    """
    for s in staged if asked else ():
        of_column, of_map = _told_currency(con, *sources[s.name]).strip().upper(), s.map.currency if s.map.name != GUESSED else ""
        told = CALLED.get(of_column, of_column) or of_map
        if told in list_currencies() and told != asked:
            where = "a column of the file" if of_column else f"the import map {s.map.name}"
            raise DataProblem(
                f"{s.raw.name}: amounts are in {told}, as {where} says, and not in {asked}. Nothing is converted: take away {asked} "
                "(--currency of retention init, or currency: in shop.yaml)"
            )


def _told_currency(con: duckdb.DuckDBPyConnection, table: str, source: Source) -> str:
    if "currency" not in source.columns:
        return ""
    return str((con.sql(f"select max(currency) from {table} where fate = 'kept'").fetchone() or [""])[0] or "")


def tell_apart(con: duckdb.DuckDBPyConnection, sources: Sources, owners: Mapping[str, str]) -> list[str]:
    """Numbers that two maps use for different things get the map's name in front, in all their tables; a line for each kind of number.

    A map clashes where it has rows of its own for a number; where it only names it (a returns' file of orders sold elsewhere) it refers to it.
    """
    selling = {owners[name] for name, (_, source) in sources.items() if tells_of_orders(source)}
    notes = [_apart(con, sources, owners, "order_id", tells_of_orders, selling)]
    notes.append(_apart(con, sources, owners, "customer_id", lambda s: tells_of_orders(s) or s.grain == "customer", selling))
    own = {group: grain for grain, (group, _) in KEYS.items() if group and group not in SHARED and grain not in ONE_FOR_ALL}
    for number, grain in own.items():
        notes.append(_apart(con, sources, owners, number, partial(_of_grain, grain), set(owners.values())))
    return list(filter(None, notes))


def _of_grain(grain: str, source: Source) -> bool:
    return source.grain == grain


def _apart(
    con: duckdb.DuckDBPyConnection,
    sources: Sources,
    owners: Mapping[str, str],
    number: str,
    defines: Callable[[Source], bool],
    maps: Collection[str],
) -> str:
    fields = SHARED.get(number, (number,))
    among = {name: told for name, told in sources.items() if owners.get(name) in maps}
    selects = [
        f"select distinct {text(owners[name])} as map, {field} as id from {table} where {field} is not null"
        for name, (table, source) in among.items()
        if defines(source)
        for field in _held(source, fields)
    ]
    if len({owners[name] for name, (_, source) in among.items() if defines(source)}) < 2:
        return ""
    # One telephone is one customer wherever it stands.
    contacts = con.sql("select 1 from duckdb_tables() where table_name = 'contacts'").fetchone()
    same = "where id not in (select customer_id from contacts)" if contacts and number == "customer_id" else ""
    clashing = f"select id from ({' union '.join(selects)}) {same} group by id having count(distinct map) > 1"
    con.sql(f"create or replace temp table clashing as {clashing}")
    count, example = con.sql("select count(*), min(id) from clashing").fetchall()[0]
    for name, (table, source) in among.items() if count else ():
        for field in _held(source, fields):
            con.sql(f"update {table} set {field} = {text(owners[name] + '/')} || {field} where {field} in (select id from clashing)")
    names = " and ".join(dict.fromkeys(owners[name] for name, (_, source) in among.items() if defines(source)))
    if not count:
        return ""
    kind = number.removesuffix("_id")
    shown = "" if kind == "customer" else f" (e.g. {masked(example)})"  # a customer's number may be a name
    return f"{count:,} {kind} numbers{shown} stand in both {names}; each has its map's name in front"


def _held(source: Source, fields: Collection[str]) -> list[str]:
    return [quote(field) for field in fields if field in FIELDS[source.grain] and field in source.columns]
