"""Service: how long customers wait for replies and solutions, whether what was promised them is kept, and what is open and overdue."""

from retention.service.attainment import attainment_by, attainments, judged
from retention.service.clocks import known_until, pauses, ticket_clocks, waits
from retention.service.open_tickets import ages, reopened, repeat_contacts, standings, still_open, without_limit
from retention.service.recent import PROMISED, by_month, lately, together

__all__ = [
    "PROMISED",
    "ages",
    "attainment_by",
    "attainments",
    "by_month",
    "judged",
    "known_until",
    "lately",
    "pauses",
    "reopened",
    "repeat_contacts",
    "standings",
    "still_open",
    "ticket_clocks",
    "together",
    "waits",
    "without_limit",
]
