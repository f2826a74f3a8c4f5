### Notebook 03: the members of today's programme, their next steps, their points

standing-none = No programme of today is named (`today:` in 03_loyalty_design.yaml), so where members stand and what they hold is not reckoned.
standing-needs-members = Where members stand needs the table memberships, or customers with a day of joining: who is a member since when.
standing-nobody = Nobody is a member yet.
standing-members = { $n ->
    [one] 1 customer is a member
   *[other] { COUNT($n) } customers are members
} of “{ $label }” today. { $rising ->
    [0] None of them reaches a higher tier by orders under way.
    [one] 1 of them reaches a higher tier once orders under way are completed.
   *[other] { COUNT($rising) } of them reach a higher tier once orders under way are completed.
}
standing-review = Tiers are next reviewed on { DAY($day) }. { $n ->
    [0] With what is ordered so far nobody loses a tier by it.
    [one] With what is ordered so far 1 member loses a tier on { DAY($first) }, unless more is completed before.
   *[other] With what is ordered so far { COUNT($n) } members lose a tier, the first on { DAY($first) }, unless more is completed before.
}
standing-points = They hold { COUNT($usable) } points to spend; { COUNT($pending) } more are pending and cannot be spent yet{ $debt ->
    [0] .
   *[other] , and { COUNT($debt) } spent points are owed after refunds.
}
standing-expiring = Lapsing within 30, 60 and 90 days: { COUNT($in30) }, { COUNT($in60) } and { COUNT($in90) }.
standing-never-expiring = They are never lost, so what is open only grows unless it is spent.
standing-burn-settles = Careful, points settle: over the last year { SHARE($share) } as many were spent as earned. What is not spent rewards nobody and stands in the books.
standing-burn-moves = Over the last year { SHARE($share) } as many were spent as earned.
standing-amount-money = { $amount }
standing-amount-orders = { $n ->
    [one] 1 order
   *[other] { $amount } orders
}
standing-amount-points = { $n ->
    [one] 1 point
   *[other] { $amount } points
}
standing-step-coming = Reaches { $tier } when orders under way are completed
standing-step-keep = { $amount } more by { DAY($by) } keeps { $tier }, if completed before { DAY($review) }
standing-step-top = Has the highest tier, { $tier }
standing-step-reach = { $amount } more reaches { $tier }
standing-list-next-steps = Member of the programme
standing-list-near-next-tier = One usual order brings the next tier
standing-list-points-lapsing = Points lapse soon
standing-list-tier-name = Tier
standing-list-next-step = Next step
standing-list-points-usable = Points to spend
standing-list-points-expiring-next = Points lapsing next
standing-list-next-expiry-on = Lapse on
standing-action-near = Tell members who are one order from the next tier
standing-action-near-who = Members whom an order of { MONEY($value) }, the usual one, brings to the next tier
standing-action-near-why = Their next step stands in the list. Whether telling them brings an order only members left out at random can show.
standing-action-expiry = Remind members whose points lapse
standing-action-expiry-who = Members with points that lapse within { COUNT($days) } days
standing-action-expiry-why = { COUNT($points) } points, { MONEY($value) } of face value. A reminder keeps points moving.
standing-head-tier-name = Tier
standing-head-members = Members
standing-head-share = Share
standing-head-expected = Once orders under way are completed
standing-head-points = Points to spend
standing-head-pending = Pending points
standing-head-expiring = Lapsing within 90 days
standing-tiers-title = { SHARE($share) } of { COUNT($n) } members stand above the first tier
standing-tiers-subtitle = Members of “{ $label }” by tier on { DAY($day) } · grey: once orders under way are completed
standing-tiers-hover = { $tier }
    { COUNT($members) } members ({ SHARE($share) })
    { COUNT($expected) } once orders under way are completed
standing-tiers-table = Members and points by tier
standing-steps = Each member's next step stands in a list.
standing-dictionary = Data dictionary of the table members

