### Notebook 03: loyalty programmes side by side, what they would earn and cost, points, the search, today's programme

loyalty-comma = ;{" "}
loyalty-enumeration = ,{" "}
loyalty-quoted = “{ $label }”

## Programmes
loyalty-no-discount = none
loyalty-off = { SHARE($share) } off
loyalty-off-zhe = { SHARE($share) } off ({ $zhe })
loyalty-needs-nothing = on joining
loyalty-needs-paid = from { MONEY($threshold) }
loyalty-needs-list = from { MONEY($threshold) } list price
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
loyalty-price = { SHARE($share) } of the price
loyalty-price-zhe = { SHARE($share) } of the price ({ $zhe })
loyalty-lowest = { $price }.
loyalty-lowest-full = The full price; no discount is given.
loyalty-stacks = Coupon and tier discount stack.
loyalty-does-not-stack = Coupon and tier discount do not stack; the better one holds.
loyalty-costs-told = { MONEY($fixed) } a year and { MONEY($launch) } once
loyalty-costs-none = none given, so none is counted
loyalty-no-points = no points
loyalty-earn = { $n ->
    [one] 1 point
   *[other] { $points } points
} per unit of money, worth { SHARE($worth) } of it.
loyalty-earn-full = { $n ->
    [one] 1 point
   *[other] { $points } points
} for every full { MONEY($step) } of an order, worth { SHARE($worth) } of that.
loyalty-task-check-in = check-in { COUNT($points) }
loyalty-task-review = review { COUNT($points) }
loyalty-task-share = sharing { COUNT($points) }
loyalty-task-cap = at most { COUNT($points) } a month
loyalty-tasks = Also: { $list }.
loyalty-birthday = ×{ $times } { $days ->
    [0] on the birthday.
    [one] from the day before the birthday to the day after.
   *[other] from { COUNT($days) } days before the birthday to { COUNT($days) } days after.
}
loyalty-pending = { $days ->
    [0] Usable on completion.
    [one] Usable 1 day after completion.
   *[other] Usable { COUNT($days) } days after completion.
}
loyalty-expiry = Lost { COUNT($days) } days later.
loyalty-expiry-never = Never lost.
loyalty-way = { $way } (from { COUNT($minimum) } points{ $cap })
loyalty-way-cap = , up to { SHARE($share) } of an order
loyalty-burn-cash = money off an order
loyalty-burn-coupon = coupon
loyalty-burn-goods = goods
loyalty-burn-service = service
loyalty-burn-lottery = lottery

## Break-even of a discount
loyalty-margin-given = All money rests on the shop's margin of { SHARE($margin) } of net paid (margin_rate in shop.yaml). A discount is counted in full: the VAT and commission it saves are not taken off.
loyalty-margin-assumed = **The shop gives no margin: { SHARE($margin) } of net paid is assumed throughout.** Put margin_rate (after goods, returns, freight and commission) into shop.yaml before deciding anything.
loyalty-even-title = { $off } needs { SHARE($uplift) } more orders{ $kind ->
    [beyond] : more than is assumed to come of it
   *[within] , within what is assumed to come of it
}
loyalty-even-title-none = With { SHARE($margin) } margin none of the usual discounts can pay
loyalty-even-subtitle = Net additional orders at which a discount pays for itself, by discount · bar: what is assumed to come of it
loyalty-even-axis = Net additional orders needed
loyalty-even-at = at { SHARE($margin) } margin
loyalty-even-hover = { $label }, margin { SHARE($margin) }
    needs { SHARE($uplift) } more orders
loyalty-even-hover-none = { $label }, margin { SHARE($margin) }
    no number of orders is enough
loyalty-even-rule = A discount of d on a margin of m pays once net orders rise by d / (m − d).
loyalty-even-compare = { $off } needs { SHARE($product) } more orders at the { SHARE($product_margin) } product margin people calculate with, but { SHARE($own) } at the { SHARE($margin) } that remains after returns, freight and commission.
loyalty-even-never = { $list } can never pay: it takes the whole margin of { SHARE($margin) }.
loyalty-above-tier = “{ $label }” is **not tried**: { $tier } gives { $off } on every order, and the margin is { SHARE($margin) }, so nothing is left of an order and more orders cannot help. Set a discount below the margin, or correct margin_rate in shop.yaml.
loyalty-above-today = It is the programme that runs today: change it or stop it.
loyalty-above-coupon = “{ $label }”: the order on which the coupon of { $tier } is used gives { $off }, and the margin is { SHARE($margin) }; that order brings nothing.

