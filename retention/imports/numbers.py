"""Order numbers for rows that have none."""

from retention.imports.maps import Source

# Rows of one customer that make one order, by `Source.order_by`: those of one minute, of one day. Nobody's rows are orders of their own.
MOMENT = {"minute": "date_trunc('minute', ordered_at)", "day": "date_trunc('day', ordered_at)"}
# The same row gets the same number in every file, and equal rows of one file one after the other.
OWN = "'row-' || content || '-' || row_number() over (partition by content order by _row)"


def numbered_query(typed: str, source: Source) -> str:
    """SQL that gives typed rows of a source without order numbers the number of the order they make."""
    if not source.order_by:
        return typed
    together = f"case when customer_id is not null then 'at-' || md5(concat_ws('|', customer_id, {MOMENT.get(source.order_by)})) end"
    number = OWN if source.order_by == "row" else f"coalesce({together}, {OWN})"
    return f"select * replace ({number} as order_id) from ({typed})"
