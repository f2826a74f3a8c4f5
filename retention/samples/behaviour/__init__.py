"""What the made-up shop's customers did: visits, carts, campaigns, check-ins, reviews, shares, coupons, the membership."""

from retention.samples.behaviour.first_coupon import first_coupon_arms as first_coupon_arms
