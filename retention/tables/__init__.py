"""What each table promises: grain, key, columns, kinds and units. It reads as the data dictionary.

A room may count on every promise made here, because tables are checked at the doors (after the
import and when a table that was changed since is opened: `checks`; before a notebook saves one) and trusted inside.
"""

from retention.tables.interactions import (
    CONSENTS,
    COUPONS,
    EVENTS,
    MEMBERSHIPS,
    RETURN_STATES,
    SCANS,
    SHIPMENTS,
    SURVEYS,
    TICKET_MESSAGES,
    TICKET_STATES,
    TICKETS,
    TOUCHES,
)
from retention.tables.kpis import KPIS
from retention.tables.messages import ASSIGNMENTS, ENTRIES, EXPERIMENTS, HISTORY, MESSAGE_PLAN, MESSAGE_REPLAY, MESSAGES, TAGS
from retention.tables.outputs import FORECASTS, MEMBERS, NEXT_GOODS, SEGMENTS
from retention.tables.profile import PYRAMID
from retention.tables.promise import KINDS, Column, DataProblem, Law, Table, kind_fits
from retention.tables.sales import CUSTOMERS, ORDER_LINES, ORDER_STATUS, ORDERS, PRODUCTS, RETURNS

SALES = (ORDERS, ORDER_LINES, RETURNS, CUSTOMERS, PRODUCTS)
INTERACTIONS = (
    EVENTS,
    COUPONS,
    MEMBERSHIPS,
    CONSENTS,
    TOUCHES,
    SHIPMENTS,
    SCANS,
    TICKETS,
    TICKET_MESSAGES,
    TICKET_STATES,
    RETURN_STATES,
    SURVEYS,
)
# What notebooks make and hand each other.
OUTPUTS = (PYRAMID, SEGMENTS, NEXT_GOODS, FORECASTS, MEMBERS)
SHOP_TABLES = {t.name: t for t in (*SALES, *INTERACTIONS)}

__all__ = [
    "ASSIGNMENTS",
    "SALES",
    "CONSENTS",
    "COUPONS",
    "CUSTOMERS",
    "ENTRIES",
    "EXPERIMENTS",
    "EVENTS",
    "FORECASTS",
    "HISTORY",
    "KINDS",
    "KPIS",
    "Law",
    "MEMBERS",
    "MEMBERSHIPS",
    "MESSAGES",
    "MESSAGE_PLAN",
    "MESSAGE_REPLAY",
    "NEXT_GOODS",
    "ORDERS",
    "ORDER_LINES",
    "ORDER_STATUS",
    "OUTPUTS",
    "PRODUCTS",
    "PYRAMID",
    "RETURNS",
    "RETURN_STATES",
    "SCANS",
    "SEGMENTS",
    "SHIPMENTS",
    "SHOP_TABLES",
    "SURVEYS",
    "TAGS",
    "TICKETS",
    "TICKET_MESSAGES",
    "TICKET_STATES",
    "INTERACTIONS",
    "TOUCHES",
    "Column",
    "DataProblem",
    "Table",
    "kind_fits",
]
