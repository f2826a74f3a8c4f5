"""Work lists: one writer for all of them, and a reader of what colleagues fill in.

A list is a workbook and a CSV file with the same columns: who, how to reach them, why, what is special about the list, who
looks after them, by when, and three cells to fill in (done, date, result). The first column is hidden in the workbook: its key
(list|day|channel|customer, or list#name|… where what is to be done has a name already) makes a filled-in row readable in either language,
whatever a spreadsheet does to the rest. Lists hold names and contacts, so they lie in the shop's data folder only (0600 in 0700); reports
hold codes.
"""

from retention.worklists.ticks import KEPT_FILE, NOT_DONE, harvest, is_list, kept, saved_on, told, touches
from retention.worklists.writing import (
    CONTACT,
    FILLED,
    KEY,
    MOST_IN_WORKBOOK,
    TO_FILL,
    Laid,
    WorkList,
    as_csv,
    as_files,
    as_workbook,
    laid_out,
    read_sheet,
    row_key,
    write,
)

__all__ = [
    "CONTACT",
    "FILLED",
    "KEPT_FILE",
    "KEY",
    "MOST_IN_WORKBOOK",
    "NOT_DONE",
    "TO_FILL",
    "Laid",
    "WorkList",
    "as_csv",
    "as_files",
    "as_workbook",
    "harvest",
    "is_list",
    "kept",
    "laid_out",
    "read_sheet",
    "row_key",
    "saved_on",
    "told",
    "touches",
    "write",
]
