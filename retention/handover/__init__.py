"""Batches of messages as files for a gateway or a colleague, read back to be sure of them; and what gateways tell of them afterwards.

Nothing here sends. A format writes the files of a batch into a folder that is there (0600) with their checksums, says where each message
stands, and reads the files back. Receipts are read into statuses and withdrawals; what they change is the caller's.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from retention.handover import aliyun, calls, plain
from retention.handover.about import About
from retention.handover.receipts import Receipts, read_receipts
from retention.handover.registered import registered_text
from retention.handover.rehearsed import invented
from retention.handover.tokens import key_of, token


@dataclass(frozen=True)
class Format:
    """One way to hand messages over.

    channels: what it takes. write(folder, rows, about): writes the files; message_key, call and position of each message, DataProblem where
    one cannot be written. read_back(folder): message_key and address in order, DataProblem where a file was changed or cut.
    problems(rows, about): for each message a sentence of what keeps it from being handed over, or nothing: asked before a batch is sealed.
    notes(rows): what whoever sends them must be told.
    """

    channels: tuple[str, ...]
    write: Callable[[Path, pd.DataFrame, About], pd.DataFrame]
    read_back: Callable[[Path], pd.DataFrame]
    problems: Callable[[pd.DataFrame, About], pd.Series]
    notes: Callable[[pd.DataFrame], tuple[str, ...]] = lambda _: ()


FORMATS: Mapping[str, Format] = {
    "csv": Format(plain.CHANNELS, plain.write, plain.read_back, plain.problems, plain.notes),
    "aliyun": Format(aliyun.CHANNELS, aliyun.write, aliyun.read_back, aliyun.problems),
    "calls": Format(calls.CHANNELS, calls.write, calls.read_back, calls.problems),
}

__all__ = ["FORMATS", "About", "Format", "Receipts", "invented", "key_of", "read_receipts", "registered_text", "token"]