## What it would earn or lose
loyalty-no-programme = no programme
loyalty-gains = gain { MONEY($value) }
loyalty-loses = lose { MONEY($value) }
loyalty-gain-title-gains = “{ $label }” would earn about { MONEY($value) }
loyalty-gain-title-open = Whether any programme pays cannot be told yet: “{ $label }”, the best, gains in { SHARE($p) } of the draws
loyalty-gain-title-loses = { $n ->
    [one] The programme loses money
   *[other] All { COUNT($n) } lose money
}: having no programme is better
loyalty-gain-subtitle = Contribution a year over { COUNT($months) } months beside having no programme, points still open included · line: { SHARE($level) } of the draws · same draws for all
loyalty-gain-hover = { $label }
    { MONEY($value) } ({ MONEY($low) } to { MONEY($high) })
    above nothing in { SHARE($p_positive) } of the draws
loyalty-gain-intro = A year, over { COUNT($months) } months, beside having no programme ({ SHARE($level) } of the draws in brackets):
loyalty-gain-item = **{ $label }** would { $change } ({ $low } to { $high }); it gains in { SHARE($p_positive) } of the draws.
loyalty-needed = It pays for itself once members place { SHARE($net) } more orders, net of orders only moved forward; what is assumed comes to { SHARE($assumed) }{ $unlike ->
    [loses] , yet on the mean of all draws it does not pay.
    [gains] , yet on the mean of all draws it pays.
   *[alike] .
}
loyalty-needed-none = No uplift up to { SHARE($most) } would pay for it.
loyalty-needed-nothing = It would pay even without an additional order.
loyalty-head-gain-label = Programme
loyalty-head-gain-value = Gain
loyalty-head-gain-low = Low
loyalty-head-gain-high = High
loyalty-head-gain-p-positive = Draws above nothing
loyalty-head-gain-mc-error = Error of the simulation

## What it costs, whom it rewards, who moves
loyalty-cost-discount-kept = discounts on orders that come anyway
loyalty-cost-discount-extra = discounts on additional orders
loyalty-cost-points = points spent or still open
loyalty-cost-benefits = gifts, shipping, services
loyalty-cost-lost = orders that come earlier or not at all
loyalty-cost-running = running and starting it
loyalty-brought = margin that it brings
loyalty-brought-hover = { $label }
    brings: { MONEY($value) }
loyalty-costs-title = The largest part of the money, { SHARE($share) }, goes to { $part }
loyalty-costs-title-none = None of the programmes costs anything
loyalty-costs-subtitle = Cost over { COUNT($months) } months by part, mean of the draws · black line: what the programme brings; left of the bar's end it is a loss
loyalty-costs-hover = { $label }: { $part }
    { MONEY($value) } of { MONEY($whole) }
loyalty-cannibal = Of the discounts, this share goes to orders that would have come anyway: { $list }.
loyalty-cannibal-item = “{ $label }” { SHARE($share) }
loyalty-cannibal-none = No programme gives discounts, so none goes to orders that would have come anyway.
loyalty-who-title = { $group } receive most, { MONEY($reward) } a member and year, and the shop { $side ->
    [gains] gains on them
   *[loses] loses on them
}
loyalty-who-subtitle = “{ $label }”: per member and year, mean of the draws: what a member receives (grey) and what the shop gains or loses (blue, orange) · { COUNT($n) } members
loyalty-who-label = { $group }
loyalty-who-reward = receives { MONEY($value) }
loyalty-who-gain = shop { MONEY($value) }
loyalty-who-hover = { $group }: { COUNT($members) } members
    receive { MONEY($reward) } each and year, { SHARE($share) } of all that is given
    shop: { MONEY($gain) } each and year
