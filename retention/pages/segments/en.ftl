### Notebook 02: scores, groups, clusters, migration, profiles, communication matrix

## Names
segments-group-lost = Lost
segments-group-new = New
segments-group-high-value = High value
segments-group-potential = Potential
segments-group-wake-valuable = Valuable, to wake
segments-group-dormant = Falling asleep
segments-group-silent = Silent
segments-group-active = Active
segments-group-newcomer = Not there before
segments-group-all = All customers
segments-type-important-value = Important value
segments-type-important-development = Important development
segments-type-important-keep = Important keep
segments-type-important-winback = Important win-back
segments-type-general-value = General value
segments-type-general-development = General development
segments-type-general-keep = General keep
segments-type-general-winback = General win-back
segments-level-r5 = ordered last
segments-level-r4 = ordered lately
segments-level-r3 = ordered a while ago
segments-level-r2 = ordered long ago
segments-level-r1 = longest without an order
segments-level-f5 = orders most often
segments-level-f4 = orders often
segments-level-f3 = orders now and then
segments-level-f2 = orders seldom
segments-level-f1 = fewest orders
segments-level-m5 = spends most
segments-level-m4 = spends much
segments-level-m3 = spends a middling amount
segments-level-m2 = spends little
segments-level-m1 = spends least
segments-comma = ,{" "}

## The groups and their rules
segments-rule-lost = no order for { $lost } days or more (流失)
segments-rule-new = first order at most { $new } days ago, one purchase day (新客)
segments-rule-high-value = R, F and M high (高价值)
segments-rule-potential = R and M high, F low (潜力)
segments-rule-wake-valuable = M high, R low (重要唤回)
segments-rule-dormant = no order for { $dormant } days or more, but something else within { $silent } days (沉睡预警)
segments-rule-dormant-unknown = no order for { $dormant } days or more (沉睡预警)
segments-rule-silent = no order and nothing else for { $silent } days or more (沉默)
segments-rule-silent-unknown = not told apart: the shop has no record of { $silent } days of interactions (沉默)
segments-rule-active = everybody else (活跃)
segments-head-rule = Rule, the first that holds
segments-head-group = Group
segments-head-customers = Customers
segments-head-share = Share of customers
segments-head-money = Net paid to date
segments-head-money-share = Share of money

## Scores
segments-cut-r = R is high up to { $edge ->
    [one] 1 day
   *[other] { COUNT($edge) } days
} since the last order
segments-cut-f = F is high from { $edge ->
    [one] 1 order
   *[other] { COUNT($edge) } orders
} up
segments-cut-m = M is high from { MONEY($edge) } net paid up
segments-cut-none-r = R is high for nobody
segments-cut-none-f = F is high for nobody
segments-cut-none-m = M is high for nobody
segments-cuts = In this shop, over { COUNT($window) } days: { $cuts }.
segments-cuts-none = Nobody ordered in the { COUNT($window) } days that are scored.
segments-map-title = { SHARE($share) } of customers ordered last and most often; { SHARE($once) } share the lowest score of orders
segments-map-title-even = No customer has both the best score of recency and that of orders
segments-map-title-none = Nobody ordered in the window that is scored
segments-map-subtitle = Customers by score of recency and of orders, 5 is best · figure: share of customers, colour: net paid per customer · { COUNT($n) } customers
segments-map-x = Score of orders (F)
segments-map-y = Score of recency (R)
segments-map-hover = R { $r }, F { $f }
    { COUNT($customers) } customers ({ SHARE($share) })
    net paid each: { MONEY($money) }
segments-map-hover-none = R { $r }, F { $f }
    nobody

## Sizes
segments-groups-title = { $group }: { SHARE($money) } of the money from { SHARE($people) } of customers
segments-groups-title-even = No money to divide: customers by group
segments-groups-title-none = No customer to divide into groups yet
segments-groups-subtitle = Share of customers (grey) and of net paid to date (blue) by group · { COUNT($n) } customers
segments-groups-people = Customers { SHARE($share) }
segments-groups-money = Money { SHARE($share) }
segments-groups-hover = { $group }
    { COUNT($customers) } customers ({ SHARE($people) })
    net paid to date: { MONEY($money) } ({ SHARE($paid) })
