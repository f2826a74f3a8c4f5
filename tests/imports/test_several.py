"""Several maps in one shop, and several sources of one file."""

import pytest

from retention.imports import ledger_lines, read_facts
from retention.imports.answers import Question
from retention.settings import SettingsProblem, ShopSettings
from retention.tables import DataProblem

FIELDS = "{order_id: %s, customer_id: %s, ordered_at: %s, gross_paid: %s}"


def write_map(shop, name, columns, about="currency: EUR", more=""):
    header = ", ".join(part.split(": ")[1] for part in columns.strip("{}").split(", "))
    source = f"sources:\n  orders:\n    grain: order\n    header: [{header}]\n    columns: {columns}\n{more}"
    (shop.raw / f"{name}.yaml").write_text(f"name: {name}\n{about}\n{source}", encoding="utf-8")
    return str(shop.raw / f"{name}.yaml")


@pytest.fixture
def two(shop):
    """Two platforms, `ours` in capitals and `mall` in small letters, which both count orders and customers from 1; telephones are one person's."""
    maps = (write_map(shop, "ours", FIELDS % ("NO", "WHO", "DAY", "PAID")), write_map(shop, "mall", FIELDS % ("no", "who", "day", "paid")))
    shop.write("a.csv", "NO,WHO,DAY,PAID\n1,1,2026-05-01,10\n2,13812345678,2026-05-02,20\n3,7,2026-05-02,1\n")
    shop.write("b.csv", "no,who,day,paid\n1,1,2026-05-03,40\n9,13812345678,2026-05-04,80\n")
    return maps


def test_files_of_several_maps_are_one_shop(shop, two):
    imported = shop.run(map=two)
    orders = shop.table("orders").set_index("order_id")
    assert orders["gross_paid"].sum() == 151
    assert set(orders.index) == {"ours/1", "mall/1", "2", "3", "9"}
    assert (orders.loc["ours/1", "customer_id"], orders.loc["mall/1", "customer_id"], orders.loc["3", "customer_id"]) == ("ours/1", "mall/1", "7")
    assert orders.loc["2", "customer_id"] == orders.loc["9", "customer_id"]
    assert (imported.map, imported.currency) == ("ours, mall", "EUR")
    assert imported.files == {"a.csv": "ours-orders", "b.csv": "mall-orders"}
    assert "1 order numbers (e.g. 1) stand in both ours and mall; each has its map's name in front" in ledger_lines(imported)
    assert "1 customer numbers stand in both ours and mall; each has its map's name in front" in ledger_lines(imported)


def test_a_file_that_another_map_knows_names_it(shop, two, monkeypatch):
    shop.write("c.csv", "InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID\n1,2,3,2011-01-01,4,5\n")
    told = shop.run(map=two).not_recognised
    assert told == ("c.csv: the map 'online_retail' knows it; name it in shop.yaml (map: [ours, mall, online_retail]) to have it read",)


def test_maps_in_two_currencies_are_refused(shop):
    maps = [
        write_map(shop, "ours", FIELDS % ("NO", "WHO", "DAY", "PAID")),
        write_map(shop, "mall", FIELDS % ("no", "who", "day", "paid"), "currency: CNY"),
    ]
    shop.write("a.csv", "NO,WHO,DAY,PAID\n1,1,2026-05-01,10\n")
    shop.write("b.csv", "no,who,day,paid\n1,1,2026-05-03,40\n")
    with pytest.raises(DataProblem, match="ours is in EUR and mall is in CNY. They cannot be added up"):
        shop.run(map=maps)


def test_times_of_each_map_are_in_its_own_zone(shop):
    maps = [
        write_map(shop, "ours", FIELDS % ("NO", "WHO", "DAY", "PAID"), "time_zone: Asia/Shanghai"),
        write_map(shop, "mall", FIELDS % ("no", "who", "day", "paid"), "time_zone: Europe/Berlin"),
    ]
    shop.write("a.csv", "NO,WHO,DAY,PAID\n1,1,2026-05-01 23:00,10\n")
    shop.write("b.csv", "no,who,day,paid\n2,2,2026-05-01 23:00,40\n")
    with pytest.raises(Question, match="ours in Asia/Shanghai, mall in Europe/Berlin.*time_zone: in shop.yaml"):
        shop.run(map=maps)
    shop.run(map=maps, time_zone="Asia/Shanghai")
    assert shop.table("orders").set_index("order_id")["ordered_on"].astype(str).to_dict() == {"1": "2026-05-01", "2": "2026-05-02"}