loyalty-third-light = Light buyers
loyalty-third-moderate = Middle buyers
loyalty-third-heavy = Heavy buyers
loyalty-moves-title = { SHARE($up) } rise within a year{ $falls ->
    [some] , { SHARE($down) } fall
   *[none] {" "}and nobody falls
}
loyalty-moves-title-none = Nobody is a member, so nobody moves
loyalty-moves-subtitle = “{ $label }”: share of each tier's members by their tier a year later, year { $year } of the simulation; each row is 100 %
loyalty-moves-before = Tier at the start
loyalty-moves-now = Tier a year later
loyalty-moves-hover = { $before } → { $now }
    { SHARE($share) } of { COUNT($members) } members

## Key figures
kpi-programme-gain = Gain of the programme in question, a year
kpi-programme-gain-definition = Contribution a year beside having no programme, less discounts, points spent or still open, benefits and running costs, of the programme that the first line is about; mean of the draws, interval from the 2.5 % to the 97.5 % draw. By programme where a group is named. It rests on what is assumed of members.
kpi-programme-pays = Chance that it gains
kpi-programme-pays-definition = Share of the draws in which the programme in question earns more than no programme.
kpi-break-even-uplift = Uplift it needs
kpi-break-even-uplift-definition = Net additional orders (orders only moved forward not counted) at which the programme in question pays for itself.
kpi-cannibalised-share = Discounts on orders that come anyway
kpi-cannibalised-share-definition = Of the discounts of the programme in question, the share that goes to orders that would have come without it; points and benefits are not in it.
kpi-members-in-programme = Members
kpi-members-in-programme-definition = Customers with a membership today. By tier where a group is named.
kpi-points-outstanding = Points outstanding today
kpi-points-outstanding-definition = Points members can spend today, and those not usable yet (the order is not completed, or the waiting time after it is not over); by the ledger of today's programme.
kpi-points-liability = Points outstanding in money
kpi-points-liability-definition = Contract liability (IFRS 15, CAS 14) of the points that came with purchases and are not spent: revenue of those sales set aside until they are, by face value and the share expected to be spent. Where history does not reach the end of points there is no interval, and the groups least and most say what they stand for if none is spent at a greater age than so far, and if all are; under 12 months of points, by the ends of what is assumed. Value-added tax is not taken out; points for check-ins, reviews and shares are not in it.
kpi-points-expiring = Points lapsing within 30 days
kpi-points-expiring-definition = Points members can spend today that lapse within 30 days.
kpi-burn-to-earn = Points spent per point earned
kpi-burn-to-earn-definition = Points spent (those given back not counted) over points earned and not taken back, in the last 365 days of today's programme.
kpi-measured-uplift = Uplift measured by the shop's own test
kpi-measured-uplift-definition = More orders of members drawn by lot to have the benefits than of those without, over the days of the test, 95 % interval.
kpi-missing-programme = No programme of today is named (today: in 03_loyalty_design.yaml).
kpi-missing-points = Today's programme has no points.
kpi-missing-simulation = There is nobody to simulate.
kpi-missing-break-even = No uplift that was tried is enough.
kpi-missing-memberships = Needs the table memberships.
kpi-missing-burns = No points were earned in the last 365 days.
kpi-missing-discounts = It gives no discounts.

