"""What each table promises: grain, key, columns, kinds and units. It reads as the data dictionary.

A room may count on every promise made here, because tables are checked at the doors (after the
import and when a table that was changed since is opened: `checks`; before a notebook saves one) and trusted inside.
"""

from retention.tables.bought import CUSTOMERS, ORDER_LINES, ORDER_STATUS, ORDERS, PRODUCTS, RETURNS
from retention.tables.kpis import KPIS
from retention.tables.made import FORECASTS, MEMBERS, SEGMENTS
from retention.tables.profile import PYRAMID
from retention.tables.promise import KINDS, Column, DataProblem, Law, Table, kind_fits
from retention.tables.told import CONSENTS, COUPONS, EVENTS, MEMBERSHIPS, SCANS, SHIPMENTS, SURVEYS, TICKET_MESSAGES, TICKETS, TOUCHES

BOUGHT = (ORDERS, ORDER_LINES, RETURNS, CUSTOMERS, PRODUCTS)
TOLD = (EVENTS, COUPONS, MEMBERSHIPS, CONSENTS, TOUCHES, SHIPMENTS, SCANS, TICKETS, TICKET_MESSAGES, SURVEYS)
SHOP_TABLES = {t.name: t for t in (*BOUGHT, *TOLD)}

__all__ = [
    "BOUGHT",
    "CONSENTS",
    "COUPONS",
    "CUSTOMERS",
    "EVENTS",
    "FORECASTS",
    "KINDS",
    "KPIS",
    "Law",
    "MEMBERS",
    "MEMBERSHIPS",
    "ORDERS",
    "ORDER_LINES",
    "ORDER_STATUS",
    "PRODUCTS",
    "PYRAMID",
    "RETURNS",
    "SCANS",
    "SEGMENTS",
    "SHIPMENTS",
    "SHOP_TABLES",
    "SURVEYS",
    "TICKETS",
    "TICKET_MESSAGES",
    "TOLD",
    "TOUCHES",
    "Column",
    "DataProblem",
    "Table",
    "kind_fits",
]
