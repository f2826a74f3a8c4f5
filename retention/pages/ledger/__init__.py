"""What became of the rows that were read, and what in the shop's own figures does not agree."""

from retention.pages.ledger.sections import disagreements, rows_read

__all__ = ["disagreements", "rows_read"]
