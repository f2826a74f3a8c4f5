"""The tables of the ledger. Times are whole seconds since 1970, UTC; addresses stand in it as keyed hashes only.

`journal_mode=DELETE` with `synchronous=FULL`: write-ahead logging has lost pages with several connections in SQLite before 3.51.3, and a
copy of one file is a whole backup.
"""

import sqlite3
from pathlib import Path

VERSION = 1
WAIT_SECONDS = 60
# Older libraries check a column's kind less strictly, nothing else.
STRICT = "strict" if sqlite3.sqlite_version_info >= (3, 37) else ""
DDL = f"""
create table if not exists meta(name text primary key, value text not null) {STRICT};
create table if not exists steps(
  journey text not null, step text not null, definition text not null, first_seen integer not null, primary key(journey, step)) {STRICT};
create table if not exists entries(
  customer_id text not null, journey text not null, entry_key text not null, entrance text, exclusive_group text, group_key text,
  entered_at integer not null, left_at integer, left_why text, primary key(customer_id, journey, entry_key)) {STRICT};
create unique index if not exists one_of_group on entries(customer_id, exclusive_group, group_key) where exclusive_group is not null;
create table if not exists assignments(
  customer_id text not null, journey text not null, arm text not null, variant text, share real not null, salt text not null,
  first_due integer not null, primary key(customer_id, journey)) {STRICT};
create table if not exists batches(
  batch integer primary key, journey text not null, step text not null, channel text not null, purpose text not null, gateway text not null,
  state text not null check(state in ('open', 'approved', 'sealed', 'published', 'taken', 'void')), needs text not null,
  planned_at integer not null, approved_by text, approved_at integer, manifest text, sealed_at integer,
  published_at integer, taken_at integer, taken_by text, note text) {STRICT};
create table if not exists messages(
  message_key text primary key, batch integer not null references batches, customer_id text not null, journey text not null,
  entry_key text not null, step text not null, purpose text not null, channel text not null, variant text, template text not null,
  params text not null, content text not null, address text not null, due_at integer not null, sent_at integer not null, send_until integer not null,
  state text not null check(state in
    ('reserved', 'held', 'expired', 'cancelled', 'exported', 'submitted', 'task_created', 'delivered', 'failed', 'unknown')),
  attempt integer not null, offer text, offer_until integer, pool text, coupon text unique, call text,
  changed_at integer not null, why text) {STRICT};
create index if not exists messages_of_batch on messages(batch);
create unique index if not exists one_in_a_call on messages(call, address) where call is not null;
create table if not exists coupons(
  code text primary key, pool text not null, expires_on text, message_key text unique, issued_at integer) {STRICT};
create index if not exists free_coupons on coupons(pool, code) where message_key is null;
create table if not exists actions(
  customer_id text not null, tag text not null, since integer not null, until integer, by text not null, batch integer,
  primary key(customer_id, tag)) {STRICT};
create table if not exists receipts(
  source text not null, receipt_id text not null, message_key text not null, status text not null, at integer not null, code text,
  primary key(source, receipt_id)) {STRICT};
create table if not exists withdrawals(
  customer_id text not null, channel text not null, purpose text not null, at integer not null, source text not null,
  received_at integer not null, primary key(customer_id, channel, purpose, at)) {STRICT};
create table if not exists log(seq integer primary key, at integer not null, who text not null, what text not null, sha text not null) {STRICT};
"""


def connect(path: Path) -> sqlite3.Connection:
    """The ledger's file, made with its tables where there is none, readable by its owner only; transactions are begun by hand."""
    fresh = not path.exists()
    if fresh:
        path.touch(mode=0o600)
    db = sqlite3.connect(path, timeout=WAIT_SECONDS, isolation_level=None)
    db.execute("pragma journal_mode = delete")
    db.execute("pragma synchronous = full")
    db.execute("pragma foreign_keys = on")
    db.executescript(f"begin immediate; {DDL} commit;")
    return db
