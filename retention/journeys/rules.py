"""Rules: conditions over the columns of a customer, checked before any engine sees them, and told in words.

A rule is one boolean expression of SQL: comparisons of columns with values, and, or, not, in, between, is null. Its tree is checked against
a list of what may stand in it and against the data dictionary; what runs is written anew from the tree, never the text. A comparison with
a missing value does not hold.
"""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import duckdb
import numpy as np
import pandas as pd
import sqlglot
from sqlglot import exp

from retention.settings import OwnField, SettingsProblem
from retention.tables import MEMBERS, PYRAMID, SEGMENTS

ALLOWED = (
    exp.And, exp.Or, exp.Not, exp.Paren, exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.In, exp.Between, exp.Is, exp.Null, exp.Literal,
    exp.Boolean, exp.Column, exp.Identifier, exp.Neg, exp.Tuple,
)  # fmt: skip
COMPARISONS = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE)
CONDITIONS = (exp.And, exp.Or, exp.Not, exp.In, exp.Between, exp.Is, *COMPARISONS)
LONGEST, MOST_PARTS = 1_000, 60
NUMBERS = ("integer", "number", "money")
# Columns that say no more than others, or something else by the same name.
LEFT_OUT = {SEGMENTS.name: ("as_of",), MEMBERS.name: ("as_of", "tier", "joined_on")}


def columns_of_rules(own_fields: Mapping[str, OwnField]) -> dict[str, str]:
    """Name → kind of every column of customers a rule may use: pyramid, segments, members, the shop's own fields."""
    told = {name: column.kind for name, column in PYRAMID.columns.items()}
    for promise in (SEGMENTS, MEMBERS):
        told |= {name: column.kind for name, column in promise.columns.items() if name not in LEFT_OUT[promise.name] and name not in told}
    own = {name: {"number": "number", "date": "date"}.get(field.kind, "text") for name, field in own_fields.items()}
    return {**told, **own}


