"""What became of the rows that were read, and what in the shop's own figures does not agree."""

from dataclasses import asdict
from typing import Any

import pandas as pd

from retention import metrics
from retention.pages.kit import blocks
from retention.pages.kit.blocks import prose
from retention.pages.kit.book import Playbook
from retention.pages.kit.section import Section, section
from retention.pages.ledger import sentences


@section()
def disagreements(book: Playbook[Any]) -> Section:
    """What in the shop's own figures does not agree; nothing where all does."""
    found, words = book.shop.findings, book.words
    said = sentences.findings_in_words(found, words)
    return Section((blocks.note(said, words, "warning"),) if said else (), pd.DataFrame([asdict(finding) for finding in found]))


@section()
def cannot_tell(book: Playbook[Any]) -> Section:
    """What the exports of the shop's platforms cannot tell, whatever is done with them; nothing where no map says so."""
    said = sentences.cannot_tell_in_words(book.knows, book.words)
    kind = "warning" if any(known["customer"] == "none" for known in book.knows) else "look"
    return Section((blocks.note(said, book.words, kind),) if said else (), pd.DataFrame(book.knows))


@section()
def rows_read(book: Playbook[Any]) -> Section:
    """What became of the rows that were read: every row has one fate. File by file it stands in ledger.parquet."""
    ledger, words = book.ledger, book.words
    table = blocks.table(sentences.rows(ledger, words), sentences.heads_of_rows(words), words)
    shown = (prose(sentences.in_words(ledger, words, book.unfit)), blocks.folded(words("core-ledger"), table))
    # A word that the import did not know may hold names: the page leaves it out.
    return Section(shown, ledger, metrics.ledger_kpis(ledger, book.period), private=True)