segments-tree-subtitle = Area: customers of each group; the darker, the more net paid per customer · { COUNT($n) } customers
segments-tree-title = { $group } is the largest group: { SHARE($share) } of customers
segments-tree-label = { $group }
    { SHARE($share) }
segments-tree-hover = { $group }
    { COUNT($customers) } customers ({ SHARE($share) })
    net paid each: { MONEY($each) }
segments-groups-sum = Every customer stands in exactly one group; together they are 100 %.
segments-groups-best = { $group } brings most: { SHARE($money) } of the net paid to date from { SHARE($people) } of customers.
segments-groups-largest = The largest group is { $group } with { $customers ->
    [one] 1 customer
   *[other] { COUNT($customers) } customers
} ({ SHARE($people) }).
segments-groups-one = There is one customer, in the group { $group }.
segments-states = By state, which overlap: { $list }.
segments-state-silent = { COUNT($customers) } silent (no order and nothing else for { $days } days)
segments-state-dormant = { COUNT($customers) } falling asleep (no order for { $days } days)
segments-state-lapsed = { COUNT($customers) } lost (no order for { $days } days)
segments-states-unknown = Who is silent is not known: the shop has no record of interactions that reaches back { $days } days. Export the table events to see it.

## Clusters
segments-clusters-found = A cut into { COUNT($k) } parts repeats: the least stable part is found again to { NUMBER1($lowest) } of 100 in resampled data, customers drawn from one cloud reach { NUMBER1($null) } at most in 95 of 100 cases. Orders are whole numbers, which is enough to do that, so this is a useful cut of a continuum and no proof of natural clusters.
segments-clusters-list = They are: { $list }.
segments-clusters-item = “{ $name }” ({ SHARE($share) })
segments-clusters-continuum = A cut into { COUNT($k) } parts repeats (its least stable one to { NUMBER1($lowest) } of 100), but no better than one of customers drawn from one cloud (up to { NUMBER1($null) }): customers are a continuum. The groups and types remain.
segments-clusters-unstable = No cut is stable: the best, into { COUNT($k) }, is found again to { NUMBER1($lowest) } of 100 only. The groups and types remain.
segments-clusters-too-few = { $n ->
    [0] Nobody
    [one] 1 customer
   *[other] { COUNT($n) } customers
} ordered in the window; under { COUNT($least) } no cut is tried.
segments-clusters-no-spread = { $n ->
    [one] The 1 customer
   *[other] The { COUNT($n) } customers
} of the window differ too little in recency, orders and money to be cut into parts.
segments-beyond-split = What the cut sees that the groups do not: { $group } ({ COUNT($customers) } customers) falls mostly into two, { $one } and { $other }.
segments-beyond-part = “{ $name }” ({ SHARE($share) }; median { $orders ->
    [one] { COUNT($orders) } order
   *[other] { COUNT($orders) } orders
}, { MONEY($money) }, { COUNT($days) } days since the last order)
segments-beyond-nothing = The cut sees nothing that the groups do not: no group falls into two of its parts.
segments-beyond-agreement = Agreement of this cut and the groups (adjusted Rand index): { $agreement }.
segments-stability-title-clusters = A cut into { COUNT($k) } parts repeats: a useful cut of a continuum
segments-stability-title-continuum = Cuts repeat no better than those of one cloud: a continuum
segments-stability-title-unstable = No cut into parts is stable
segments-stability-subtitle = How far each part is found again in resampled data (Jaccard, 1 is wholly) by number of parts · grey: the least stable part of one cloud, middle 90 % of { COUNT($sets) } sets · dotted: { $least } needed
segments-stability-x = Number of parts
segments-stability-hover = { COUNT($k) } parts: one with { SHARE($size) } of customers
    found again to { $jaccard } ({ $verdict })
segments-stability-hover-null = { COUNT($k) } parts of one cloud: { $low }–{ $high }
segments-stability-name = Parts of this shop's customers
segments-stability-null = Parts of one cloud
segments-verdict-very-stable = very stable
segments-verdict-stable = stable
segments-verdict-doubtful = doubtful
segments-verdict-unstable = unstable

