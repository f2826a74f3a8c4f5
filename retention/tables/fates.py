"""Fates in the ledger of an import with which nothing is lost, for whoever counts or tells what was left out."""

KEPT, DUPLICATE, SUPERSEDED = "kept", "duplicate", "superseded"
# The same fact stands elsewhere.
REPEATS = (DUPLICATE, SUPERSEDED)
# Rows below a table that only add it up or remark on it, and rows of a kind that the source does not take.
NO_ROWS = ("total or footer", "other kind of row")
# Rows of work lists that nobody has ticked off.
NOT_DONE = "not done"
HARMLESS = (KEPT, *REPEATS, NOT_DONE, *NO_ROWS)
