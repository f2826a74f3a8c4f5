"""Service: how long customers wait for replies and solutions, whether promises to them are kept, what is open and overdue; where returns stand.

Parcels on their way: how likely each is to be late, whom to tell before she asks, and small surprises by lot.

Surveys: themes of comments, what an answer goes with, whom to call and who was called, and who may be asked next.
"""

from retention.service.attainment import attainment_by, attainments, judged
from retention.service.called import Loop, MayBeAsked, ToCall, calls_of, loop_of, may_be_asked, owed_a_call, to_call
from retention.service.clocks import known_until, pauses, ticket_clocks, waits
from retention.service.late_parcels import notice_steps, savings, to_notify, told_steps, under_way, unshipped
from retention.service.open_tickets import ages, reopened, repeat_contacts, standings, still_open, without_limit
from retention.service.parcel_backtest import backtest, model_of, told_before
from retention.service.parcel_clock import ParcelClock, clock_of_parcels
from retention.service.parcel_shocks import shocks
from retention.service.parcels import days_under_way, parcels_of, why_no_chance
from retention.service.recent import PROMISED, by_month, lately, together
from retention.service.return_reasons import left_out, reported_reasons, returned_goods, size_estimates, two_sizes, what_is_said
from retention.service.return_shares import purchases, return_rates, what_to_change
from retention.service.return_slips import PARCEL_BACK, ReturnSlip, ReturnView, return_slip, return_view
from retention.service.return_tickets import late_returns, with_tickets
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
    "ParcelClock",
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
    "backtest",
    "by_month",
    "by_outcome",
    "calls_of",
    "clock_of_parcels",
    "days_under_way",
    "illegal_transitions",
    "judged",
    "known_until",
    "late_returns",
    "lately",
    "left_out",
    "loop_of",
    "may_be_asked",
    "owed_a_call",
    "model_of",
    "notice_steps",
    "open_by_age",
    "open_by_state",
    "open_returns",
    "parcels_of",
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
    "savings",
    "shocks",
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
    "to_notify",
    "together",
    "told_before",
    "told_steps",
    "two_sizes",
    "under_way",
    "unshipped",
    "waiting_curve",
    "waits",
    "what_is_said",
    "what_to_change",
    "why_no_chance",
    "with_tickets",
    "without_limit",
    "worth_of_answers",
]