## Migration
segments-migration-none = There is no earlier run to compare with: who changes group is shown from the next run on.
segments-migration = { COUNT($moved) } of { COUNT($n) } customers of the run before ({ SHARE($share) }; { SHARES($low, $high) }) are in another group now.
segments-migration-few = { COUNT($moved) } of { COUNT($n) } customers of the run before are in another group now.
segments-migration-most = Most moved from { $previous } to { $now }: { COUNT($customers) } ({ SHARE($share) } of { $previous }).
segments-migration-nobody = All { COUNT($n) } customers of the run before are in the group they were in.
segments-migration-calendar = A customer who does nothing moves with the calendar; no move says that something the shop did had an effect.
segments-chance = The cuts depend on who else is there: had other customers like these come, { SHARE($share) } ({ SHARES($low, $high) }) would stand in another group.
segments-chance-none = No customer stands so near a cut that chance would move them.
segments-migration-title = { SHARE($share) } of customers changed group; most from { $previous } to { $now }
segments-migration-title-few = { COUNT($moved) } of { COUNT($n) } customers changed group; most from { $previous } to { $now }
segments-migration-title-still = No customer changed group
segments-migration-subtitle = Groups in the run before (left) and now (right); width: customers · { COUNT($n) } customers of the run before
segments-migration-hover = { $previous } → { $now }
    { COUNT($customers) } customers ({ SHARE($share) } of { COUNT($n) })
segments-migration-head-previous = In the run before
segments-migration-head-n = Customers

## Profiles
segments-profile-repurchase = Repurchase rate, window
segments-profile-churn = Expected churn
segments-profile-spend = Spend per buyer, window
segments-profile-nps = NPS, points
segments-profile-answers = NPS answers
segments-profile-since = Days since last order (median)
segments-profile-margin = Margin to date
segments-profile-aov = Net paid per order
segments-profile-units = Units per order
segments-profile-refunds = Refund rate
segments-profile-revenue = Expected revenue
segments-profile-clv = Expected margin
segments-profile-each = Expected revenue per customer
segments-profile-reach = Reachable: { $channel }
segments-shares = { $value } ({ $band })
segments-band = { $value } ({ $low }–{ $high })
segments-taste-head-what = What
segments-taste-head-value = Most often
segments-taste-head-share = Share in the group
segments-taste-head-others = Share of others
segments-taste-head-differs = Beyond chance
segments-taste-yes = yes
segments-taste-no = no
segments-taste-n = n
segments-high-none = No customer is of high value (R, F and M high) today.
segments-high-few = { $n ->
    [one] 1 customer is
   *[other] { COUNT($n) } customers are
} of high value: too few for a profile.
segments-high-style-mostly = Most of the { COUNT($n) } high-value customers prefer { $value }: { SHARE($share) } ({ SHARES($low, $high) }), against { SHARE($others) } of the others.
segments-high-style-more = { SHARE($share) } ({ SHARES($low, $high) }) of the { COUNT($n) } high-value customers prefer { $value }, more than of the others ({ SHARE($others) }), but not certainly most of them.
segments-high-style-same = No style sets the { COUNT($n) } high-value customers apart: { $value } is most frequent with { SHARE($share) } ({ SHARES($low, $high) }), among the others it has { SHARE($others) }.
segments-high-style-less = { SHARE($share) } ({ SHARES($low, $high) }) of the { COUNT($n) } high-value customers prefer { $value }, less than of the others ({ SHARE($others) }).
segments-high-style-alone = { SHARE($share) } ({ SHARES($low, $high) }) of the { COUNT($n) } high-value customers prefer { $value }; there are too few others to compare with.
segments-high-style-unknown = What the { COUNT($n) } high-value customers prefer is not known: that needs order lines and products with a style.
segments-high-aov = They pay { MONEY($value) } per order ({ MONEY($low) }–{ MONEY($high) }); money is part of how the group is chosen.
segments-high-aov-above = That is above { MONEY($cut) }.
segments-high-aov-below = As a group they are below { MONEY($cut) }.
segments-high-aov-around = Whether the group is above { MONEY($cut) } cannot be told.
segments-core-none = None of them pays { MONEY($cut) } or more per order.
segments-core-few = { COUNT($n) } of them pay { MONEY($cut) } or more per order: too few for a profile.
segments-core-mostly = { COUNT($n) } of them pay { MONEY($cut) } or more per order, and most of these prefer { $value }: { SHARE($share) } ({ SHARES($low, $high) }), against { SHARE($others) } of the other high-value customers.
segments-core-plain = { COUNT($n) } of them pay { MONEY($cut) } or more per order; { SHARE($share) } ({ SHARES($low, $high) }) of these prefer { $value }, against { SHARE($others) } of the other high-value customers.
segments-core-alone = { COUNT($n) } of them pay { MONEY($cut) } or more per order.
segments-preview-title = Show new goods to the best first
segments-preview-who = High-value customers{ $core ->
    [0] {""}
   *[other] , { COUNT($core) } of them with { MONEY($cut) } or more per order first
}
segments-preview-why = A seed row of practice: priority on new goods, by a personal adviser. What it adds is not known until a part is left out as a control.
segments-preview-money = Expected revenue without it
segments-preview-money-past = Net paid to date
segments-preview-reason-core = High-value group, the core of it
segments-preview-reason = High-value group
segments-preview-head-expected = Expected revenue