## The bottom line
loyalty-nobody = No order that counts names a customer, so there are no members to try a programme on; only the break-even of discounts can be said.
loyalty-no-model = { $why } Programmes cannot be tried on members without a model of how they order; only the break-even of discounts can be said.
loyalty-no-members = None of the members has an order that counts, so programmes cannot be tried on them; only the break-even of discounts can be said.
loyalty-advice-launch = **Launch “{ $label }”.** It gains about { MONEY($value) } a year beside having no programme ({ $low } to { $high }).
loyalty-advice-change = **Change from “{ $today }” to “{ $label }”.** It gains about { MONEY($more) } a year more than today's programme ({ $more_low } to { $more_high }), and { MONEY($value) } more than having none.
loyalty-advice-keep = **Keep “{ $today }”.** It gains about { MONEY($value) } a year beside having none ({ $low } to { $high }).
loyalty-advice-none = **Launch none of these.** All { COUNT($n) } programmes judged and proposed lose money beside having none; the best, “{ $label }”, loses about { MONEY($value) } a year.
loyalty-advice-stop = **Stop “{ $today }”, or cut it.** It loses about { MONEY($value) } a year beside having none ({ $low } to { $high }).{ $others ->
    [some] {""}
   *[none] {" "}None of the { COUNT($n) } programmes judged and proposed is shown to beat having none.
}
loyalty-advice-measured = The shop's own test measured { $side ->
    [less] { SHARE($size) } fewer orders
   *[more] { SHARE($size) } more orders
} (a change of { SHARE($low) } to { SHARE($high) }) for the benefits tried then. { $told }
loyalty-advice-enough = If the programmes here brought the same, even the low end would pay for: { $list }.
loyalty-advice-maybe = If the programmes here brought the same, the range leaves open whether it would pay for: { $list }.
loyalty-advice-not-enough = Even its upper end would not pay for any of the programmes judged.
loyalty-base-members = Tried on the shop's { $n ->
    [one] 1 member
   *[other] { COUNT($n) } members
} with orders, who go on ordering as their past lets expect.
loyalty-base-everybody = The shop names no members, so all { COUNT($n) } known customers are taken as members from their first order on.
loyalty-base-newcomers = { $n ->
    [one] 1 more joins
   *[other] { COUNT($n) } more join
} within the time looked at, at the pace of the last year. From then on they order as customers without a history do; the order they come with is not counted.
loyalty-base-nobody-joins = Nobody joined in the last year, so nobody is taken to join later.
loyalty-base-pace-unknown = Nobody is taken to join later: the record does not tell a whole year of who is new, so how many join in a year is not known.
loyalty-base-sample = { COUNT($n) } of all these, drawn by lot, are simulated ({ COUNT($new) } of them still to join) and the figures scaled.
loyalty-base-bulk = { $n ->
    [one] 1 account of another kind (wholesale, by its orders) is left out.
   *[other] { COUNT($n) } accounts of another kind (wholesale, by their orders) are left out.
}
loyalty-base-draws = Gains rest on { COUNT($n) } draws of the future, the same for all programmes. The uplift each needs, what the result hangs on and the search are reckoned on { COUNT($few_draws) } draws of at most { COUNT($few) } members.
loyalty-base-held = Members begin with the points they hold today. Another programme takes these over at the same face value, with as long a life as its new points have; one without points pays what they would be spent for today, and so does stopping. What a programme pays for them is set against that; one in which more of them lapse gains nothing by it.
loyalty-base-empty = The simulation begins with empty accounts: no points held today are known.
loyalty-base-reaching = Gifts and coupons for reaching a tier go only to members who rise after the start.
loyalty-all-refused = No programme is left to try: each gives a discount at or above the margin.
kpi-missing-refused = Not tried: it gives a discount at or above the margin.
loyalty-action-launch = Launch “{ $label }”
loyalty-action-change = Change from “{ $today }” to “{ $label }”
loyalty-action-keep = Keep “{ $today }”
loyalty-action-stop = Stop “{ $today }” or cut it
loyalty-action-none = Launch none of these programmes
loyalty-action-launch-why = It gains in { SHARE($p) } of the draws. { $test ->
    [yes] Begin with half of the members drawn by lot, so that it is measured.
   *[no] This base is too small to measure it; begin with new members.
}
loyalty-action-change-why = It gains in { SHARE($p) } of the draws. { $test ->
    [yes] Begin with half of the members drawn by lot, so that the difference is measured.
   *[no] This base is too small to measure the difference; begin with new members.
}
loyalty-action-keep-why = It gains in { SHARE($p) } of the draws beside having none.
loyalty-action-stop-why = It gains in { SHARE($p) } of the draws beside having none. { $test ->
    [yes] Begin with half of the members drawn by lot, so that what it brought is measured.
   *[no] This base is too small to measure it; begin with new members.
}
loyalty-action-none-why = All { COUNT($n) } judged and proposed lose money by what is assumed of members.
loyalty-action-who = Members of the shop
loyalty-action-money = Gain of “{ $label }” a year, beside none
loyalty-cash-only = Cash view only for { $list }: points live longer than the time looked at, so part of their cost lies beyond it.
loyalty-search-found = Of { COUNT($n) } designs tried, judged again on draws the search had not seen, “{ $label }” gains about { MONEY($value) } a year (in { SHARE($p) } of the draws).
loyalty-search-none = None of { COUNT($n) } designs tried gains anything on draws the search had not seen; the best, “{ $label }”, loses about { MONEY($value) } a year.
loyalty-search-curse = The apparent winner of the search lost { MONEY($value) } a year on fresh draws: luck had helped it win.
loyalty-design-tiers = “{ $label }” gives at most { $off } ({ $tier }, { $needs }).
loyalty-design-top = “{ $label }” gives { $off } to everybody.
loyalty-design-no-discount = “{ $label }” gives no discount.
loyalty-design-no-points = It has no points.
loyalty-design-points = Its points are worth { SHARE($worth) } of what is paid{ $days ->
    [0] {" "}and are never lost.
   *[other] {" "}and live { COUNT($days) } days.
}
loyalty-design-best = Proposed: most gain
loyalty-design-balanced = Proposed: balanced
loyalty-design-generous = Proposed: generous

