"""What `retention messages replay` prints: a line a day, then the month in words."""

from retention.pages.automation.tables import Planning
from retention.pages.effects import sentences
from retention.pages.effects.tables import Effects


def month_lines(planning: Planning) -> list[str]:
    """The month, played now and kept for the page."""
    effects = planning.book.shared(Effects)
    table = effects.keep_replay()
    sent, planned = (table[table["source"] == source].reset_index(drop=True) for source in ("sent", "planned"))
    return [line.replace("**", "") for line in sentences.month_lines(sent, planned, effects.not_played, effects.days, planning.book.words)]