## Communication matrix
segments-matrix-vip-name = VIP
segments-matrix-vip-goal = Raise loyalty
segments-matrix-vip-message = A personal adviser writes or calls: first choice of the new goods
segments-matrix-vip-offer = Priority on new goods and a gift
segments-matrix-dormant-name = Dormant
segments-matrix-dormant-goal = Wake and win back
segments-matrix-dormant-message = We miss you, old friend: news from the categories you once looked at
segments-matrix-dormant-offer = Large coupon for returning friends
segments-matrix-new-name = New customers
segments-matrix-new-goal = A second order
segments-matrix-new-message = How to wear and care for what you bought
segments-matrix-new-offer = Coupon without a threshold
segments-matrix-head-name = For
segments-matrix-head-groups = Groups
segments-matrix-head-goal = Goal
segments-matrix-head-message = Message
segments-matrix-head-offer = Offer
segments-matrix-head-people = People
segments-matrix-head-channels = Reachable with consent
segments-matrix-head-any = Reachable by any
segments-matrix-head-orders = Orders expected without it
segments-matrix-head-cost = Cost, each told once
segments-matrix-head-budget = Budget
segments-matrix-channel = { $channel } { COUNT($reachable) }
segments-matrix-channel-unknown = { $channel } not known
segments-matrix-none = The communication matrix has no row.
segments-matrix-reach = The rows are for { $people ->
    [one] 1 customer
   *[other] { COUNT($people) } customers
}; { COUNT($reachable) } ({ SHARE($share) }) can be reached with their consent.
segments-matrix-reach-unknown = The rows are for { $people ->
    [one] 1 customer
   *[other] { COUNT($people) } customers
}; how many may be contacted is not known without the table consents.
segments-matrix-cost = Telling each of them once would cost about { MONEY($cost) }, offers included (prices and use of offers are assumptions in 02_segmentation.yaml).
segments-matrix-cost-unknown = Costs of some channels are not set (channel_costs in 02_segmentation.yaml).
segments-matrix-over = { $row } costs more than its budget: { MONEY($budget) } pays for { COUNT($affordable) } of { COUNT($reachable) }.
segments-matrix-orders = About { COUNT($orders) } orders are expected of them anyway over the forecast's horizon; what messages add only a control group tells.

