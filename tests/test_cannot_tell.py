"""What a platform's exports can never tell stands on the first page, in words."""

from pathlib import Path

import pytest

from retention import playbook
from retention.imports import knowing
from retention.imports.maps import shipped
from retention.new_shop import missing
from retention.new_shop.exports import Exports
from retention.pages import ledger, pyramid
from retention.pages.kit.words import Words
from retention.pages.ledger.sentences import cannot_tell_in_words, source_label
from retention.pages.pyramid.tables import Base
from tests.imports import test_shipped_maps as platforms
from tests.imports.exports import export
from tests.imports.mapped import money


def shown(shop, language: str) -> str:
    folder = shop.raw.parent / f"params-{language}"
    folder.mkdir(exist_ok=True)
    (folder / "shop.yaml").write_text(f"language: {language}\n", encoding="utf-8")
    section = ledger.cannot_tell(playbook.open("01", str(folder), str(shop.data)))
    return "".join(block.html for block in section.shown)


def test_a_shop_without_buyers_says_what_that_means(shop):
    export(shop.raw, "douyin orders 75", *platforms.douyin_rows("商品金额"))
    shop.run()
    english, chinese = shown(shop, "en"), shown(shop, "zh")
    assert "Douyin names no buyer: its orders count as guests’, so nothing can be said about repurchase" in english
    assert "No file of Douyin tells of refunds, so none is taken off." in english
    assert "rp-note-warning" in english
    assert "抖音的导出文件里没有买家，订单都按散客计" in chinese
    assert "抖音没有退款文件，退款没有扣除。" in chinese


def test_a_shop_with_refunds_and_buyers_has_nothing_to_say(shop):
    platforms.jd_files(shop)
    shop.run()
    assert "rp-note" not in shown(shop, "en")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_of_several_platforms_each_says_its_own(language):
    taobao = {"map": "taobao", "called_en": "Taobao/Tmall", "called_zh": "淘宝/天猫", "customer": "id", "refunds": "order", "times": "minute"}
    own = {"map": "own", "customer": "masked", "refunds": "", "times": "day"}
    erp = {"map": "erp", "customer": "some", "refunds": "settled", "times": "minute"}
    told = cannot_tell_in_words([taobao, own, erp], Words(language))
    expected = {
        "en": "Taobao/Tmall tells refunds without their day: they stand on the day of the order. "
        "own hides its buyers: their orders count as guests’. own tells days, no hours. "
        "Some files of erp name no buyer: orders that stand only in these count as guests’.",
        "zh": "淘宝/天猫的退款没有日期，记在下单当天。own的买家信息被遮住，订单按散客计。own只有日期，没有钟点。"
        "erp有的导出文件没有买家，只在这些文件里的订单按散客计。",
    }
    assert told == expected[language]
    assert cannot_tell_in_words([], Words(language)) == ""


def test_every_word_of_what_cannot_be_told_has_its_sentence_in_both_languages_and_for_the_terminal():
    """All but the best words of each scale say that something is not told."""
    scales = {"customer": ("none", "some", "name", "masked"), "refunds": knowing.REFUNDS[:-1], "times": knowing.TIMES[:-1]}
    for what, word in [(what, word) for what, words in scales.items() for word in words]:
        for language in ("en", "zh"):
            assert cannot_tell_in_words([{"map": "m", what: word}], Words(language)), (language, what, word)
    for word in scales["refunds"]:
        known = {"map": "m", "customer": "id", "refunds": word, "times": "minute"}
        assert len(missing._cannot_tell(known, Exports((), [], [], [], {}, Path()))) == 1, word


def test_net_sales_are_not_said_to_hold_refunds(shop):
    row = {"Date": "2026-05-01 10:00:00", "Status": "completed", "Order #": "1", "Product(s)": "1× Skirt", "Items sold": 1, "Net Sales": "60.00"}
    export(shop.raw, "woocommerce analytics", row)
    shop.run(currency="EUR", time_zone="Europe/Berlin")
    assert "Amounts of WooCommerce are what was left after refunds; how much was given back is not known." in shown(shop, "en")
    assert "WooCommerce的金额已经扣除退款，退了多少看不出来。" in shown(shop, "zh")
    assert "none is taken off" not in shown(shop, "en")


def test_an_order_of_etsy_given_back_as_a_whole_counts_in_full_and_the_reader_is_told(shop):
    same = {"Sale Date": "05/21/26", "Buyer": "Ann (ann1)", "Currency": "EUR", "Number of Items": 1, "Order Total": "20.00"}
    rows = [same | {"Order ID": "e1", "Adjusted Order Total": "15.00"}, same | {"Order ID": "e2", "Adjusted Order Total": "0.00"}]
    export(shop.raw, "etsy orders", *rows)
    shop.run(time_zone="Europe/Berlin")
    assert [row[:4] for row in money(shop)] == [["e1", 20, 5, 15], ["e2", 20, 0, 20]]
    assert "Orders given back as a whole are not known and count in full." in shown(shop, "en")
    assert "整单退款看不出来，这些订单按全额计。" in shown(shop, "zh")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_kind_of_file_of_the_shipped_maps_has_a_name_for_readers(language):
    sources = {name for import_map in shipped() for name in import_map.sources}
    assert {name for name in sources if source_label(name, Words(language)) == name} == set()


def test_nobody_is_asked_for_accounts_where_the_platform_names_no_buyer(shop):
    export(shop.raw, "douyin orders 75", *platforms.douyin_rows("商品金额"))
    shop.run()
    book = playbook.open("01", "", str(shop.data))
    assert book.shared(Base).guests["share"] == 1
    assert book.shared(Base).actions == []
    assert "建立账户" not in "".join(block.html for block in pyramid.actions(book).shown)
