"""Which encoding a text is in, told by its bytes beyond ASCII wherever they stand."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention.imports import encodings
from retention.imports.encodings import find_encoding
from retention.imports.reading import tables_in, text_table
from retention.settings import SettingsProblem
from retention.tables import DataProblem
from tests.laws import tries

WORDS = {
    "cp1252": ["Müller", "Größe", "Zoë Façade", "Österreich", "café", "niño", "Sørensen", "Ærø"],
    "mac_roman": ["Müller", "Zoë Façade", "élève", "niño"],
    "gb18030": ["客户", "王芳", "李娜", "交易成功", "上衣（红）", "T恤", "满300减30", "朱镕基", "喆", "王\U00020bb7"],
    "utf-8": ["Müller", "客户", "€", "Größe", "😀"],
}


def written(tmp_path, text, encoding):
    path = tmp_path / "orders.csv"
    path.write_bytes(text.encode(encoding))
    return path


def customers(path):
    [raw], _ = tables_in(path)
    return text_table(raw)["customer"].to_pylist()


def found(path):
    encoding = find_encoding(path)
    return "utf-8" if encoding == "utf-8-sig" else encoding


@pytest.mark.parametrize(("encoding", "word"), [(encoding, word) for encoding, words in WORDS.items() for word in words if word not in ("T恤", "喆")])
def test_one_word_tells_the_encoding(tmp_path, encoding, word):
    path = written(tmp_path, f"customer,date,amount\n{word},2026-05-01,10\n" + "Ann,2026-05-02,11\n" * 700, encoding)
    assert path.read_bytes().decode(found(path)) == path.read_bytes().decode(encoding)


def test_a_chinese_header_over_plain_rows_is_read(shop):
    shop.write("orders.csv", "客户,日期,金额\n" + "".join(f"c{n},2026-05-01,{n}\n" for n in range(1, 678)), "gb18030")
    imported = shop.run()
    assert (imported.tables["orders"], imported.currency) == (677, "CNY")


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
def test_western_names_are_not_taken_for_chinese(shop, encoding):
    path = shop.write("orders.csv", "customer,date,amount\nMüller,2026-05-01,10\nZoë Façade,2026-05-02,11\n", encoding)
    assert customers(path) == ["Müller", "Zoë Façade"]


@pytest.mark.parametrize("sign", ["£", "€"])
def test_a_sign_of_money_alone_tells_western_windows(shop, sign):
    shop.write("orders.csv", f"customer,date,amount\nAnn,2026-05-01,{sign}10\nBob,2026-05-02,{sign}11\n", "cp1252")
    assert shop.run().currency == {"£": "GBP", "€": "EUR"}[sign]


def test_other_alphabets_are_refused_not_garbled(tmp_path):
    path = written(tmp_path, "клиент,дата,сумма\nИванов,2026-05-01,10\nПетрова,2026-05-02,12\n", "cp1251")
    with pytest.raises(DataProblem, match=r"orders\.csv: neither UTF-8 nor GB18030 text.*Save it as 'CSV UTF-8'"):
        find_encoding(path)


def test_the_encoding_of_a_source_is_obeyed_before_any_is_found(shop):
    columns = "columns: {customer_id: клиент, ordered_at: дата, gross_paid: сумма}"
    (shop.raw / "map.yaml").write_text(f"name: own\nsources:\n  o:\n    grain: order\n    encoding: cp1251\n    {columns}\n", encoding="utf-8")
    shop.write("orders.csv", "клиент,дата,сумма\nИванов,2026-05-01,10\n", "cp1251")
    shop.run(map=str(shop.raw / "map.yaml"))
    assert shop.table("orders")["customer_id"].tolist() == ["Иванов"]


@pytest.mark.parametrize("encoding", ["klingon", "base64", "rot13"])
def test_an_encoding_that_is_none_has_its_sentence(shop, encoding):
    columns = "columns: {customer_id: a, ordered_at: b, gross_paid: c}"
    (shop.raw / "map.yaml").write_text(f"name: own\nsources:\n  o:\n    grain: order\n    encoding: {encoding}\n    {columns}\n", encoding="utf-8")
    shop.write("orders.csv", "a,b,c\nx,2026-05-01,1\n")
    with pytest.raises(SettingsProblem, match=f"the encoding '{encoding}' is not known; usual ones are utf-8"):
        shop.run(map=str(shop.raw / "map.yaml"))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_two_bytes_a_letter_are_told_with_and_without_a_mark(shop, encoding):
    path = shop.write("orders.csv", "customer,date,amount\nMüller,2026-05-01,10\n", encoding)
    assert customers(path) == ["Müller"]


@tries(60)
@given(st.sampled_from(sorted(WORDS)), st.lists(st.integers(0, 99), min_size=1, max_size=30), st.integers(0, 40))
def test_any_words_of_an_encoding_tell_it(tmp_path_factory, encoding, picks, plain):
    words = [WORDS[encoding][n % len(WORDS[encoding])] for n in picks]
    words += ["客户"] * len({"T恤", "喆"} & {*words})
    rows = [f"{word},2026-05-01,{n}" for n, word in enumerate(words)] + ["Ann,2026-05-01,5"] * plain
    path = written(tmp_path_factory.mktemp("words"), "customer,date,amount\n" + "\n".join(rows), encoding)
    assert path.read_bytes().decode(found(path)) == path.read_bytes().decode(encoding)
    assert codecs.lookup(found(path))


LINES = st.binary(max_size=12) | st.text(max_size=6).map(str.encode)


@given(st.lists(LINES.map(lambda line: line.replace(b"\n", b""))))
def test_lines_read_as_a_whole_are_those_that_can_be_read_one_by_one(lines):
    for encoding in ("utf-8", "gb18030"):
        wrong = sum("\ufffd" in line.decode(encoding, errors="replace") for line in lines)
        assert encodings._reads(lines, encoding) == (wrong <= encodings.TOLERATED * len(lines))


@pytest.mark.parametrize(("wrong", "reads"), [(2, True), (3, False)])
def test_one_line_in_a_hundred_may_be_wrong(wrong, reads):
    lines = ["客户".encode()] * (250 - wrong) + [b"\xff"] * wrong
    assert encodings._reads(lines, "utf-8") == reads