@dataclass(frozen=True)
class Condition:
    """A rule that was checked: what is run, and what it reads."""

    text: str
    tree: exp.Expr
    kinds: Mapping[str, str]

    @cached_property
    def sql(self) -> str:
        """The condition written anew."""
        return self.tree.sql(dialect="duckdb", identify=True, comments=False)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns it reads, in their order."""
        return tuple(dict.fromkeys(str(column.name) for column in self.tree.find_all(exp.Column)))

    def holds(self, frame: pd.DataFrame) -> np.ndarray:
        """Whether it holds in each row; a column that is not there is missing, and with a missing value it does not."""
        if not len(frame):
            return np.zeros(0, dtype=bool)
        types = {"text": "str", "date": "datetime64[s]", "flag": "boolean"}
        read = {name: _readable(frame[name], self.kinds[name]) if name in frame else None for name in self.columns}
        gone = {name: pd.Series(None, index=frame.index, dtype=types.get(self.kinds[name], "float64")) for name, part in read.items() if part is None}
        table = pd.DataFrame({**{name: part for name, part in read.items() if part is not None}, **gone, "row": np.arange(len(frame))})
        with duckdb.connect() as con:
            con.execute("set enable_external_access = false")
            con.register("rows", table)
            found = con.execute(f"select coalesce({self.sql}, false) as holds from rows order by row").fetchnumpy()
        return np.asarray(found["holds"], dtype=bool)


def checked(text: str, kinds: Mapping[str, str], where: str) -> Condition:
    """The condition of a text; SettingsProblem in one sentence that begins with `where` for anything else."""
    if len(text) > LONGEST:
        raise SettingsProblem(f"{where}: the rule has {len(text):,} signs; {LONGEST:,} are enough")
    try:
        trees = sqlglot.parse(text, dialect="duckdb")
    except (sqlglot.errors.SqlglotError, RecursionError):
        raise SettingsProblem(f"{where}: {_short(text)} cannot be read as a condition; write it like orders > 1 and mark = 'ordinary'") from None
    if len(trees) != 1 or trees[0] is None:
        raise SettingsProblem(f"{where}: one condition is wanted, {_short(text)} is {len([tree for tree in trees if tree is not None])}")
    tree = trees[0]
    nodes = list(tree.walk())
    if len(nodes) > MOST_PARTS * 4:
        raise SettingsProblem(f"{where}: the rule has too many parts; split it")
    for node in nodes:
        _refuse_strange(node, where)
    for column in tree.find_all(exp.Column):
        _refuse_unknown(column, kinds, where)
    if not isinstance(tree.unnest(), CONDITIONS) and not (isinstance(tree, exp.Column) and kinds.get(tree.name) == "flag"):
        raise SettingsProblem(f"{where}: {_short(text)} is no condition; compare a column with a value, e.g. orders > 1")
    for node in nodes:
        _refuse_other_kinds(node, kinds, where)
    return Condition(text, tree, kinds)


def _refuse_strange(node: exp.Expr, where: str) -> None:
    if not isinstance(node, ALLOWED) or type(node) not in ALLOWED:
        what = "a function" if isinstance(node, exp.Func) else type(node).__name__.lower()
        raise SettingsProblem(f"{where}: {what} may not stand in a rule ({_short(_sql(node))}); compare columns with values")
    if isinstance(node, exp.Column) and (node.table or node.args.get("db")):
        raise SettingsProblem(f"{where}: {_short(_sql(node))}: write the column's name alone")
    if isinstance(node, exp.In) and (node.args.get("query") or node.args.get("unnest") or not node.expressions):
        raise SettingsProblem(f"{where}: `in` takes values in brackets, e.g. mark in ('ordinary', 'reseller')")


def _refuse_unknown(column: exp.Column, kinds: Mapping[str, str], where: str) -> None:
    if column.name not in kinds:
        near = difflib.get_close_matches(column.name, kinds, n=1)
        meant = f"; did you mean {near[0]!r}?" if near else "; text stands in single quotes"
        raise SettingsProblem(f"{where}: there is no column {_short(column.name)}{meant}")


def _refuse_other_kinds(node: exp.Expr, kinds: Mapping[str, str], where: str) -> None:
    if isinstance(node, COMPARISONS):
        sides = [node.this, node.expression]
    elif isinstance(node, exp.In):
        sides = [node.this, *node.expressions]
    elif isinstance(node, exp.Between):
        sides = [node.this, node.args["low"], node.args["high"]]
    else:
        return
    told = [_kind(side, kinds) for side in sides]
    columns = [side for side in sides if isinstance(side, exp.Column)]
    if not columns:
        raise SettingsProblem(f"{where}: {_short(_sql(node))} compares no column")
    wanted = _kind(columns[0], kinds)
    for side, kind in zip(sides, told, strict=True):
        if not _fits(wanted, kind, side):
            name = columns[0].name
            raise SettingsProblem(f"{where}: {name} is {_a(wanted)}, {_short(_sql(side))} is {_a(kind)}{_hint(wanted)}")


def _kind(side: exp.Expr, kinds: Mapping[str, str]) -> str:
    side = side.unnest()
    if isinstance(side, exp.Column):
        return "number" if kinds[side.name] in NUMBERS else kinds[side.name]
    if isinstance(side, exp.Neg):
        return _kind(side.this, kinds)
    if isinstance(side, exp.Boolean):
        return "flag"
    if isinstance(side, exp.Literal):
        return "text" if side.is_string else "number"
    return "nothing"


def _fits(wanted: str, kind: str, side: exp.Expr) -> bool:
    if wanted in ("date", "time") and kind == "text" and isinstance(side, exp.Literal):
        return _is_day(side.this)
    return wanted == kind


def _is_day(text: str) -> bool:
    try:
        return bool(pd.Timestamp.fromisoformat(text))
    except ValueError:
        return False


def _hint(kind: str) -> str:
    return {"text": "; text stands in single quotes", "date": "; write days as '2026-06-30'"}.get(kind, "")


def _a(kind: str) -> str:
    return {"flag": "true or false", "nothing": "no value"}.get(kind, f"a {kind}")


def _readable(values: pd.Series, kind: str) -> pd.Series:
    """A column as the engine compares it."""
    if kind in NUMBERS:
        return pd.to_numeric(values, errors="coerce").astype("float64")
    if kind in ("date", "time"):
        return pd.to_datetime(values).astype("datetime64[s]")
    return values.astype("boolean" if kind == "flag" else "str")


def _sql(node: exp.Expr) -> str:
    return node.sql(dialect="duckdb")


def _short(text: str) -> str:
    shown = " ".join(str(text).split())
    return repr(shown if len(shown) <= 60 else shown[:57] + "…")