def test_a_returns_file_of_another_map_names_the_orders_it_is_about(shop):
    returns = "{return_id: ref, order_id: sold, returned_at: back, amount: money}"
    maps = [write_map(shop, "ours", FIELDS % ("NO", "WHO", "DAY", "PAID")), write_map(shop, "till", returns)]
    path = shop.raw / "till.yaml"
    path.write_text(path.read_text().replace("grain: order", "grain: return"))
    shop.write("a.csv", "NO,WHO,DAY,PAID\n1,1,2026-05-01,10\n")
    shop.write("b.csv", "ref,sold,back,money\n1,1,2026-05-03,4\n")
    shop.run(map=maps)
    assert shop.table("returns")[["order_id", "amount"]].values.tolist() == [["1", 4]]


def test_one_file_feeds_several_sources(shop):
    more = "  people:\n    grain: customer\n    header: [WHO, MAIL]\n    columns: {customer_id: WHO, email: MAIL}\n"
    name = write_map(shop, "ours", FIELDS % ("NO", "WHO", "DAY", "PAID"), more=more)
    shop.write("a.csv", "NO,WHO,DAY,PAID,MAIL\n1,k1,2026-05-01,10,a@b.org\n2,k2,2026-05-01,20,c@d.org\n")
    imported = shop.run(map=name)
    assert (imported.tables["orders"], imported.tables["customers"]) == (2, 2)
    assert imported.files == {"a.csv": "orders, people"}
    lines = ["a.csv (orders): 2 rows read, 2 kept", "a.csv (people): 2 rows read, 2 kept"]
    assert ledger_lines(imported)[:2] == lines
    assert not any("no rows below" in line for line in ledger_lines(imported))
    assert read_facts(shop.data)["files"] == imported.files


def test_what_stood_in_cells_is_told_of_a_file_that_feeds_two_sources(shop):
    more = "  people:\n    grain: customer\n    header: [WHO, BORN]\n    columns: {customer_id: WHO, birthday: BORN}\n"
    name = write_map(shop, "ours", FIELDS % ("NO", "WHO", "DAY", "PAID"), more=more)
    shop.write("a.csv", "NO,WHO,DAY,PAID,BORN\n1,k1,2026-05-01,10,spring\n2,k2,2026-05-01,lots,1990-01-01\n")
    lines = ledger_lines(shop.run(map=name))
    assert lines[0] == "a.csv (orders): 2 rows read, 1 kept; 1 unreadable amount in 'PAID' (e.g. row 3: 'lots')"
    assert lines[1] == "a.csv (people): 2 rows read, 1 kept; 1 unreadable date in 'BORN' (e.g. row 2: 'spring')"


def test_of_two_sources_of_a_grain_the_one_that_asks_for_more_is_meant(shop):
    more = (
        "  newer:\n    grain: order\n    header: [NO, WHO, DAY, PAID, REALLY]\n"
        "    columns: {order_id: NO, customer_id: WHO, ordered_at: DAY, gross_paid: REALLY}\n"
    )
    name = write_map(shop, "ours", FIELDS % ("NO", "WHO", "DAY", "PAID"), more=more)
    shop.write("a.csv", "NO,WHO,DAY,PAID,REALLY\n1,k1,2026-05-01,10,9\n")
    shop.run(map=name)
    assert shop.table("orders")["gross_paid"].tolist() == [9]


def test_a_header_below_a_title_and_a_second_header_are_what_the_map_says(shop):
    name = write_map(shop, "ours", FIELDS % ("NO", "WHO", "DAY", "PAID"), more="    header_row: 3\n    second_header: true\n")
    text = "NO,WHO,DAY,PAID\nold,header,of,another table\nNO,WHO,DAY,PAID\nnumber,person,day,money\n1,k1,2026-05-01,10\n2,k2,oops,20\n"
    shop.write("a.csv", text)
    assert shop.fates(shop.run(map=name)) == {"kept": 1, "unreadable ordered_at": 1}
    assert "a.csv,6,unreadable ordered_at" in (shop.data / "left_out" / "orders.csv").read_text()


