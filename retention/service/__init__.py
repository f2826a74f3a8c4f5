"""Service: how long customers wait for replies and solutions, whether what was promised them is kept, and what is open and
overdue; what surveys say: themes of comments, and what an answer goes with."""

from retention.service.attainment import attainment_by, attainments, judged
from retention.service.clocks import known_until, pauses, ticket_clocks, waits
from retention.service.open_tickets import ages, reopened, repeat_contacts, standings, still_open, without_limit
from retention.service.recent import PROMISED, by_month, lately, together
from retention.service.theme_sheet import Checked, read_themes_check, themes_check
from retention.service.themes import TermList, Themes, term_list, themes_of
from retention.service.worth import Step, Worth, worth_of_answers

__all__ = [
    "PROMISED",
    "Checked",
    "Step",
    "TermList",
    "Themes",
    "Worth",
    "ages",
    "attainment_by",
    "attainments",
    "by_month",
    "judged",
    "known_until",
    "lately",
    "pauses",
    "read_themes_check",
    "reopened",
    "repeat_contacts",
    "standings",
    "still_open",
    "term_list",
    "themes_check",
    "themes_of",
    "ticket_clocks",
    "together",
    "waits",
    "without_limit",
    "worth_of_answers",
]
