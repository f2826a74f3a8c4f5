"""Service: how long customers wait for replies and solutions, whether promises to them are kept, what is open and overdue; where returns stand."""

from retention.service.attainment import attainment_by, attainments, judged
from retention.service.clocks import known_until, pauses, ticket_clocks, waits
from retention.service.open_tickets import ages, reopened, repeat_contacts, standings, still_open, without_limit
from retention.service.recent import PROMISED, by_month, lately, together
from retention.service.return_reasons import left_out, reported_reasons, returned_goods, size_estimates, two_sizes, what_is_said
from retention.service.return_shares import purchases, return_rates, what_to_change
from retention.service.return_slips import PARCEL_BACK, ReturnSlip, return_slip
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

__all__ = [
    "PROMISED",
    "OUTCOMES",
    "PARCEL_BACK",
    "RETURN_STANDINGS",
    "ReturnSlip",
    "ages",
    "attainment_by",
    "attainments",
    "by_month",
    "by_outcome",
    "illegal_transitions",
    "judged",
    "known_until",
    "lately",
    "left_out",
    "open_by_age",
    "open_by_state",
    "open_returns",
    "pauses",
    "purchases",
    "reopened",
    "repeat_contacts",
    "reported_reasons",
    "return_rates",
    "return_slip",
    "return_standings",
    "returned_goods",
    "size_estimates",
    "standings",
    "state_spans",
    "still_open",
    "ticket_clocks",
    "time_in_states",
    "time_to_end",
    "together",
    "two_sizes",
    "waiting_curve",
    "waits",
    "what_is_said",
    "what_to_change",
    "without_limit",
]
