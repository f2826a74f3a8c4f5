"""Service: how long customers wait for replies and solutions, whether what was promised them is kept, and what is open and overdue.

Surveys: themes of comments, what an answer goes with, whom to call and who was called, and who may be asked next.
"""

from retention.service.attainment import attainment_by, attainments, judged
from retention.service.called import Loop, MayBeAsked, ToCall, calls_of, loop_of, may_be_asked, to_call
from retention.service.clocks import known_until, pauses, ticket_clocks, waits
from retention.service.open_tickets import ages, reopened, repeat_contacts, standings, still_open, without_limit
from retention.service.recent import PROMISED, by_month, lately, together
from retention.service.theme_sheet import Checked, read_themes_check, themes_check
from retention.service.themes import TermList, Themes, term_list, themes_of
from retention.service.worth import Step, Worth, worth_of_answers

__all__ = [
    "PROMISED",
    "Checked",
    "Loop",
    "MayBeAsked",
    "Step",
    "TermList",
    "Themes",
    "ToCall",
    "Worth",
    "ages",
    "attainment_by",
    "attainments",
    "by_month",
    "calls_of",
    "judged",
    "known_until",
    "lately",
    "loop_of",
    "may_be_asked",
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
    "to_call",
    "together",
    "waits",
    "without_limit",
    "worth_of_answers",
]
