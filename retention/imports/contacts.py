"""Customers whose number is a telephone or an e-mail address, or hidden behind a mask.

A telephone as number would carry a contact into every table and list. It becomes a number made with the shop's key
(`privacy.customer_number`), the same in every import and file; the contact itself goes to `customers`, where the shop exports no
customers of its own. A masked cell (138****1234, 王*) stands for many people, so its row has no customer.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import duckdb

from retention import privacy
from retention.contact import masked, plain_contact
from retention.imports.maps import FIELDS, Source
from retention.imports.meaning import vocabulary
from retention.imports.typing import chosen_columns, quote, sql_type, text, texts, trimmed
from retention.names import seen, shortened

# The column that stands for the customer's once contacts and masks are out of it.
CLEAN = "_customer"
# 138****1234, 王*, t**b, 138xxxx1234; a single star between two digits is none.
MASKED = r"^(##|\$\$)|\*\*|(^|\D)\*|\*(\D|$)|[＊…•]|\d[xX]{3,}\d"
# As people and spreadsheets write them: with country code, spaces, a guard against rounding, or read as a number (.0).
GUARD = r"[\s='\"]*"
MOBILE = rf"{GUARD}((\+|00)?86)?[\s-]*1[3-9]\d[\s-]?\d{{4}}[\s-]?\d{{4}}(\.0)?{GUARD}"
INTERNATIONAL = rf"{GUARD}\+\d[\d\s()-]{{6,}}{GUARD}"
EMAIL = rf"{GUARD}[^\s@]+@[^\s@]+\.[^\s@]+{GUARD}"
# In a column called so, anything with five digits is a telephone.
CALLED_PHONE = re.compile("手机|电话|phone|mobile", re.IGNORECASE)
FIVE_DIGITS = r".*(\d\D*){5}.*"
GUESTS = vocabulary("rows")["guests"]


class Found(NamedTuple):
    """What stands in a file's customer column: rows with a mask and the first of them, with a contact, with a word for nobody and the first of them,
    and spellings that are another's."""

    column: str
    masked: int
    example: int
    contacts: int
    nobody: int = 0
    guest: str = ""
    spellings: int = 0

    def notes(self, file: str) -> list[str]:
        """A line for each thing that was done, for the terminal and for what is kept of the import: it names no customer."""
        masked = f"{file}: {self.masked:,} rows have a masked customer in {self.column!r} (e.g. row {self.example}); they count as guests'"
        contacts = f"{file}: {self.contacts:,} rows name the customer in {self.column!r} by telephone or e-mail; a keyed number replaces it"
        guests = f"{file}: {self.nobody:,} rows name nobody in {self.column!r} ({self.guest!r}); they count as guests'"
        joined = f"{file}: {self.spellings:,} spellings in {self.column!r} differ by case, width or spaces only, so they are one"
        return [masked] * bool(self.masked) + [contacts] * bool(self.contacts) + [guests] * bool(self.nobody) + [joined] * bool(self.spellings)


def find_contacts(con: duckdb.DuckDBPyConnection, source: Source, header: Sequence[str], relation: str) -> Found | None:
    """What is to be changed in the customer column of a staged file; None where nothing is."""
    column = chosen_columns(source, header).get("customer_id")
    if column is None:
        return None
    masked, contact, nobody = _is_masked(column), _is_contact(column), _is_nobody(column, source)
    counts = f"""count(*) filter ({masked}), min(_row) filter ({masked}), count(*) filter ({contact} and not {masked}),
        count(*) filter ({nobody}), min({trimmed(quote(column))}) filter ({nobody})"""
    hidden, example, contacts, guests, guest = con.sql(f"select {counts} from {relation}").fetchall()[0]
    spelled = _join_spellings(con, column, relation) if source.typed_by_hand else {}
    found = Found(column, hidden, example or 0, contacts, guests, guest or "", len(spelled))
    return found if hidden or contacts or guests or spelled else None


def _join_spellings(con: duckdb.DuckDBPyConnection, column: str, relation: str) -> dict[str, str]:
    """Spelling → the most frequent one of the same name, kept in `spellings` over all files; numbers of any kind are left as they are."""
    con.sql("create table if not exists spellings (spelling varchar, rows bigint)")
    cell = trimmed(quote(column))
    con.sql(f"insert into spellings select {cell}, count(*) from {relation} where regexp_full_match({cell}, '[^0-9@]+') group by 1")
    return same_spellings(con.sql("select spelling, sum(rows) from spellings group by 1 order by 2 desc, 1").fetchall())


