"""What notebook 01 shows of the stage the shop is in."""

from retention.pages.diagnosis import sentences
from retention.pages.diagnosis.tables import Stage
from retention.pages.kit import blocks
from retention.pages.kit.blocks import prose
from retention.pages.kit.book import Playbook
from retention.pages.kit.section import Section, section
from retention.settings import PyramidSettings

Book = Playbook[PyramidSettings]


@section()
def stage(book: Book) -> Section:
    """Which of three stages the shop's work with customers is in, by twelve signs, and the next three steps."""
    found, words, rules = book.shared(Stage).found, book.words, book.settings.stage
    rows, heads = sentences.sign_rows(found.signs, words)
    steps = prose(sentences.steps_in_words(found.steps, words))
    told = prose(sentences.fields_in_words(found.fields, found.fields_used, book.about.fields, words))
    table = blocks.folded(words("stage-table"), blocks.table(rows, heads, words), told, blocks.note(words("stage-how", core=str(rules.core)), words))
    return Section((prose(sentences.stage_in_words(found, words)), steps, table), found.signs, found.kpis(book.period))
