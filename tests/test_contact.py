"""Who may be contacted how: addresses that work, consents that hold, and the channels both leave open."""

from datetime import date

import pandas as pd
import pytest

from retention import contact
from retention.tables.profile import CHANNELS
from tests.pyramid import told
from tests.pyramid.conftest import Tables

AS_OF = date(2024, 6, 30)
PEOPLE = pd.Series(["ann", "bob", "cid", "dot"])


@pytest.fixture(scope="module")
def contacts():
    return Tables().customers(
        {"customer_id": "ann", "phone": "+86 138-0000-0001", "email": " Ann@Shop.example"},
        {"customer_id": "bob", "phone": "186******05", "email": "b***@shop.example"},
        {"customer_id": "cid", "phone": "13800000003.0"},
    )


def ways_of(contacts, *rows: tuple) -> contact.Ways:
    return contact.contact_ways(PEOPLE, contacts, contact.consents_now(told.consents(*rows), AS_OF))


def may(contacts, *rows: tuple) -> pd.DataFrame:
    return ways_of(contacts, *rows).may.set_index(PEOPLE)


def test_a_masked_telephone_is_no_address(contacts):
    agreed = may(contacts, *[(who, "sms", "marketing", True, "2024-01-01") for who in PEOPLE])
    assert agreed["sms"].tolist() == [True, False, True, False]


NUMBERS = {
    "13800001234.0": True,  # a spreadsheet took it for an amount
    "0571-8888 0000": True,
    "0000000": False,
    "00000000000": False,
    "111 1111 1111": False,
    "18412345678-1234": False,  # a parcel's number with an extension, gone after delivery
    "1.38E+10": False,
}


@pytest.mark.parametrize(("number", "works"), NUMBERS.items())
def test_only_a_number_one_can_dial_tomorrow_is_an_address(number, works):
    assert contact.telephone_works(pd.Series([number])).tolist() == [works]


MAILS = {
    "li.na+shop@mail.example.cn": True,
    "null@null.com": False,
    "None@qq.com": False,
    "a…b@qq.com": False,
    "a...b@qq.com": False,
    "a@b.c@d.e": False,
}


@pytest.mark.parametrize(("mail", "works"), MAILS.items())
def test_only_an_e_mail_of_somebody_is_an_address(mail, works):
    assert contact.email_works(pd.Series([mail])).tolist() == [works]


def test_a_withdrawn_consent_ends_it_and_a_later_one_begins_it_again(contacts):
    given, withdrawn = ("ann", "sms", "marketing", True, "2024-01-01"), ("ann", "sms", "marketing", False, "2024-02-01")
    assert not may(contacts, given, withdrawn).loc["ann", "sms"]
    assert may(contacts, given, withdrawn, ("ann", "sms", "marketing", True, "2024-03-01")).loc["ann", "sms"]


def test_at_the_same_moment_the_withdrawal_holds(contacts):
    both = [("ann", "sms", "marketing", given, "2024-01-01") for given in (True, False)]
    assert not may(contacts, *both).loc["ann", "sms"]
    across = [("ann", "any", "marketing", False, "2024-01-01"), ("ann", "sms", "marketing", True, "2024-01-01")]
    assert not may(contacts, *across).loc["ann", "sms"]


def test_what_is_withdrawn_for_any_channel_is_withdrawn_for_each(contacts):
    rows = [("ann", channel, "marketing", True, "2024-01-01") for channel in ("sms", "email")]
    assert may(contacts, *rows).loc["ann", ["sms", "email"]].all()
    assert not may(contacts, *rows, ("ann", "any", "marketing", False, "2024-02-01")).loc["ann"].any()


def test_consent_to_service_or_after_the_cut_off_is_none_to_marketing(contacts):
    agreed = may(contacts, ("ann", "sms", "service", True, "2024-01-01"), ("cid", "sms", "marketing", True, "2024-07-01"))
    assert not agreed["sms"].any()


def test_a_friend_has_an_address_and_may_still_not_want_marketing(contacts):
    rows = [("dot", "wecom", "service", True, "2024-01-01"), ("ann", "wecom", "marketing", True, "2024-01-01")]
    ways = ways_of(contacts, *rows)
    assert ways.address["wecom"].tolist() == [True, False, False, True]
    assert ways.may["wecom"].tolist() == [True, False, False, False]


def test_every_channel_of_the_tables_has_a_place_in_the_order_of_the_best():
    assert sorted(contact.BEST_FIRST) == sorted(contact.CHANNELS) == sorted(CHANNELS)


def test_each_customer_of_either_table_has_one_row_with_plain_contacts_and_the_best_channel(contacts):
    agreed = [(who, channel, "marketing", True, "2024-01-01") for who in ("ann", "bob", "dot") for channel in ("sms", "email", "wecom")]
    rows = contact.permitted(contacts, told.consents(*agreed), AS_OF)
    assert rows.to_dict("records") == [
        {"customer_id": "ann", "phone": "13800000001", "email": "ann@shop.example", "channels": ("wecom", "sms", "email"), "best_channel": "wecom"},
        {"customer_id": "bob", "phone": None, "email": None, "channels": ("wecom",), "best_channel": "wecom"},
        {"customer_id": "cid", "phone": "13800000003", "email": None, "channels": (), "best_channel": None},
        {"customer_id": "dot", "phone": None, "email": None, "channels": ("wecom",), "best_channel": "wecom"},
    ]


def test_consent_to_service_permits_service_only(contacts):
    rows = told.consents(("cid", "any", "service", True, "2024-01-01"))
    assert contact.permitted(contacts, rows, AS_OF)["channels"].tolist() == [(), (), ()]
    assert contact.permitted(contacts, rows, AS_OF, "service")["channels"].tolist() == [(), (), ("phone", "sms")]


def test_without_a_consents_table_contacts_are_known_and_permitted_channels_are_not(contacts):
    rows = contact.permitted(contacts, None, AS_OF)
    assert rows["phone"].tolist() == ["13800000001", None, "13800000003"]
    assert rows[["channels", "best_channel"]].isna().all(axis=None)


def test_a_shop_that_knows_nobody_has_no_rows_and_the_same_columns():
    rows = contact.permitted(None, None, AS_OF)
    assert len(rows) == 0
    assert list(rows) == ["customer_id", "phone", "email", "channels", "best_channel"]


def test_who_is_only_in_the_consents_is_reached_without_a_table_of_customers():
    rows = contact.permitted(None, told.consents(("ann", "push", "marketing", True, "2024-01-01")), AS_OF)
    assert rows[["customer_id", "channels", "best_channel"]].to_numpy().tolist() == [["ann", ("push",), "push"]]
