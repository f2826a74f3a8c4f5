"""No telephone becomes a customer's number, and no mask becomes a customer."""

import stat

import pytest

from retention import imports, privacy
from retention.imports.answers import Answers
from retention.tables import DataProblem
from tests.imports.test_orders import ORDERS, order

PHONES = 'phone,date,amount\n13800001234,2026-05-01,10\n+86 138-0000-1234,2026-05-02,20\n="13800001234",2026-05-03,30\n13900005678,2026-05-04,5\n'


def numbers(shop):
    return shop.table("orders")["customer_id"].dropna().unique().tolist()


def test_a_telephone_gets_a_number_that_is_the_same_in_every_import(shop):
    shop.write("orders.csv", PHONES)
    imported = shop.run()
    first = sorted(numbers(shop))
    assert len(first) == 2
    assert first[0] == min(privacy.customer_number(phone, privacy.key(shop.data)) for phone in ("13800001234", "13900005678"))
    shop.run()
    assert sorted(numbers(shop)) == first
    assert stat.S_IMODE((shop.data / privacy.KEY_FILE).stat().st_mode) == 0o600
    line = "orders.csv: 4 rows name the customer in 'phone' by telephone or e-mail; a keyed number replaces it"
    assert line in imports.ledger_lines(imported)


def test_the_contact_itself_stands_in_customers_only(shop):
    shop.write(
        "orders.csv",
        "customer,date,amount\n13800001234,2026-05-01,10\nAnn@Example.com,2026-05-02,20\nann@example.com,2026-05-02,20\nk7,2026-05-03,9\n",
    )
    shop.run()
    customers = shop.table("customers")
    assert sorted(customers["phone"].dropna()) == ["13800001234"]
    assert sorted(customers["email"].dropna()) == ["ann@example.com"]
    assert set(customers["customer_id"]) | {"k7"} == set(numbers(shop))
    assert not [text for text in numbers(shop) if "1380" in text or "@" in text]


def test_an_export_of_customers_is_kept_and_meets_its_orders(shop):
    shop.write("orders.csv", ORDERS + order("1", customer="13800001234"))
    shop.write("people.csv", "客户编号,姓名,手机\n13800001234,甲,13800001234\nk2,乙,13900005678\n")
    shop.run()
    customers = shop.table("customers").set_index("name")
    assert customers.loc["甲", "customer_id"] == numbers(shop)[0]
    assert customers.loc["甲", "phone"] == "13800001234"
    assert customers.loc["乙", "customer_id"] == "k2"


@pytest.mark.parametrize("cell", ["138****1234", "王*", "t**b", "*王", "138xxxx1234", "ann…@example.com"])
def test_a_masked_customer_is_a_guest(shop, cell):
    shop.write("orders.csv", f"customer,date,amount\n{cell},2026-05-01,10\nk1,2026-05-02,20\n{cell},2026-05-03,30\n")
    imported = shop.run()
    assert numbers(shop) == ["k1"]
    assert len(shop.table("orders")) == 3
    assert imported.ledger.loc[imported.ledger["guest"], "rows"].tolist() == [2]
    line = "orders.csv: 2 rows have a masked customer in 'customer' (e.g. row 2); they count as guests'"
    assert imports.ledger_lines(imported).count(line) == 1
    assert not (shop.data / privacy.KEY_FILE).exists()


@pytest.mark.parametrize("cell", ["12345", "10000000001", "C-13800001234", "王芳", "20260501001", "tmall_138", "{{7*7}}"])
def test_a_number_of_the_shop_stays_what_it_is(shop, cell):
    shop.write("orders.csv", f"customer,date,amount\n{cell},2026-05-01,10\n")
    imported = shop.run()
    assert numbers(shop) == [cell]
    assert imported.notes == ()
    assert "customers" not in imported.tables


def test_in_a_column_of_telephones_any_number_is_one(shop):
    shop.write("orders.csv", "手机,日期,金额\n(020) 555-1234,2026-05-01,10\n-,2026-05-02,20\n")
    shop.run()
    assert shop.table("customers")["phone"].tolist() == ["0205551234"]
    assert shop.table("orders")["customer_id"].isna().sum() == 1


def test_a_file_without_any_customer_is_all_guests_and_says_so(shop):
    shop.write("orders.csv", "日期,金额,天气\n2026-05-01,10,甲\n2026-05-02,20,乙\n")
    imported = shop.run()
    assert shop.table("orders")["customer_id"].isna().all()
    assert imported.ledger["guest"].all()
    line = (
        "orders.csv: date = 日期 · amount = 金额 · no column for the customer was found, all orders are guests' (--customer COLUMN) · not used: 天气"
    )
    assert line in imports.ledger_lines(imported)
    assert imports.read_facts(shop.data)["understood"][0]["unused"] == ["天气"]


@pytest.mark.parametrize(("header", "lost"), [("colour,amount", "date"), ("date,colour", "amount")])
def test_date_and_amount_must_be_there(shop, header, lost):
    shop.write("orders.csv", f"{header}\n" + ("2026-05-01,red\n" if lost == "amount" else "red,10\n"))
    with pytest.raises(DataProblem, match=f"no column for {lost} "):
        shop.run()


def test_guests_as_people_write_them_down_are_nobody(shop):
    shop.write("orders.csv", "客户,日期,金额\n散客,2026-05-01,10\n王芳,2026-05-02,20\n散客,2026-05-03,30\nGuest,2026-05-04,5\n")
    imported = shop.run()
    assert shop.table("orders")["customer_id"].dropna().tolist() == ["王芳"]
    assert imported.ledger.loc[imported.ledger["guest"], "rows"].sum() == 3
    assert any(line.startswith("orders.csv: 3 rows name nobody in '客户' (") for line in imports.ledger_lines(imported))


def test_spellings_that_differ_by_case_width_or_spaces_are_one_customer(shop):
    rows = "Ann Lee,2026-05-01,10\nann lee ,2026-05-02,20\nＡｎｎ Lee,2026-05-03,30\nAnn Lee,2026-05-04,1\naB1,2026-05-05,1\nAb1,2026-05-05,1\n"
    shop.write("orders.csv", "customer,date,amount\n" + rows)
    imported = shop.run()
    assert sorted(shop.table("orders")["customer_id"]) == ["Ab1", "Ann Lee", "Ann Lee", "Ann Lee", "Ann Lee", "aB1"]
    line = "orders.csv: 2 spellings in 'customer' differ by case, width or spaces only, so they are one"
    assert line in imports.ledger_lines(imported)


@pytest.mark.parametrize("column", ["Name", "name", "spelling"])
def test_spellings_are_one_customer_whatever_the_column_is_called(shop, column):
    shop.write("orders.csv", f"{column},date,amount\nAnn Lee,2026-05-01,10\nAnn Lee,2026-05-03,30\nann lee,2026-05-02,20\nBob,2026-05-02,20\n")
    shop.run(Answers(columns={"customer_id": column}))
    assert sorted(shop.table("orders")["customer_id"]) == ["Ann Lee"] * 3 + ["Bob"]


def test_what_is_kept_of_an_import_is_the_owners_to_read_only(shop):
    shop.write("orders.csv", PHONES)
    shop.run()
    modes = {name: stat.S_IMODE((shop.data / "tables" / name).stat().st_mode) for name in ("import.json", "ledger.parquet")}
    assert modes == {"import.json": 0o600, "ledger.parquet": 0o600}
