"""A map for files that no shipped map knows: what their columns mean is told by names (`meaning`) and by values.

Customer, date and amount are enough (SEEDS 1.8). What changes figures is looked for as well: a state of the order, refunds, a price of
one piece, a total that is repeated on each row. What cannot be told is asked (`Question`), with the words to type.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import duckdb

from retention.contact import masked
from retention.imports import meaning, numbers, states
from retention.imports.answers import NO_COLUMN, Answers, Question, words
from retention.imports.around import is_footer
from retention.imports.cells import MOST_STATES, PART, Cells
from retention.imports.contacts import GUESTS
from retention.imports.conventions import currency
from retention.imports.map_parts import Texts
from retention.imports.maps import ONCE, ImportMap, Source
from retention.imports.raw import BROKEN, ROW, RawFile
from retention.imports.roles import NUMERIC, Roles
from retention.imports.typing import text, texts

GUESSED = "by meaning"
ENOUGH = 0.9
# Rows that are no rows: sums below a table or between its parts.
_ROWS = meaning.vocabulary("rows")
TOTALS = Texts(
    equals=tuple(word + end for word in _ROWS["totals"] for end in ("", ":", "：")),
    starts_with=tuple(_ROWS["totals_begin"]),
    contains=tuple(_ROWS["totals_hold"]),
)
# By its values alone nothing is taken for a date that could be a number.
SURELY_DATED = r"\s*(\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}.*|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}.*)\s*"
SURELY_MONEY = r"[-+]?\s*[¥￥$€£]?\s*\d[\d,]*(\.\d{1,2})?\s*元?"
# These may name orders (#1001), goods or people.
BARE_NAMES = ("name", "名称")
IDENTITY = r"\s*('?\+?[\d -]{6,20}|[^\s@]+@[^\s@]+\.[^\s@]+|[A-Za-z]{1,6}[-_]?\d{2,})\s*"
NUMBERED = r"#?[A-Za-z]{0,6}[-_]?\d{3,}"


def guess(raws: Sequence[RawFile], staged: Sequence[Path], answers: Answers | None = None) -> ImportMap:
    """A map for staged tables with equal headers; Question where it cannot be told."""
    with duckdb.connect() as con:
        parts = f"read_parquet([{', '.join(text(str(part)) for part in staged)}], union_by_name = true, filename = {text(PART)})"
        # Sums are looked for once; there are few, so that their rows' numbers tell where to look again.
        footer = is_footer(TOTALS, raws[0].header)
        sums = ", ".join(str(row) for (row,) in con.sql(f"select distinct {ROW} from {parts} where {footer}").fetchall())
        besides = f"and not ({ROW} in ({sums}) and {footer})" if sums else ""
        relation = f"(select * from {parts} where {BROKEN} is null {besides})"
        return _Guess(raws[0], Cells(con, relation, raws[0].header), answers or Answers()).map()


def zone_seen(guessed: ImportMap) -> str:
    """The zone of the shops that write files in the map's language, where there is one; such a file states none."""
    return "Asia/Shanghai" if guessed.language == "zh" else ""