## Before and after
segments-back = Of { COUNT($n) } customers who had been quiet for { COUNT($days) } days, { SHARE($share) } ({ SHARES($low, $high) }) ordered within the next { COUNT($days) }, whatever was sent to them; one period earlier it was { SHARE($usual) }.
segments-back-first = Of { COUNT($n) } customers who had been quiet for { COUNT($days) } days, { SHARE($share) } ({ SHARES($low, $high) }) ordered within the next { COUNT($days) }, whatever was sent to them.
segments-back-few = Of { $n ->
    [one] 1 customer
   *[other] { COUNT($n) } customers
} who had been quiet for { COUNT($days) } days, { COUNT($back) } ordered within the next { COUNT($days) }: too few for a rate.
segments-back-none = Nobody had been quiet for { COUNT($days) } days at the start of the last { COUNT($days) }.
segments-before-none = Nobody had ordered in the { COUNT($days) } days before.
segments-before-warning = { $n ->
    [one] The 1 customer
   *[other] The { COUNT($n) } customers
} who spent most in { COUNT($days) } days (the best fifth) went from { MONEY($before) } to { MONEY($after) } each in the next. This is no effect: a group chosen because it was extreme is less extreme afterwards by itself, and there is no earlier group to compare with.
segments-before-usual = { $n ->
    [one] The 1 customer
   *[other] The { COUNT($n) } customers
} who spent most in { COUNT($days) } days (the best fifth) went from { MONEY($before) } to { MONEY($after) } each in the next. The best fifth of the period before came to { $usual } × of theirs, this one to { $ratio } ×: { $beyond } × the usual ({ $low }–{ $high }), which { $told ->
    [more] is more than chance, but no proof of a cause
    [less] is less than usual beyond chance, but no proof of a cause
   *[same] is within chance
}.

## Notebook 02 as a page
segments-nobody = No order that counts names a customer, so there is nobody to group. Export orders with the customer's number.
segments-rules = How the groups are told apart
segments-types = The eight types of RFM within the groups
segments-head-type = Type
segments-moves = All moves between groups, and between types
segments-tastes = What most customers of each group buy and like
segments-board-caption = Key figures by group; the interval is given behind the figure
segments-money-caption-past = Money so far, and who can be reached
segments-no-forecast = No model tells these customers apart yet, so nothing is forecast by group: groups would differ by their size alone.
segments-money-caption = Money so far, money expected, and who can be reached
kpi-customers-grouped = Customers in groups
kpi-customers-grouped-definition = Customers with an order that counts; each stands in exactly one group.
kpi-customers-changed-group = Changed group
kpi-customers-changed-group-definition = Of the customers of the run before, the share that stands in another group now.
kpi-group-customers = Customers of the group
kpi-group-customers-definition = Customers in this group on the cut-off day.
kpi-group-money-share = The group's share of money
kpi-group-money-share-definition = Net paid to date by the group's customers, of all customers'.
kpi-group-aov = Net paid per order
kpi-group-aov-definition = Net paid to date per order that counts, of the group's customers.
kpi-group-units-per-order = Units per order
kpi-group-units-per-order-definition = Pieces per order that counts, of the group's customers.
kpi-group-refund-rate = Refund rate
kpi-group-refund-rate-definition = Refunds per gross paid, of the group's customers.
kpi-group-spend-per-buyer = Spend per buyer
kpi-group-spend-per-buyer-definition = Net paid in the window per customer of the group who bought in it.
kpi-group-repurchase-rate = Repurchase rate
kpi-group-repurchase-rate-definition = Customers of the group with two orders or more in the window, of those with one or more.
segments-dictionary = What each column of the table segments means
segments-means-customer-id = the shop's customer number
segments-means-as-of = the day it looks from
segments-means-in-window = has an order in the window that is scored
segments-means-r-score = recency, 5 for the fifth that ordered last; 1 without an order in the window
segments-means-f-score = frequency by orders in the window; equal customers score equally
segments-means-m-score = money by net paid in the window
segments-means-type = one of the eight RFM types, by which scores are high
segments-means-group = operating group; each customer stands in exactly one
segments-means-silent = 沉默: no order and no interaction within the days set; missing where interactions are not known
segments-means-dormant = 沉睡预警: no order within the days set
segments-means-lapsed = 流失: no order within the days set
segments-means-cluster = cluster, keeping its number from run to run; missing where there are none
segments-means-cluster-nearest = cluster whose centre is nearest, before the rule that customers change only for good reason
segments-means-cluster-name = scores of the cluster's median customer where clusters differ, e.g. R5 F1
segments-means-previous-group = group in the run before
segments-means-previous-type = type in the run before
segments-means-previous-cluster = cluster in the run before
segments-means-previous-cluster-nearest = nearest cluster in the run before
segments-means-previous-cluster-name = name of the cluster in the run before