## Tables
loyalty-tiers-caption = Tiers: what they take and give
loyalty-rules-caption = Rules side by side
loyalty-even-table = Each discount of each programme
loyalty-even-no = none is enough
loyalty-head-what = Discount of
loyalty-head-price = Price paid
loyalty-discount-tier = { $tier }, every order
loyalty-discount-coupon = { $tier }, order with the coupon
loyalty-discount-lowest = lowest price ever paid
loyalty-gain-table = All programmes in figures
loyalty-costs-table = Each part in figures
loyalty-by-tier = Members and gain by tier
loyalty-head-cost = Part
loyalty-cost-extra-orders = brought: margin of additional orders
loyalty-cost-larger-baskets = brought: margin of larger baskets
loyalty-cost-not-lost = brought: orders that stopping would lose
loyalty-cost-owed-anyway = brought: points held today, which stopping would pay too
loyalty-cost-burned = points spent
loyalty-cost-closing = points still open at the end
loyalty-cost-fixed = running it
loyalty-cost-launch = starting it
loyalty-head-tier-label = Programme
loyalty-head-tier-name = Tier
loyalty-head-tier-at-start = Members at the start
loyalty-head-tier-members = At the end
loyalty-head-tier-value = Gain a year, before points open and running
loyalty-head-tier-low = Low
loyalty-head-tier-high = High

### Notebook 03: points, what is assumed, the search for a better programme, the experiment

## Flow and liability
points-month-axis = Month of the simulation
points-issued = issued
points-burned = spent
points-expired = expired
points-flow-title = { SHARE($share) } of the points issued{ $held ->
    [yes] {" "}or held at the start
   *[no] {""}
} are spent within the time looked at
points-flow-title-none = No points are issued
points-flow-subtitle = “{ $label }”: points by month, mean of the draws, all members · { COUNT($months) } months
points-flow-hover = Month { $month }
    issued { COUNT($issued) }
    spent { COUNT($burned) }
    expired { COUNT($expired) }
points-flow-none = This programme issues no points.
points-flow-told = Of { COUNT($issued) } points issued{ $held ->
    [yes] {" "}or held at the start
   *[no] {""}
}, { SHARE($burned) } are spent, { SHARE($expired) } expire and { SHARE($rest) } are still open or taken back at the end.
points-sediment = Careful, points settle: fewer than { SHARE($least) } are spent. What is not spent rewards nobody and stands in the books; lower the minimum, or remind members before points expire.
points-moving = Points move: { SHARE($share) } of them are spent.
points-expiring = At the end, unless they are spent: { $list } lapse.
points-expiring-item = { COUNT($points) } points ({ MONEY($value) }) within { $days } days
points-expiring-none = At the end no points are about to lapse.
points-liability-accounting = in the books
points-liability-economic = expected cost
points-liability-title = Open points cost up to { MONEY($value) } (month { $month })
points-liability-title-none = Open points cost nothing
points-liability-subtitle = “{ $label }”: what open points stand for, by month, mean and { SHARE($level) } of the draws · in the books: deferred revenue of points from purchases (IFRS 15, CAS 14)
points-liability-hover = { $kind }, month { $month }
    { MONEY($value) } ({ MONEY($low) } to { MONEY($high) })