def test_a_map_finds_its_header_in_any_of_the_first_rows(shop):
    name = write_map(shop, "ours", FIELDS % ("NO", "WHO", "DAY", "PAID"))
    shop.write("a.csv", "Title,of,it\n" + "\n" * 13 + "X,NO,WHO,DAY,PAID\n-,1,k1,2026-05-01,10\n")
    shop.write("b.csv", "2\n" * 15 + "NO,WHO,DAY,PAID\n1,k1,2026-05-01,10\n")
    imported = shop.run(map=name)
    assert imported.tables["orders"] == 1
    assert imported.not_recognised == ("b.csv: no table in it",)


PEOPLE = "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Phone,Total Spent,Total Orders\n1,Ann,Lee,Ann@x.de,yes,,100,2\n"
SALES = "Bestellnummer,Kunde,Datum,Betrag\n1,ann@x.de,2026-03-01 23:30,10.50\n2,bob@x.de,2026-03-02 08:00,11.00\n"


def test_a_known_file_without_orders_does_not_lock_out_the_shops_own_sales(shop):
    shop.write("customers.csv", PEOPLE)
    shop.write("own.csv", SALES)
    imported = shop.run(currency="EUR", time_zone="Europe/Berlin")
    orders = shop.table("orders").sort_values("order_id")
    assert orders[["order_id", "gross_paid"]].to_numpy().tolist() == [["1", 10.5], ["2", 11]]
    # Only one of the two has a clock: the shop's zone says how it is read.
    assert orders["ordered_at"].astype(str).tolist() == ["2026-03-01 22:30:00", "2026-03-02 07:00:00"]
    assert set(shop.table("customers")["customer_id"]) == {orders["customer_id"].iloc[0]}
    assert (imported.map, imported.files) == ("shopify, by meaning", {"customers.csv": "customers", "own.csv": "orders"})
    assert "own.csv: customer = Kunde · date = Datum · amount = Betrag · order number = Bestellnummer" in ledger_lines(imported)


DESK = "Id,Requester id,Created at,Solved at,Via,Group,Satisfaction Score\n1,r1,2026-05-01 10:00:00,2026-05-01 12:00:00,Mail,A,Good\n"
SOLD = {
    "en": "order id,customer id,order date,total paid\nA1,c1,2026-05-01 23:30:00,100\n",
    "zh": "订单号,会员号,下单时间,实付金额\nA1,c1,2026-05-01 23:30:00,100\n",
}


@pytest.mark.parametrize("language", SOLD)
@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/New_York", ""])
def test_a_help_desk_beside_orders_that_no_map_knows_shifts_no_order(shop, language, zone):
    about = {"time_zone": zone} if zone else {}
    shop.write("own.csv", SOLD[language])
    alone = shop.run(**about), shop.table("orders")
    shop.write("desk.csv", DESK)
    imported = shop.run(**about)
    assert imported.time_zone == alone[0].time_zone == (zone or {"en": "UTC", "zh": "Asia/Shanghai"}[language])
    assert shop.table("orders").equals(alone[1])
    assert shop.table("orders")["ordered_on"].astype(str).tolist() == ["2026-05-01"]
    # What the help desk's map leaves open is the shop's, too.
    opened = shop.table("tickets")["opened_at"].dt.tz_localize("UTC").dt.tz_convert(imported.time_zone)
    assert opened.astype(str).str[:16].tolist() == ["2026-05-01 10:00"]


def test_a_platform_keeps_its_clock_beside_sales_that_state_none(shop):
    ours = write_map(shop, "ours", FIELDS % ("NO", "WHO", "DAY", "PAID"), "time_zone: Asia/Shanghai")
    mall = write_map(shop, "mall", FIELDS % ("no", "who", "day", "paid"))
    shop.write("a.csv", "NO,WHO,DAY,PAID\n1,1,2026-05-02 03:00,10\n")
    shop.write("b.csv", "no,who,day,paid\n2,2,2026-05-01 23:00,40\n")
    with pytest.raises(Question, match="ours in Asia/Shanghai, mall in one that it does not state"):
        shop.run(map=(ours, mall))
    shop.run(map=(ours, mall), time_zone="Europe/Berlin")
    assert shop.table("orders").set_index("order_id")["ordered_at"].astype(str).to_dict() == {"1": "2026-05-01 19:00:00", "2": "2026-05-01 21:00:00"}


