"""Journeys: a shop's tables at a moment → who is written to now, who waits, and who is not written to and why.

    occasions → entries → candidates → guards → plan

Nothing here reads a clock or a file, and nothing is sent: a plan is a table.
"""

from retention.journeys.checking import Finding, conditions, findings, other_channels, ready, refuse
from retention.journeys.entering import History
from retention.journeys.freshness import stale
from retention.journeys.guards import FAMILIES, GUARDS
from retention.journeys.languages import Wording
from retention.journeys.noting import joined, noted
from retention.journeys.occasions import Seen
from retention.journeys.plan import Plan, make, message_key
from retention.journeys.replay import Replayed, everybody, playable, replayed, sent_messages, weighed
from retention.journeys.request import Request
from retention.journeys.rules import checked, columns_of_rules
from retention.journeys.writing import Offers, Writer
from retention.journeys.yearly import entered_a_year

__all__ = [
    "FAMILIES",
    "GUARDS",
    "Finding",
    "History",
    "Offers",
    "Plan",
    "Replayed",
    "Request",
    "Seen",
    "Wording",
    "Writer",
    "checked",
    "columns_of_rules",
    "conditions",
    "entered_a_year",
    "everybody",
    "findings",
    "joined",
    "make",
    "message_key",
    "noted",
    "other_channels",
    "playable",
    "ready",
    "refuse",
    "replayed",
    "sent_messages",
    "stale",
    "weighed",
]