## Assumptions
points-assumed-goal-pull = Pull of a near goal
points-assumed-goal-power = Power of the pull
points-assumed-after-reward = After a reward
points-assumed-pulled-forward = Only moved forward
points-assumed-stretch = Larger baskets
points-assumed-redeemers = Ever spend points
points-assumed-redeem-chance = Spend on an order
points-assumed-contribution = Margin of net paid
points-source-data = measured here
points-source-literature = research
points-source-guess = guess
points-source-shop = given by the shop
points-range = { $low } to { $high }
points-with-sd = { $value } ± { $sd }
points-head-assumed-name = Assumption
points-head-assumed-value = Value
points-head-assumed-range = Range
points-head-assumed-source = From
points-head-assumed-note = Note
points-tornado-title = “{ $name }” matters most{ $turns ->
    [yes] , and what is assumed decides between gain and loss
   *[no] ; none of the assumptions alone turns the result
}
points-tornado-title-none = No assumption changes anything
points-tornado-subtitle = “{ $label }”: gain a year with one assumption at its low and its high end and all others as they are · black: no gain
points-tornado-hover = { $name }: { $at }
    gain a year { MONEY($gain) }
points-tornado-low = at its low end
points-tornado-high = at its high end

## The search
points-front-title = { COUNT($earning) } of { COUNT($n) } designs tried earn more than no programme
points-front-title-none = None of { COUNT($n) } designs tried earns more than no programme: no programme is best
points-search-nothing = None of { COUNT($n) } designs tried keeps to the shop's limits, so none is proposed: open points may cost { MONEY($most_liability) } at their peak (most_liability); the least of the designs tried is { MONEY($least_liability) }.
points-front-subtitle = Each point a design within the shop's limits: gain a year over { COUNT($months) } months (up) and what a member sees of it in a year (right) · { COUNT($n) } designs
points-front-x = What a member sees in a year
points-front-tried = tried
points-front-front = nothing tried is better in both
points-front-named = named below
points-front-hover = { $label }
    gain { MONEY($gain) }
    a member sees { MONEY($reward) } a year
points-needed-title-sure = { $k ->
    [one] 1 of { COUNT($n) } programmes
   *[other] { COUNT($k) } of { COUNT($n) } programmes
} would pay even at the low end of what was measured
points-needed-title-open = { $k ->
    [0] What was measured would pay for none of { COUNT($n) } programmes
   *[other] What was measured leaves open whether { COUNT($k) } of { COUNT($n) } programmes would pay
}
points-needed-title-assumed = At what is assumed of members, { $k ->
    [0] none
   *[other] { COUNT($k) }
} of { COUNT($n) } programmes would pay
points-needed-subtitle = Net additional orders at which a programme pays for itself, beside what is assumed of members
points-needed-subtitle-measured = Net additional orders at which a programme pays for itself, beside what is assumed · shaded: measured by the shop's own test ({ SHARE($low) } to { SHARE($high) })
points-needed-assumed = assumed
points-needed-net = needed
points-needed-hover = { $label }
    { $what }: { SHARE($share) }
points-needed-none = { $label }
    no uplift tried is enough
points-needed-beyond = not even { SHARE($most) }