class _Guess(Roles):
    """One look at one table: roles are given to columns one after the other, what changes most first."""

    def map(self) -> ImportMap:
        """The whole of it."""
        self._order_number()
        self._numbers_of_goods()
        self._amount()
        self._states()
        self._dates()
        self._refunds()
        self._more()
        for role in ("product_name", "product_id", "channel", "currency"):
            self._take(role, self._first(role))
        self._customer()
        grain, order_by = self._rows()
        chinese = any(re.search(r"[\u4e00-\u9fff]", name) for name in self.raw.header)
        return ImportMap(
            name=GUESSED,
            currency=self._currency(chinese),
            language="zh" if chinese else "en",
            sources={"orders": self._source(grain, order_by)},
        )

    def _currency(self, chinese: bool) -> str:
        """The currency written beside the amounts; that of a column of currencies is read with the rows."""
        if "currency" in self.columns:
            return ""
        column = next(self.columns[role] for role in ("gross_paid", "line_paid", "unit_price") if role in self.columns)
        return currency(column, self.cells.column(column)) or ("CNY" if chinese else "")

    # -- columns ----------------------------------------------------------------------------------

    def _order_number(self) -> None:
        """A column called Name that holds #1001 is the order's number."""
        bare = next((n for n in self._free() if meaning.plain(n) in BARE_NAMES and self.cells.share(n, NUMBERED) > ENOUGH), None)
        groups = meaning.fitting("order_id", self._free())
        sure = bool(groups) and (meaning.rank("order_id", groups[0][0]) or 0) < 2
        column = bare if bare and not sure and not self._answered("order_id") else self._first("order_id")
        self._take("order_id", column)
        # The number of a parent order stands in some rows only; every row has its own.
        own = next((n for group in groups for n in group if n != column and self.cells.share_filled(n) == 1), None)
        if column and own and self.cells.share_filled(column) < 1 and not self._answered("order_id"):
            self.columns |= {"order_id": own, "parent_id": column}

    def _numbers_of_goods(self) -> None:
        self._take("quantity", self._first("quantity", self._is_numeric, self.cells.equal))
        self._take("unit_price", self._first("unit_price", self._is_numeric, self.cells.equal))

    def _amount(self) -> None:
        """The amount by its name; a mere price is one without a number of pieces, and the price of one piece with it."""
        amount = self._first("gross_paid", self._is_numeric, self.cells.equal)
        if amount is None and self._answered("gross_paid") is None and not self._priced():
            price = self.columns.pop("unit_price", None)
            amount = price if price and meaning.rank("gross_paid", price) is not None else self._by_values("gross_paid", self._is_money)
        self._take("gross_paid", amount or (None if self._priced() else self._first("gross_paid", same=self.cells.equal)))
        if "gross_paid" not in self.columns and not self._priced():
            self._lost("amount (金额)", "gross_paid", [])
        self._refuse_doubtful_money()

    def _refuse_doubtful_money(self) -> None:
        """An amount in a small unit, a price that may be the row's, prices beside discounts: nothing is multiplied on a guess."""
        amount, price = self.columns.get("gross_paid", ""), self.columns.get("unit_price", "")
        if re.search(r"[（(\[]\s*(分|cents?)\s*[)）\]]", amount or price):
            raise Question(f"{self.raw.name}: {amount or price!r} counts hundredths. Write whole money, or name another column: --amount COLUMN")
        if amount or not price:
            return
        if meaning.plain(price) == "item price" and not self._answered("unit_price"):
            raise Question(
                f"{self.raw.name}: {price!r} may be the price of one piece or the amount of the row. Say which: "
                f"{words('unit-price', [price])} or {words('amount', [price])}"
            )
        for column in self._free():
            if meaning.DISCOUNT.search(meaning.plain(column)) and self.cells.share(column, r".*[1-9].*") > 0:
                raise Question(
                    f"{self.raw.name}: {price!r} × {self.columns['quantity']!r} leaves {column!r} out, and no column tells what was paid. "
                    f"Add one and name it: --amount COLUMN; or, if the prices are after discounts: {words('ignore', [column])}"
                )

    def _priced(self) -> bool:
        return "unit_price" in self.columns and "quantity" in self.columns

    def _is_money(self, column: str) -> bool:
        known = meaning.barred("gross_paid", column) or any(meaning.rank(role, column) is not None for role in meaning.ROLES)
        return not known and self.cells.share(column, SURELY_MONEY) > ENOUGH and self.cells.share(column, r".*[¥￥$€£元]|.*\d[.]\d{1,2}\D*") > 0.2

    def _dates(self) -> None:
        """When it was ordered; the day of payment where that is all there is, or where nothing else tells what was never paid."""
        placed = self._first("ordered_at", self._is_dated, self.cells.equal)
        paid = self._first("paid_at", self._is_dated, self.cells.equal)
        if placed and paid and ("status" in self.columns or self._answered("ordered_at")):
            self.columns |= {"ordered_at": placed, "paid_at": paid}
            return
        day = paid or placed or self._first("dispatched_at", self._is_dated, self.cells.equal) or self._first("ordered_at", same=self.cells.equal)
        if not day:
            day = self._by_values("ordered_at", lambda n: self.cells.share(n, SURELY_DATED) > ENOUGH)
        if not day:
            self._lost("date (日期)", "ordered_at", [n for n in self._free() if self._is_dated(n)])
        self._take("ordered_at", day)

    # -- states and refunds -----------------------------------------------------------------------

    def _states(self) -> None:
        """A column of few words whose meanings are known; a word without one is asked about."""
        column = self._first("status", same=self.cells.equal)
        if column is None:
            return
        found = self.cells.words(column)
        unknown = [word for word in found if self._state(word) is None]
        if len(found) > MOST_STATES:
            raise Question(
                f"{self.raw.name}: {column!r} holds more than {MOST_STATES} different words, too many for states of orders. "
                f"Name another column: --status COLUMN; or leave it: {words('ignore', [column])}"
            )
        if unknown:
            listed = ", ".join(f"{masked(word)!r} ({found[word]:,} rows)" for word in unknown[:5])
            raise Question(
                f"{self.raw.name}: words of {column!r} that could mean anything: {listed}. Say what each means, e.g. "
                f"{words('word', [masked(unknown[0]) + '=completed'])} (unpaid, paid, dispatched, completed, closed or refunded), "
                f"or leave the column: {words('ignore', [column])}"
            )
        self._take("status", column)

    def _state(self, word: str) -> str | None:
        return self.answers.status.get(word) or states.meaning(word)

    def _refunds(self) -> None:
        """Money given back, in a column of its own; states of refunds say whether it was. Without an amount they are asked about."""
        told = self._answered("refunded")
        if told and meaning.REFUND_STATE.search(meaning.plain(told)) and not self._is_numeric(told):
            self.more_states[told] = {word: "refunded" for word in self.cells.words(told) if self._is_settled(word)}
            return
        self._take("refunded", self._first("refunded", self._holds_refunds, self.cells.equal))
        for column in (c for c in self._free() if meaning.REFUND_STATE.search(meaning.plain(c))):
            self._state_of_refunds(column)
        if "status" in self.columns:
            self._refuse_partial(self.columns["status"])

    def _refuse_partial(self, column: str) -> None:
        """A part given back, and no column that says how much."""
        partial = [word for word in self.cells.words(column) if states.is_partial(word) and word not in self.answers.status]
        if partial and "refunded" not in self.columns:
            raise Question(
                f"{self.raw.name}: {partial[0]!r} in {column!r} says that a part was given back, and no column says how much. "
                f"Name the amount: --refunded COLUMN; or count these orders in full: {words('word', [partial[0] + '=paid'])}"
            )

    def _is_settled(self, word: str) -> bool | None:
        """Whether a state of a refund means money given back, as a person said or as its words do."""
        said = self.answers.status.get(word)
        return said == "refunded" if said else states.is_settled(word)

    def _says_more(self, column: str, given_back: list[str]) -> bool:
        """Whether a state of refunds tells of one in a row whose own state does not."""
        rows = f"{self.cells.of(column)} in {texts(given_back)}"
        if "status" in self.columns:
            over = [w for w in self.cells.words(self.columns["status"]) if self._state(w) in ("unpaid", "closed", "refunded")]
            rows += f" and coalesce({self.cells.of(self.columns['status'])}, '') not in {texts(['-', *over])}"
        return bool(self.cells.one(f"select count(*) from cells where {rows}")[0])

    def _state_of_refunds(self, column: str) -> None:
        """A state of refunds says which amounts were given back; without amounts, that something was."""
        settled = {word: self._is_settled(word) for word in self.cells.words(column)}
        given_back = [word for word, is_so in settled.items() if is_so]
        unknown = [word for word, is_so in settled.items() if is_so is None]
        if "refunded" in self.columns and unknown:
            raise Question(
                f"{self.raw.name}: {masked(unknown[0])!r} in {column!r}: was the money given back? If so "
                f"{words('word', [masked(unknown[0]) + '=refunded'])}, else {words('word', [masked(unknown[0]) + '=paid'])}"
            )
        if "refunded" in self.columns:
            self.settled_when |= {column: tuple(given_back)} if settled else {}
        elif given_back and all(word.casefold() in states.YES for word in given_back):
            self.more_states[column] = dict.fromkeys(given_back, "refunded")
        elif given_back and self._says_more(column, given_back):
            raise Question(
                f"{self.raw.name}: {column!r} tells of refunds (e.g. {given_back[0]!r}) and no column tells how much was given back. "
                f"Name the amount: --refunded COLUMN; or take all that was paid as given back where it says so: {words('refunded', [column])}; "
                f"or leave it: {words('ignore', [column])}"
            )

    def _more(self) -> None:
        """Further columns that say what became of an order: called off, paid or not, given back."""
        called_off = self._first("cancelled_at")
        if called_off:
            self.more_states[called_off] = {states.ANY: "closed"}
        for column in self._free():
            if meaning.MORE_STATE.search(meaning.plain(column)) and not meaning.REFUND_STATE.search(meaning.plain(column)):
                found = self.cells.words(column)
                told = states.more_said(meaning.plain(column), found) if len(found) <= MOST_STATES else {}
                if told:
                    self.more_states[column] = told
                self._refuse_partial(column)
            elif meaning.KINDS.search(meaning.plain(column)):
                self._refuse_other_kinds(column)

    def _refuse_other_kinds(self, column: str) -> None:
        """Rows that are refunds or top-ups by a word in a column of kinds, counted as sales, would be a wrong figure."""
        told = [word for word in self.cells.words(column) if meaning.NO_SALES.search(word.casefold()) and not self._is_below_zero(column, word)]
        if told:
            raise Question(
                f"{self.raw.name}: {column!r} has kinds of rows that are no sales (e.g. {told[0]!r}). Take these rows out of the file, or write "
                f"refunds with a minus; if all rows are sales: {words('ignore', [column])}"
            )

    def _is_below_zero(self, column: str, word: str) -> bool:
        """Whether all amounts of rows with a word are written below zero, so that they are refunds already."""
        amount = self.cells.of(self.columns.get("gross_paid") or self.columns["quantity"])
        below = f"regexp_matches({amount}, '^[(（]|[-−–]\\s*[^0-9]{{0,3}}\\s*[0-9]|-$')"
        return bool(self.cells.one(f"select coalesce(bool_and({below}), false) from cells where {self.cells.of(column)} = {text(word)}")[0])

    def _holds_refunds(self, column: str) -> bool:
        """Numbers, or words such as 无退款申请 beside them."""
        return self.cells.share(column, NUMERIC) > 0

    # -- customers --------------------------------------------------------------------------------

    def _customer(self) -> None:
        """Who bought: numbers and logins before e-mail, telephone and names; hidden or nearly empty ones give way, and so do names of goods."""
        told = self._answered("customer_id")
        if told:
            self._take("customer_id", None if told == NO_COLUMN else told)
            return
        candidates = [n for group in meaning.fitting("customer_id", self._free()) for n in group if self.cells.filled(n) and not self._is_goods(n)]
        ranked = sorted(candidates, key=self._poorness)
        if not ranked:
            self._take("customer_id", self._identity_by_values())
            return
        self._refuse_doubtful_names(ranked[0])
        best = self._poorness(ranked[0])
        self._take("customer_id", self._one_of("customer_id", [n for n in ranked if self._poorness(n) == best], self.cells.alike))

    def _refuse_doubtful_names(self, column: str) -> None:
        """A bare `name` beside order numbers may be the customer's or the goods'."""
        if meaning.plain(column) in BARE_NAMES and "order_id" in self.columns and "product_name" not in self.columns:
            raise Question(
                f"{self.raw.name}: {column!r} may be the customer's name or the product's. Say which: "
                f"{words('customer', [column])} or {words('product', [column])}"
            )

    def _poorness(self, column: str) -> tuple[bool, int]:
        """How poorly a column tells people apart: half empty or hidden, then by its name; under a plain word for a person may stand numbers."""
        place = meaning.rank("customer_id", column) or 0
        if place == meaning.BARE_PERSON and self.cells.share(column, r".*\d.*") > ENOUGH:
            place = 0
        return self._share_of_orders(column) < 0.5 or self.cells.share(column, r".*\*.*") > 0.5, place

    def _share_of_orders(self, column: str) -> float:
        """Share of orders, or of rows without numbers, in which a column names somebody."""
        key = self.cells.of(self.columns["order_id"]) if "order_id" in self.columns else "_row"
        filled = f"max(coalesce(lower({self.cells.of(column)}) not in {texts(GUESTS)}, false)::int)"
        return self.cells.one(f"select avg(f) from (select {filled} as f from cells group by coalesce({key}::varchar, _row::varchar))")[0] or 0.0

    def _is_goods(self, column: str) -> bool:
        """A `name` that differs within most orders of several rows names goods, no people."""
        if "order_id" not in self.columns or meaning.plain(column) not in BARE_NAMES:
            return False
        several, differing = self.cells.within(self.cells.of(self.columns["order_id"]), column)
        return differing * 2 > several

    def _identity_by_values(self) -> str | None:
        """The only column no name explains whose cells look like numbers or contacts of people who come again."""
        unknown = [n for n in self._free() if all(meaning.rank(role, n) is None for role in meaning.ROLES)]
        fits = [n for n in unknown if self.cells.repeats(n) and len(self.cells.words(n)) > MOST_STATES and self.cells.share(n, IDENTITY) > ENOUGH]
        return self._one_of("customer_id", fits, self.cells.alike) if fits else None

    # -- rows -------------------------------------------------------------------------------------

    def _rows(self) -> tuple[Literal["order", "line"], str]:
        """What a row is, and what makes rows one order where they have no number."""
        goods = self._priced() or "product_name" in self.columns or "product_id" in self.columns
        if "order_id" not in self.columns:
            return ("line", self._order_by()) if goods else ("order", "")
        repeated = self.cells.repeats(self.columns["order_id"])
        if repeated and self._is_whole_orders():
            return ("line" if goods else "order"), ""
        if repeated or goods:
            self.columns = {"line_paid" if role == "gross_paid" else role: column for role, column in self.columns.items()}
        return ("line" if repeated or goods else "order"), ""

    def _is_whole_orders(self) -> bool:
        """Whether the amount is the whole order's, repeated or told once, on orders of several rows."""
        if "gross_paid" not in self.columns or self.answers.amount_of:
            return self.answers.amount_of == "order"
        amount, key = self.columns["gross_paid"], self.cells.of(self.columns["order_id"])
        several, differing = self.cells.within(key, amount)
        if not several:
            return True  # told in one row of each order only
        by_prices = self._fits_prices(key, amount)
        if by_prices is not None:
            return by_prices
        if differing * 2 > several:
            return False
        if any(meaning.SUB_ORDER.search(meaning.plain(name)) for name in self.raw.header):
            return False
        whole, line = (bool(pattern.search(meaning.plain(amount))) for pattern in (meaning.WHOLE_ORDER, meaning.ONE_LINE))
        if whole == line or (whole and differing):
            self._ask_whose_amount(amount, key, several - differing, several)
        return whole

    def _ask_whose_amount(self, amount: str, key: str, equal: int, several: int) -> None:
        """Rows of one order that tell one amount may each have it, or repeat the order's."""
        number, row = self.cells.one(
            f"select min_by(k, r), min(r) from (select {key} as k, min(_row) as r from cells group by 1, {PART} having count(*) > 1)"
        )
        raise Question(
            f"{self.raw.name}: {amount!r} is the same in all rows of an order in {equal:,} of {several:,} orders of several rows "
            f"(e.g. {masked(number)!r}, row {row:,}). Is it the whole order's, repeated: --amount-of order; or each row's own: --amount-of row"
        )

    def _fits_prices(self, key: str, amount: str) -> bool | None:
        """Whether price × quantity adds up to the amount over an order (True) or in each row (False); None where neither is seen."""
        if not self._priced():
            return None
        for way in ("point", "comma"):
            price, pieces, paid = (
                numbers.number(self.cells.of(c), 4, numbers.NumberWay(way)) for c in (self.columns["unit_price"], self.columns["quantity"], amount)
            )
            orders, rows = self.cells.one(f"""
                select avg((abs(total - told) <= .02 + .001 * told)::int), avg(each) from (
                    select sum(worth) as total, max(paid) as told, avg((abs(worth - paid) <= .02 + .001 * paid)::int) as each
                    from (select {key} as k, {PART}, cast({price} as double) * {pieces} as worth, cast({paid} as double) as paid from cells)
                    group by k, {PART} having count(*) > 1)""")
            if max(orders or 0, rows or 0) >= ENOUGH:
                return bool((orders or 0) > (rows or 0))
        return None

    def _order_by(self) -> str:
        """Rows of goods without order numbers: one customer's rows of one minute are one order; of one day, only if somebody says so."""
        if self.answers.one_row_is == "order" or "customer_id" not in self.columns:
            return "row"
        who, when = self.cells.of(self.columns["customer_id"]), self.cells.of(self.columns["ordered_at"])
        if self.cells.share(self.columns["ordered_at"], r".*\d:\d\d.*") > 0.5:
            return "minute"
        together, row = self.cells.one(
            f"select count(*), min(row) from (select min(_row) as row from cells where {who} is not null group by {who}, {when} having count(*) > 1)"
        )
        if not together or self.answers.one_row_is == "article":
            return "day"
        raise Question(
            f"{self.raw.name}: rows of one customer on one day (e.g. row {row:,}; {together:,} times) and no order number: is a row one article of "
            "an order: --one-row-is article; or an order of its own: --one-row-is order"
        )

    # -- the map ----------------------------------------------------------------------------------

    def _source(self, grain: Literal["order", "line"], order_by: str) -> Source:
        columns = dict(self.columns)
        if grain == "order":
            columns = {role: column for role, column in columns.items() if role not in ("product_name", "product_id", "unit_price")}
            if "quantity" in columns:
                columns["units"] = columns.pop("quantity")
        elif order_by and "gross_paid" in columns:
            columns["line_paid"] = columns.pop("gross_paid")
        status = {word: str(self._state(word)) for word in self.cells.words(columns["status"])} if "status" in columns else {}
        # Where the amount is the whole order's, so is what was given back of it.
        whole = grain == "line" and "gross_paid" in columns and "refunded" in columns
        once = {"once": (*ONCE, "refunded")} if whole else {}
        return Source(
            grain=grain, columns=dict(columns.items()), status=status, negative="refund", footer=TOTALS, typed_by_hand=True,
            order_by=order_by, more_states=self.more_states, settled_when=self.settled_when, **once,
        )  # fmt: skip
