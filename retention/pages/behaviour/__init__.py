"""What customers do between orders, what they like, who is about to buy."""

from retention.pages.behaviour.sections import between_orders, intent, prices, tastes

__all__ = ["between_orders", "intent", "prices", "tastes"]