## The experiment
points-plan = With { COUNT($members) } members drawn by lot into { COUNT($treated) } with the programme and { COUNT($control) } without, { COUNT($days) } days show an uplift of { SHARE($smallest_uplift) } or more (power { SHARE($wanted) }, level { SHARE($level) }).
points-plan-expected = The { SHARE($expected_uplift) } assumed would be seen with a chance of { SHARE($power) }.
points-plan-no-uplift = What is assumed comes to no more orders ({ SHARE($expected_uplift) }), so there is no uplift a test could be planned to show.
points-plan-alike = All members placed as many orders as each other in the last { COUNT($days) } days, so nothing says how far two groups would differ by luck, and no experiment can be planned.
points-plan-months = With all members it would take about { NUMBER1($months) } months to show what is assumed.
points-plan-never = Members differ so much that no duration within ten years would show what is assumed; a larger base would.
points-plan-none = There are no members with orders in the last { COUNT($days) } days, so no experiment can be planned.
points-yes = yes
points-no = no
points-never = never
points-head-size-uplift = Uplift
points-head-size-treated = With
points-head-size-control = Without
points-head-size-enough = Members suffice
points-head-size-months = Months with all members
points-measured = The shop's own test, {"“"}{ $campaign }{"”"}, compared { COUNT($treated) } members with the benefits and { COUNT($control) } without, drawn by lot, over { COUNT($days) } days: { $side ->
    [less] { SHARE($size) } fewer orders
   *[more] { SHARE($size) } more orders
} (a change of { SHARE($low) } to { SHARE($high) }){ $sure ->
    [yes] .
   *[no] , which leaves open whether there are more or fewer.
}
points-measured-before = In as many days before, the two groups { $alike ->
    [yes] ordered alike, as a draw by lot should have it.
   *[no] did not order alike, so the draw has to be checked.
}
points-measured-whose = It holds for the benefits tested then; the programmes here are another offer, so it is shown beside what each needs and does not replace the assumptions.
points-measured-none = The shop's own test, {"“"}{ $campaign }{"”"}, shows nothing yet: { COUNT($treated) } members with the benefits and { COUNT($control) } without have completed their { COUNT($days) } days.
points-measured-missing = No test of the shop's own is named (`measured_by:` in 03_loyalty_design.yaml), so nothing of what is assumed of members has been measured.
points-sizes = Members it takes over { COUNT($days) } days to show an uplift
points-proposed = The proposed programmes written out
points-choices-caption = The lettered programmes, all on the same draws and members
points-updated = The shop's own test moved what is assumed of the reaction: before { $before } % more orders per 1 % of reward (95 %: below { $before_p95 }), now { $after } (95 %: below { $after_p95 }).
points-assumptions-caption = What is assumed, and where from
points-assumed-margin = Margin ± 5 points
points-head-choice-label = Programme
points-head-choice-value = Gain
points-head-choice-low = Low
points-head-choice-high = High
points-head-choice-p-positive = Draws above nothing
points-head-choice-reward = A member sees a year
points-head-choice-peak-liability = Peak cost of open points
points-head-choice-cvar = Mean a year of the worst 5 %
points-note-goal-pull = for a reward worth a tenth of what is paid, less in proportion; extrapolated from a café card of ten stamps: Kivetz, Urminsky & Zheng 2006
points-note-pulled-forward = part of what is gained is only earlier
points-note-stretch = none until measured
points-note-redeemers = between half and nearly all members ever redeem
points-note-contribution = typical after returns, freight and commission; margin_rate in shop.yaml goes before it

### What if: one programme with a few values changed

what-if-about = Gain a year over { COUNT($months) } months beside no programme, worked out on { COUNT($members) } members and scaled to all; low and high: { SHARE($level) } of { COUNT($draws) } draws, the same for every row. Rougher than the figures above; differences between rows are more exact than the rows.
what-if-head-change = If
what-if-head-gain = Gain
what-if-head-low = Low
what-if-head-high = High
what-if-head-more = Beside as it is
what-if-head-p-positive = Draws above nothing
what-if-head-reward = A member receives a year
what-if-as-it-is = as it is
what-if-yours = as set above
what-if-more-orders = members react half as much again as assumed
what-if-fewer-orders = members react two thirds as much as assumed
what-if-lower-thresholds = thresholds a third lower
what-if-higher-thresholds = thresholds half as high again
what-if-half-discounts = discounts halved
what-if-higher-discounts = discounts half as large again
what-if-half-points = half the points per order
what-if-double-points = twice the points per order
what-if-longer-life = points live twice as long
what-if-slider-discount = Discount %, { $tier }
what-if-slider-thresholds = Thresholds ×
what-if-slider-earn = Points, % of money
what-if-slider-expiry = Life of points, months
what-if-refused = Not possible: { $why }
loyalty-even-hover-assumed = { $label }
    assumed to bring { SHARE($low) } to { SHARE($high) } more orders