def test_a_list_of_customers_has_no_clock_to_disagree_with(shop):
    shop.write("customers.csv", PEOPLE)
    shop.write("own.csv", "客户,日期,金额\nann@x.de,2026-03-01,10\n")
    assert shop.run().time_zone == "Asia/Shanghai"


def test_an_export_of_orders_that_lost_a_column_is_not_read_by_meaning(shop):
    shop.write("customers.csv", PEOPLE)
    shop.write("orders.csv", "Name,Email,Financial Status,Lineitem name,Created at,Amount\n#1,ann@x.de,paid,Pot,2026-03-01,10\n")
    with pytest.raises(DataProblem, match="orders.csv: the column for Total is missing"):
        shop.run()


def test_maps_that_a_person_named_are_all_that_is_read(shop):
    shop.write("customers.csv", PEOPLE)
    shop.write("own.csv", SALES)
    with pytest.raises(DataProblem, match="no orders among the files"):
        shop.run(map="shopify")


def test_a_known_file_beside_a_stranger_without_sales_still_asks_for_orders(shop):
    shop.write("customers.csv", PEOPLE)
    shop.write("own.csv", "a,b\n1,2\n")
    with pytest.raises(DataProblem, match="no orders among the files"):
        shop.run()


IN_A_COLUMN = "customer,date,amount,currency\nbob,2026-03-01,10.50,{}\n"


@pytest.mark.parametrize("told", ["USD", "usd"])
def test_a_currency_that_a_column_states_is_not_overruled(shop, told):
    shop.write("own.csv", IN_A_COLUMN.format(told))
    with pytest.raises(DataProblem, match=r"own.csv: amounts are in USD, as a column of the file says, and not in EUR. Nothing is converted"):
        shop.run(currency="EUR")
    assert shop.run(currency="USD").currency == "USD"


def test_a_currency_that_a_platform_has_is_not_overruled(shop):
    shop.write("a.csv", "NO,WHO,DAY,PAID\n1,1,2026-05-01,10\n")
    ours = write_map(shop, "ours", FIELDS % ("NO", "WHO", "DAY", "PAID"), "currency: CNY")
    with pytest.raises(DataProblem, match="a.csv: amounts are in CNY, as the import map ours says, and not in EUR"):
        shop.run(map=ours, currency="EUR")


@pytest.mark.parametrize(
    ("content", "asked"),
    [
        ("客户,日期,金额\nbob,2026-03-01,10.50\n", "HKD"),  # Chinese words alone do not say in which
        ("customer,date,amount\nbob,2026-03-01,$10.50\n", "CAD"),
        (IN_A_COLUMN.format("euro"), "EUR"),
        (IN_A_COLUMN.format("人民币"), "CNY"),
    ],
)
def test_a_sign_or_a_language_states_no_currency(shop, content, asked):
    shop.write("own.csv", content)
    assert shop.run(currency=asked).currency == asked


@pytest.mark.parametrize("written", ["euro", "RMB", "$"])
def test_a_word_that_is_no_currency_is_refused_in_settings_and_maps(shop, written):
    with pytest.raises(SettingsProblem, match="no such currency; write its ISO code, like EUR, USD or CNY"):
        ShopSettings.parse({"currency": written}, "shop.yaml")
    shop.write("a.csv", "NO,WHO,DAY,PAID\n1,1,2026-05-01,10\n")
    with pytest.raises(SettingsProblem, match="no such currency"):
        shop.run(map=write_map(shop, "ours", FIELDS % ("NO", "WHO", "DAY", "PAID"), f"currency: {written}"))


def test_a_currency_in_small_letters_is_the_same():
    assert ShopSettings.parse({"currency": "eur"}, "shop.yaml").currency == "EUR"
