"""What is bought after and beside what, and what to offer whom next."""

from retention.affinity.backtesting import backtest
from retention.affinity.baskets import basket_rules
from retention.affinity.filters import Known, known
from retention.affinity.goods import goods_of
from retention.affinity.histories import History, history
from retention.affinity.next_goods import good_to_offer
from retention.affinity.purchased import Purchases, bulk_accounts, purchases
from retention.affinity.recommendations import Offers, links, recommend
from retention.affinity.sequences import Sequences, best_unions, rule, shown_rules, tested_rules
from retention.affinity.trend import Trend, category_change, category_months

__all__ = [
    "History",
    "Known",
    "Offers",
    "Purchases",
    "Sequences",
    "Trend",
    "backtest",
    "basket_rules",
    "best_unions",
    "bulk_accounts",
    "category_change",
    "category_months",
    "goods_of",
    "history",
    "known",
    "good_to_offer",
    "links",
    "purchases",
    "recommend",
    "rule",
    "shown_rules",
    "tested_rules",
]
