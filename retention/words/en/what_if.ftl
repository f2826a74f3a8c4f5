### What if: one programme with a few values changed

what-if-about = Gain over { COUNT($months) } months beside no programme, worked out on { COUNT($members) } members and scaled to all; low and high: { SHARE($level) } of { COUNT($draws) } draws, the same for every row. Rougher than the figures above; differences between rows are more exact than the rows.
what-if-head-change = If
what-if-head-gain = Gain
what-if-head-low = Low
what-if-head-high = High
what-if-head-more = Beside as it is
what-if-head-p-positive = Draws above nothing
what-if-head-reward = A member receives a year
what-if-as-it-is = as it is
what-if-yours = as set above
what-if-more-orders = members order 2 percentage points more than assumed
what-if-fewer-orders = members order 2 percentage points less than assumed
what-if-lower-thresholds = thresholds a third lower
what-if-higher-thresholds = thresholds half as high again
what-if-half-discounts = discounts halved
what-if-higher-discounts = discounts half as large again
what-if-half-points = half the points per order
what-if-double-points = twice the points per order
what-if-longer-life = points live twice as long
what-if-slider-discount = Discount, { $tier }
what-if-slider-thresholds = Thresholds ×
what-if-slider-earn = Points, share of money
what-if-slider-expiry = Life of points, months
what-if-slider-uplift = Uplift, added
what-if-refused = Not possible: { $why }