loyalty-even-thumb = Rule of thumb: a reward on every order pays only if each 1 % of it brings { $times } % more orders.
loyalty-even-predicted = What is assumed here: { $off } brings { SHARE($low) } to { SHARE($high) } more orders, net.
loyalty-advice-open-today = **Whether “{ $today }” pays enough cannot be told.** What is assumed of members decides: it comes to { $low } to { $high } a year beside having none.
loyalty-advice-open = { $others ->
    [some] **No programme is advised.** By the highest mean
   *[none] **No programme is shown to beat having none.** The best of { COUNT($n) } judged and proposed,
} “{ $label }” comes to { $low } to { $high } a year beside having none.
loyalty-losers = { $all ->
    [yes] All { COUNT($have) } members who have a discount today would lose it or part of it.
   *[no] { COUNT($lose) } of the { COUNT($have) } members who have a discount today would lose it or part of it.
}
loyalty-power = Given to half of the members drawn by lot, the difference would be seen with a chance of { SHARE($power) }: begin that way.
loyalty-power-none-launch = A test on half of the members would hardly show it (chance { SHARE($power) }): decide by cost, and begin with new members, from whom nothing has to be taken back.
loyalty-power-none-change = A test on half of the members would hardly show it (chance { SHARE($power) }): decide by cost, and begin with new members, so that nobody loses anything at first.
loyalty-power-none-stop = A test on half of the members would hardly show it (chance { SHARE($power) }): decide by cost. The step that costs least and can be taken back: new members get nothing of it.
loyalty-power-none-open = A test on half of the members would hardly show it (chance { SHARE($power) }): decide by cost.
loyalty-power-none-open-today = A test on half of the members would hardly show it (chance { SHARE($power) }): decide by cost. The step that costs least and can be taken back: new members get nothing of it.
loyalty-bound-most-discount = largest discount
loyalty-bound-top-threshold = threshold of the top tier
loyalty-bound-earn-rate = worth of the points
loyalty-bound-expiry-months = life of the points
loyalty-bound-top-times = factor on points of the top tier
loyalty-at-bound = “{ $label }” gains for sure, but lies at the end of what was searched ({ $list }): that limit chose it, so it is not advised.
loyalty-action-open-today = Decide “{ $today }” by what it costs
loyalty-action-open = Launch nothing yet
loyalty-action-open-today-why = It gains in { SHARE($p) } of the draws beside having none. { $test ->
    [yes] Members drawn by lot who go without it would show what it brings.
   *[no] It cannot be tested on this base: decide by cost, and begin with new members.
}
loyalty-action-open-why = The best gains in { SHARE($p) } of the draws. { $test ->
    [yes] Try it on half of the members drawn by lot before all get it.
   *[no] It cannot be tested on this base: decide by cost.
}
points-assumed-elasticity = More orders per 1 % of reward, %
points-assumed-most-uplift = More orders at most
points-assumed-lasting = Of a reaction, what lasts
points-assumed-half-life-days = Half of the rest is gone after
points-assumed-loss-times = A loss is felt so many times
points-note-elasticity = between nothing and the prices of packaged goods: Bijmolt, van Heerde & Pieters 2005, mean 2.6
points-note-lasting = small changes wear off in six to nine months: Meyer-Waarden & Benavent 2009
points-note-half-life-days = see what lasts
points-note-loss-times = losing a tier hurts more than reaching it helps: Wagner, Hennig-Thurau & Rudolph 2009
points-with-p95 = { $value } (95 %: below { $p95 })
points-days = { $days ->
    [one] 1 day
   *[other] { COUNT($days) } days
}
what-if-slider-elasticity = Reaction of members ×
loyalty-advice-stop-untried = **Stop “{ $today }”, or lower its discounts.** They take the whole margin, so it is not tried.{ $others ->
    [some] {""}
   *[none] {" "}None of the { COUNT($n) } programmes judged and proposed is shown to beat having none.
}
loyalty-advice-change-untried = **Change from “{ $today }” to “{ $label }”.** The discounts of “{ $today }” take the whole margin, so it is not tried; “{ $label }” gains about { MONEY($value) } a year beside having none ({ $low } to { $high }).
loyalty-below = “{ $label }” gains for sure, but less a year than is asked for (least_gain, or what it costs to run): it is not advised.
loyalty-action-stop-untried = Stop “{ $today }” or lower its discounts
loyalty-action-stop-untried-why = Its discounts take the whole margin: no number of orders pays for them.
loyalty-action-change-untried = Change from “{ $today }” to “{ $label }”
loyalty-action-change-untried-why = It gains in { SHARE($p) } of the draws; the discounts of today take the whole margin.