def same_spellings(counted: Iterable[tuple[str, int]]) -> dict[str, str]:
    """Spelling → the first one that differs from it by case, width and spaces only, for those that have one.

    >>> same_spellings([("Ann Lee", 3), ("ann  lee", 1), ("Ａｎｎ Lee", 1), ("Bob", 1)])
    {'ann  lee': 'Ann Lee', 'Ａｎｎ Lee': 'Ann Lee'}
    """
    together: dict[str, list[str]] = defaultdict(list)
    for spelling, _ in counted:
        together[" ".join(unicodedata.normalize("NFKC", spelling).casefold().split())].append(spelling)
    return {other: first for first, *others in together.values() for other in others}


def know_spellings(con: duckdb.DuckDBPyConnection) -> None:
    """Make `spelled` (spelling, name) of what all files hold."""
    known = con.sql("show tables").df()["name"].tolist()
    pairs = (
        same_spellings(con.sql("select spelling, sum(rows) from spellings group by 1 order by 2 desc, 1").fetchall()) if "spellings" in known else {}
    )
    con.sql("create table spelled (spelling varchar, name varchar)")
    if pairs:
        con.executemany("insert into spelled values (?, ?)", list(pairs.items()))


def without_contacts(source: Source, header: Sequence[str], relation: str, found: Found | None) -> tuple[Source, Sequence[str], str]:
    """Source, header and staged rows that take the customer from `CLEAN` beside the column. Wants `know_key` where there are contacts."""
    if found is None:
        return source, header, relation
    cell = quote(found.column)
    number = f"when {_is_contact(found.column)} then customer_number({cell})" if found.contacts else ""
    nobody = f"{_is_masked(found.column)} or {_is_nobody(found.column, source)}"
    # Both sides by their table's name: a file's column may be called name or spelling, too.
    known = f"select s.name from spelled s where s.spelling = {trimmed(f'staged.{cell}')}"
    one = f"coalesce(({known}), {cell})" if source.typed_by_hand else cell
    rows = f"(select *, case when {nobody} then null {number} else {one} end as {CLEAN} from {relation} staged)"
    return source.model_copy(update={"columns": {**source.columns, "customer_id": CLEAN}}), [*header, CLEAN], rows


def know_key(con: duckdb.DuckDBPyConnection, data: Path) -> None:
    """Teach the engine `customer_number` with the shop's key, and `plain_contact`, once."""
    secret = privacy.key(data)
    con.create_function("customer_number", lambda cell: privacy.customer_number(plain_contact(cell), secret), ["VARCHAR"], "VARCHAR")
    con.create_function("plain_contact", plain_contact, ["VARCHAR"], "VARCHAR")
    con.sql("create table contacts (customer_id varchar, contact varchar)")


def keep_contacts(con: duckdb.DuckDBPyConnection, relation: str, found: Found) -> None:
    """Remember which contact has which number."""
    cell = quote(found.column)
    distinct = f"select distinct {cell} from {relation} where {_is_contact(found.column)} and not {_is_masked(found.column)}"
    con.sql(f"insert into contacts select customer_number({cell}), plain_contact({cell}) from ({distinct})")


def customers_of_contacts(con: duckdb.DuckDBPyConnection) -> None:
    """The table of customers from their contacts alone, where there are any and no export of customers."""
    tables = {row[0] for row in con.sql("show tables").fetchall()}
    if "contacts" in tables and "customers" not in tables:
        told = {"customer_id": "customer_id", "phone": "case when not contains(contact, '@') then contact end",
                "email": "case when contains(contact, '@') then contact end"}  # fmt: skip
        columns = ", ".join(f"{told.get(f, f'null::{sql_type(f, {})}')} as {f}" for f in FIELDS["customer"])
        con.sql(f"create table customers as select {columns} from (select distinct * from contacts)")


def shown(cell: str) -> str:
    """A cell as a message shows it: short, and no contact that anybody could use.

    >>> shown("ask 13812345678 or ann@example.com")
    'ask 138…78 or an…'
    """
    return shortened(seen(masked(cell)), 40)


def _is_masked(column: str) -> str:
    return f"coalesce(regexp_matches({quote(column)}, {text(MASKED)}), false)"


def _is_nobody(column: str, source: Source) -> str:
    return f"coalesce(lower({trimmed(quote(column))}) in {texts(GUESTS)}, false)" if source.typed_by_hand else "false"


def _is_contact(column: str) -> str:
    patterns = [MOBILE, INTERNATIONAL, EMAIL] + [FIVE_DIGITS] * bool(CALLED_PHONE.search(column))
    return f"coalesce(regexp_full_match({quote(column)}, {text('|'.join(patterns))}), false)"
