"""Service: how long customers wait for replies and solutions, whether promises to them are kept, what is open and overdue; where returns stand.

Surveys: themes of comments, what an answer goes with, whom to call and who was called, and who may be asked next.
"""

from retention.service.attainment import attainment_by, attainments, judged
from retention.service.called import Loop, MayBeAsked, ToCall, calls_of, loop_of, may_be_asked, owed_a_call, to_call
from retention.service.clocks import known_until, pauses, ticket_clocks, waits
from retention.service.open_tickets import ages, reopened, repeat_contacts, standings, still_open, without_limit
from retention.service.recent import PROMISED, by_month, lately, together
from retention.service.return_reasons import left_out, reported_reasons, returned_goods, size_estimates, two_sizes, what_is_said
from retention.service.return_shares import purchases, return_rates, what_to_change
from retention.service.return_slips import PARCEL_BACK, ReturnSlip, ReturnView, return_slip, return_view
from retention.service.returns import (
    OUTCOMES,
    RETURN_STANDINGS,
    by_outcome,
    illegal_transitions,
    open_by_age,
    open_by_state,
    open_returns,
    return_standings,
    state_spans,
    time_in_states,
    time_to_end,
    waiting_curve,
)
from retention.service.theme_sheet import Checked, read_themes_check, themes_check
from retention.service.themes import TermList, Themes, term_list, themes_of
from retention.service.worth import Step, Worth, worth_of_answers

__all__ = [
    "Checked",
    "Loop",
    "MayBeAsked",
    "OUTCOMES",
    "PARCEL_BACK",
    "PROMISED",
    "RETURN_STANDINGS",
    "ReturnSlip",
    "ReturnView",
    "Step",
    "TermList",
    "Themes",
    "ToCall",
    "Worth",
    "ages",
    "attainment_by",
    "attainments",
    "by_month",
    "by_outcome",
    "calls_of",
    "illegal_transitions",
    "judged",
    "known_until",
    "lately",
    "left_out",
    "loop_of",
    "may_be_asked",
    "owed_a_call",
    "open_by_age",
    "open_by_state",
    "open_returns",
    "pauses",
    "purchases",
    "read_themes_check",
    "reopened",
    "repeat_contacts",
    "reported_reasons",
    "return_rates",
    "return_slip",
    "return_view",
    "return_standings",
    "returned_goods",
    "size_estimates",
    "standings",
    "state_spans",
    "still_open",
    "term_list",
    "themes_check",
    "themes_of",
    "ticket_clocks",
    "time_in_states",
    "time_to_end",
    "to_call",
    "together",
    "two_sizes",
    "waiting_curve",
    "waits",
    "what_is_said",
    "what_to_change",
    "without_limit",
    "worth_of_answers",
]
