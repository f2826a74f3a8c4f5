"""What becomes of a row that an import reads: fates that several rooms speak of, and those by which nothing is lost."""

import pandas as pd

KEPT = "kept"
# The same fact stands elsewhere.
DUPLICATE, SUPERSEDED = REPEATS = ("duplicate", "superseded")
# Rows around and between those of a table, and rows of work lists that nobody has ticked off.
FOOTER, OTHER_KIND, NOT_DONE = NO_ROWS = ("total or footer", "other kind of row", "not done")
# A row with any other fate is lost.
HARMLESS = (KEPT, *REPEATS, *NO_ROWS)


def together(ledger: pd.DataFrame, *by: str) -> pd.DataFrame:
    """Rows of the ledger with the same `by` taken together, most rows first: rows and money added up, example and file of the
    fullest that has an example."""
    summed = ledger.groupby(list(by), sort=False, as_index=False).agg(rows=("rows", "sum"), money=("money", "sum"))
    told = ledger[ledger["example"].notna()].sort_values("rows", ascending=False, kind="stable").drop_duplicates(list(by))
    found = summed.merge(told[[*by, "example", "file"]], on=list(by), how="left", validate="one_to_one")
    return found.sort_values("rows", ascending=False, kind="stable", ignore_index=True)
