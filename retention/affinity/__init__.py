"""What is bought after and beside what, and what to offer whom next."""

from retention.affinity.baskets import basket_rules
from retention.affinity.goods import goods_of
from retention.affinity.purchases import Purchases, bulk_accounts, purchases
from retention.affinity.sequences import best_unions, rule, shown_rules, tested_rules

__all__ = ["Purchases", "basket_rules", "best_unions", "bulk_accounts", "goods_of", "purchases", "rule", "shown_rules", "tested_rules"]
