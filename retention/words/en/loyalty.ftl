### Notebook 03: loyalty programmes side by side, what they would earn and cost, points, the search, today's programme

loyalty-comma = ;{" "}
loyalty-enumeration = ,{" "}

## Programmes
loyalty-no-discount = none
loyalty-off = { SHARE($share) } off
loyalty-off-zhe = { SHARE($share) } off ({ $zhe })
loyalty-needs-nothing = on joining
loyalty-needs-paid = from { MONEY($threshold) } paid
loyalty-needs-list = from { MONEY($threshold) } at list prices
loyalty-needs-orders = { $threshold ->
    [one] from 1 order
   *[other] from { COUNT($threshold) } orders
}
loyalty-needs-points = from { COUNT($threshold) } points earned
loyalty-head-programme = Programme
loyalty-head-tier = Tier
loyalty-head-needs = Takes
loyalty-head-discount = Discount
loyalty-head-benefits = Gives besides, from here up
loyalty-head-assumed = Not the source's own
loyalty-head-rule = Rule
loyalty-times = points ×{ $times }
loyalty-benefit-coupon = on reaching it, a coupon: { $off }, { COUNT($days) } days
loyalty-benefit-birthday-gift = birthday gift
loyalty-benefit-anniversary-gift = anniversary gift
loyalty-benefit-free-shipping = free shipping
loyalty-benefit-reaching-gift = gift on reaching it
loyalty-benefit-early-access = new goods first
loyalty-benefit-trial = trial of new goods
loyalty-benefit-own-service = service of its own
loyalty-benefit-limited-editions = limited editions
loyalty-benefit-events = events
loyalty-rule-window = What counts, and how a tier is lost
loyalty-rule-lowest = Lowest price ever paid, before points
loyalty-rule-earning = How points are earned
loyalty-rule-life = How long points live
loyalty-rule-burning = How points are spent
loyalty-rule-costs = Cost of running it
loyalty-basis-paid = Net paid and completed since joining
loyalty-basis-list = List prices of completed orders since joining
loyalty-basis-orders = Completed orders since joining
loyalty-basis-points = Points earned since joining
loyalty-window-lifetime = { $basis }, all of it.
loyalty-window-rolling = { $basis }, of the last { COUNT($days) } days.
loyalty-window-calendar-year = { $basis }, of the calendar year.
loyalty-never-lost = A tier is never lost.
loyalty-reviewed = Reviewed every { $months ->
    [one] month
   *[other] { COUNT($months) } months
}{ $soft ->
    [yes] {" "}(one tier down at most).
   *[no] .
}
loyalty-grace = Kept for { COUNT($days) } more days.
loyalty-lowest = { SHARE($share) } of the price ({ $zhe }).
loyalty-stacks = Coupon and tier discount stack.
loyalty-does-not-stack = Coupon and tier discount do not stack; the better one holds.
loyalty-costs-told = { MONEY($fixed) } a year and { MONEY($launch) } once
loyalty-costs-none = none given, so none is counted
loyalty-no-points = no points
loyalty-earn = { $points } points per unit of money, worth { SHARE($worth) } of it.
loyalty-task-check-in = check-in { COUNT($points) }
loyalty-task-review = review { COUNT($points) }
loyalty-task-share = sharing { COUNT($points) }
loyalty-task-cap = at most { COUNT($points) } a month
loyalty-tasks = Also: { $list }.
loyalty-birthday = ×{ $times } on the birthday.
loyalty-pending = Usable { COUNT($days) } days after completion.
loyalty-expiry = Lost { COUNT($days) } days later.
loyalty-expiry-never = Never lost.
loyalty-way = { $way } (from { COUNT($minimum) } points{ $cap })
loyalty-way-cap = , up to { SHARE($share) } of an order
loyalty-burn-cash = money off an order
loyalty-burn-coupon = coupon
loyalty-burn-goods = goods
loyalty-burn-service = service
loyalty-burn-lottery = lottery
