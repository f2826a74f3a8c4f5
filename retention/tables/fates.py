"""What becomes of a row that an import reads: fates that several rooms speak of, and those by which nothing is lost."""

KEPT = "kept"
# The same fact stands elsewhere.
DUPLICATE, SUPERSEDED = REPEATS = ("duplicate", "superseded")
# Rows around and between those of a table, and rows of work lists that nobody has ticked off.
FOOTER, OTHER_KIND, NOT_DONE = NO_ROWS = ("total or footer", "other kind of row", "not done")
# A row with any other fate is lost.
HARMLESS = (KEPT, *REPEATS, *NO_ROWS)