## Columns
standing-means-customer-id = the shop's customer number
standing-means-as-of = the day it looks from
standing-means-joined-on = day of joining
standing-means-tier = tier granted today, 0 is the first
standing-means-tier-name = its name
standing-means-expected-tier = tier once orders under way are completed
standing-means-expected-tier-name = its name
standing-means-qualifying = what counts towards a tier today: money, orders or points
standing-means-next-tier-name = next tier; empty in the highest
standing-means-to-next = what is missing to it
standing-means-next-step = what the member can do next: coming (orders under way reach a tier), keep (today's tier), reach (the next tier), top (nothing: it is the highest)
standing-means-next-step-needs = what is missing for it; empty where nothing is
standing-means-next-step-unit = of what: money, orders or points
standing-means-next-step-by = last day on which an order usually counts for it; empty where no day is set
standing-means-review-on = next day on which tiers are reviewed; empty where none is lost
standing-means-tier-after-review-name = tier granted on that day, days of grace included, if nothing more is ordered
standing-means-to-keep = what is missing to keep the tier at that review, orders under way counted
standing-means-keep-by = last day on which an order is usually completed before that review; empty: no order counts for it
standing-means-falls-on = day on which today's tier ends, after days of grace, if nothing more is ordered; empty: not through that review
standing-means-discount = share off the next order by tier
standing-means-points-usable = points that can be spent today
standing-means-points-pending = points of orders and their reviews that cannot be spent yet
standing-means-points-debt = points spent and taken back after a refund; later points pay them first
standing-means-expiring-30 = usable points that lapse within 30 days
standing-means-expiring-60 = within 60 days
standing-means-expiring-90 = within 90 days
standing-means-next-expiry-on = next day on which points lapse
standing-means-points-expiring-next = points that lapse on it

## The shop's own books
standing-agree-points = Of { COUNT($n) } balances the shop states, { COUNT($equal) } equal ours to the point{ $different ->
    [0] .
   *[other] , { COUNT($different) } differ.
}
standing-agree-tiers = Of { COUNT($n) } tiers it states, { COUNT($equal) } equal ours{ $different ->
    [0] .
   *[other] , { COUNT($different) } differ.
}
standing-not-stated-points = The shop states no balances to compare with.
standing-not-stated-tiers = The shop states no tiers to compare with.
standing-reconciliation = Our books beside the shop's own
standing-fates-caption = Members by how the two agree
standing-fate-equal = equal
standing-fate-different = different
standing-fate-not-stated = not stated by the shop
standing-fate-only-ours = not in the shop's list
standing-fate-only-theirs = only in the shop's list
standing-head-fate-fate = Comparison
standing-head-fate-points = Points
standing-head-fate-tiers = Tiers
standing-differences-caption = { $n ->
    [one] The balance that differs
   *[other] The largest of { COUNT($n) } balances that differ
} (customers under a code; points that can be spent, less those owed)
standing-head-difference-customer = Customer
standing-head-difference-ours = Ours
standing-head-difference-theirs = The shop's
standing-head-difference-difference = Difference

## Points by age, and how many are ever spent
points-bucket = { $days } days
points-ageing-title = { SHARE($share) } of open points are older than half a year
points-ageing-title-none = No points are open at the end
points-ageing-subtitle = “{ $label }”: usable points at the end of the simulation by days since they could first be used, mean of the draws
points-ageing-today = “{ $label }”: usable points on { DAY($day) } by days since they could first be used
points-ageing-hover = { $bucket }
    { COUNT($points) } points ({ SHARE($share) })
points-redeemed = { $source ->
    [data] By this shop's own points so far, { SHARE($value) } of them will ever be spent ({ SHARE($low) } to { SHARE($high) }).
    [tail] By this shop's own points so far, between { SHARE($low) } and { SHARE($high) } of them will ever be spent; { SHARE($value) } is reckoned with, because history does not yet reach the age at which points are gone.
    [simulated] In the simulation { SHARE($value) } of points are ever spent.
   *[prior] The shop has under 12 months of points, so how many will ever be spent is assumed: { SHARE($value) } ({ SHARE($low) } to { SHARE($high) }).
}
points-never-lapsing = Points are never lost, so history does not show how many will stay unspent: of a point { SHARE($low) } has been spent by the oldest age seen, all of it may be. { SHARE($value) } is reckoned with; that is not measured but the middle of the { SHARE($least) } to { SHARE($most) } assumed in the settings (`redemption_prior`).
points-liability = In the books the { COUNT($points) } points that came with purchases stand for { MONEY($value) } of revenue not yet earned ({ MONEY($low) } to { MONEY($high) }; contract liability by IFRS 15 and CAS 14, value-added tax not taken out).
points-liability-never-lost = The low end holds if no point is spent at a greater age than any so far, the high end if every point is spent; which one the books take is the accountant's decision.
points-liability-tasks = { $n ->
    [one] 1 point held was given for a check-in, review or share; nobody paid for it, so it is a cost and not in it.
   *[other] { COUNT($n) } points held were given for check-ins, reviews and shares; nobody paid for them, so they are a cost and not in it.
}
