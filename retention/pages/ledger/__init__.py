"""What became of the rows that were read, and what in the shop's own figures does not agree."""

from retention.pages.ledger.sections import cannot_tell, disagreements, rows_read

__all__ = ["cannot_tell", "disagreements", "rows_read"]
