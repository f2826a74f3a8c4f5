### Notebook 01: reach and purposes, members, super-users, follow-up, marked accounts

## Channels and how one may contact customers
reach-channel-sms = SMS
reach-channel-phone = Phone
reach-channel-email = E-mail
reach-channel-wecom = WeCom
reach-channel-official-account = Official account
reach-channel-push = App push
reach-channel-platform = Platform
reach-title-most = { SHARE($any) } of customers may be contacted for marketing; { $channel } reaches most
reach-title-one = { SHARE($any) } of customers may be contacted for marketing, by { $channel } only
reach-title-nobody = No customer may be contacted for marketing yet
reach-title-no-consents = Who has agreed to marketing is not known: the shop has no consents table
reach-title-none = There are no customers to contact yet
reach-subtitle = Customers by channel: address that works, with consent to marketing, and of these ordered in the last { $days } days · { $n ->
    [one] 1 customer
   *[other] { COUNT($n) } customers
}
reach-subtitle-address = Customers by channel with an address that works · { $n ->
    [one] 1 customer
   *[other] { COUNT($n) } customers
}
reach-bar-address = address { COUNT($k) }
reach-bar-consent = consent { COUNT($k) }
reach-bar-active = active { COUNT($k) }
reach-hover = { $channel }: { $customers ->
    [one] 1 customer
   *[other] { COUNT($customers) } customers
}
    address that works: { COUNT($address) } ({ SHARE($address_share) })
    and consent to marketing: { COUNT($consent) } ({ SHARE($consent_share) })
    of these ordered lately: { COUNT($active) }
reach-hover-address = { $channel }: { $customers ->
    [one] 1 customer
   *[other] { COUNT($customers) } customers
}
    address that works: { COUNT($address) } ({ SHARE($address_share) })
reach-stop = .
reach-words-any = { COUNT($reached) } of { $n ->
    [one] 1 customer
   *[other] { COUNT($n) } customers
} may be contacted for marketing by at least one channel; of the { COUNT($buyers) } who ordered in the last { $days } days it is { SHARE($share) }.
reach-words-more = { $k ->
    [one] 1 customer
   *[other] { COUNT($k) } customers
} can be reached by two channels or more.
reach-words-only = Only { $channel } reaches { $k ->
    [one] 1 customer
   *[other] { COUNT($k) } customers
}: who leaves it is lost to the shop's messages.
reach-words-masked = { $k ->
    [one] 1 customer
   *[other] { COUNT($k) } customers
} agreed to a channel by which their address does not work (masked or missing).
reach-need-consents = Table needed: consents (customer, channel, purpose, given or withdrawn, when). It would show who may be contacted for marketing.
reach-head-channel = Channel
reach-head-customers = Customers
reach-head-address = Address works
reach-head-consent = May be contacted
reach-head-active = Of these, ordered lately
reach-head-buyers-share = Share of recent buyers
reach-head-only = By no other channel
reach-table = Reach by channel in figures
reach-overlap-caption = By how many channels customers may be contacted
reach-overlap-head-channels = Channels
reach-overlap-head-customers = Customers
reach-overlap-head-active = Of these, ordered lately

## Purposes
reach-purpose-marketing = marketing
reach-purpose-personalisation = personalisation
reach-purpose-survey = surveys
reach-purpose-service = service
reach-purposes-caption = Fields that serve some purposes only; for marketing they need the customer's consent to personalisation
reach-purposes-none = No field is limited to certain purposes.
reach-purposes-head-field = Field
reach-purposes-head-purposes = May serve
reach-purposes-head-customers = Customers with a value
reach-purposes-head-usable = Usable for marketing
reach-purposes-head-blanked = Left out of marketing
reach-purposes-nothing = nothing

## Members
members-need = Table needed: memberships (customer, day of joining, source, tier, points). It would show who joined when and how, and the members' share of sales.
members-title = Members: { SHARE($buyers) } of buyers, { SHARE($sales) } of sales
members-title-no-sales = Members: { SHARE($customers) } of customers; nobody bought in this window
members-title-few = { COUNT($k) } of { $n ->
    [one] 1 customer
   *[other] { COUNT($n) } customers
} members so far; too few for shares
members-title-few-buyers = Members: { SHARE($customers) } of customers; too few bought in this window for shares of sales
members-subtitle = Members' share with 95 % interval; buyers and sales (net, known customers) of the window · { $n ->
    [one] 1 buyer
   *[other] { COUNT($n) } buyers
}
members-what-customers = Customers
members-what-buyers = Buyers
members-what-sales = Sales
members-hover = { $what }: { SHARE($value) } ({ SHARE($low) } to { SHARE($high) })
members-joins-title = { $n ->
    [one] 1 member
   *[other] { COUNT($n) } members
} so far; most joined by “{ $source }”
members-joins-title-plain = { $n ->
    [one] 1 member
   *[other] { COUNT($n) } members
} so far
members-joins-none = Nobody has joined yet
members-joins-subtitle = Members by month of joining and source; members who never ordered included
members-joins-year = Members by year of joining and source; members who never ordered included
members-joins-hover = { $period }, { $source }: { COUNT($k) }
members-source-unknown = unknown
members-source-other = other
members-head-measure = Figure
members-head-member = Members
members-head-non-member = Non-members
members-head-n = n of both
members-value = { $value } ({ $low } to { $high })
members-too-few = too few
members-caption = Members beside non-members
members-measure-aov = Net paid per order
members-measure-orders-per-buyer = Orders per buyer
members-measure-repurchase-rate = Repurchase rate
members-measure-refund-rate = Refund rate, all orders
members-how = Members differ from others in much else: whoever buys often has more occasions to join. These figures describe the two groups; they do not say what membership brings.

## Super-users
super-need = Table needed: events with shares and reviews. It would show who speaks for the shop.
super-rule = A super-user shared at least { $shares } times or wrote at least { $reviews } reviews in the last 365 days and has at least { $orders } orders.
super-none-recorded = There is no share or review up to the cut-off day.
super-none = Nobody does so far.
super-title = Give super-users an incentive of their own
super-who = at least { $shares } shares or { $reviews } reviews in 365 days, and { $orders } orders
super-why = They wrote { $reviews ->
    [one] 1 review
   *[other] { COUNT($reviews) } reviews
} and shared { $shares ->
    [one] once
   *[other] { COUNT($shares) } times
} in the last 365 days. { $koc ->
    [0] None of them carries a mark of the shop (KOC, KOL).
    [one] 1 of them carries a mark of the shop (KOC, KOL).
   *[other] { COUNT($koc) } of them carry a mark of the shop (KOC, KOL).
}
super-results-caption = Campaigns that reached customers who were super-users then: who ordered within { $days } days
super-results-none = No campaign has reached a super-user whose { $days } days are over.
super-results-need = Table needed: touches (messages with campaign and arm). It would show what became of the super-users' own incentive.
super-results-how = A difference stands only where customers were drawn at random for the message and both groups are large enough; counts alone say nothing about an effect.
super-head-campaign = Campaign
super-head-treated = Drawn for the message
super-head-control = Control
super-head-untested = Messaged without control
super-head-difference = Difference, points (95 %)
super-count = { COUNT($ordered) } of { COUNT($n) }
super-difference = { $value } ({ $low } to { $high })
super-no-difference = –

## Follow-up
follow-need = Table needed: touches with calls and notes (customer, owner, outcome, next date). It would show who looks after whom, and what is overdue.
follow-nothing-yet = There is no call or note up to the cut-off day.
follow-none = Nothing is due: nobody to hand over, no date overdue or within a week.
follow-reason-hand-over = owner without any follow-up for a while: hand over
follow-reason-overdue = next date has passed
follow-reason-due-soon = due within a week
follow-hand-over = Hand over customers of silent owners
follow-hand-over-who = owner had no call or note with anybody for more than { $days } days, others had
follow-hand-over-why = { $owners ->
    [one] 1 owner is silent.
   *[other] { COUNT($owners) } owners are silent.
} Ask first, then give the customers to somebody else. Overdue among them: { COUNT($overdue) }; due within a week: { COUNT($due_soon) }.
follow-overdue = Call those whose date has passed
follow-overdue-who = next date before the cut-off day, no call or note since; customers of silent owners not included
follow-overdue-why = Half of them have been waiting for { $days ->
    [one] 1 day
   *[other] { COUNT($days) } days
} or more.
follow-due-soon = Prepare this week's calls
follow-due-soon-who = next date within a week; customers of silent owners not included
follow-due-soon-why = Dates set at the last call or note.
follow-owners-caption = Owners under a code; names stand in the list owners.csv. { $followed ->
    [one] 1 customer has
   *[other] { COUNT($followed) } customers have
} a call or note{ $new ->
    [0] .
   *[other] , of these { COUNT($new) } without an order that counts so far.
}
follow-head-owner = Owner
follow-head-customers = Customers
follow-head-overdue = Overdue
follow-head-due-soon = Due within a week
follow-head-last = Last call or note
follow-head-silent = Silent
follow-head-code = Code
follow-nobody = nobody named
follow-yes = yes
follow-no = no

## Marked accounts
marks-mark-wholesale = Wholesale
marks-mark-reseller = Resellers
marks-mark-coupon-hunter = Coupon hunters
marks-mark-high-returns = High returns
marks-mark-ordinary = Ordinary
marks-title = { $n ->
    [one] 1 account buys
   *[other] { COUNT($n) } accounts buy
} unlike ordinary customers: { SHARE($sales) } of sales, { SHARE($refunds) } of refunds
marks-title-no-refunds = { $n ->
    [one] 1 account buys
   *[other] { COUNT($n) } accounts buy
} unlike ordinary customers: { SHARE($sales) } of sales
marks-title-none-of = No account is marked; looked for: { $judged }
marks-title-not-judged = Whether an account is unlike ordinary customers cannot be told from these exports
marks-title-none = No account stands out as wholesale, reseller, coupon hunter or for its returns
marks-subtitle = Share of customers, gross sales, discounts and refunds, all orders · { $n ->
    [one] 1 customer
   *[other] { COUNT($n) } customers
}
marks-subtitle-no-refunds = Share of customers, sales and discounts, all orders · { $n ->
    [one] 1 customer
   *[other] { COUNT($n) } customers
}
marks-share-customers = customers { SHARE($share) }
marks-share-gross-paid = sales { SHARE($share) }
marks-share-discount = discounts { SHARE($share) }
marks-share-refunded = refunds { SHARE($share) }
marks-hover = { $mark }: { $customers ->
    [one] 1 account
   *[other] { COUNT($customers) } accounts
} ({ SHARE($share) })
    paid { MONEY($gross) } before refunds
    discounts { MONEY($discount) }
    refunds { MONEY($refunded) }
marks-hover-no-refunds = { $mark }: { $customers ->
    [one] 1 account
   *[other] { COUNT($customers) } accounts
} ({ SHARE($share) })
    paid { MONEY($gross) }
    discounts { MONEY($discount) }
marks-words-wholesale = Wholesale: { COUNT($n) }. At least { $units } pieces per order.
marks-words-reseller = Resellers: { COUNT($n) }. At least { $orders } orders, with { $pieces } pieces or more of one article on average, and { $times } times the usual account's.
marks-words-coupon-hunter = Coupon hunters: { COUNT($n) }. At least { $orders } orders, { SHARE($peak) } or more of them on the shop's sales days and { SHARE($coupon) } or more with a coupon.
marks-words-high-returns = High returns: { COUNT($n) }. At least { $orders } refunded orders, a refund rate of { SHARE($rate) } or more and far above the shop's { SHARE($usual) }, and more refunded orders than chance explains.
marks-words-no-pieces = Wholesale accounts need the pieces of each order; no export tells them.
marks-words-no-coupons = Coupon hunters need to know which orders carried a coupon; the orders do not say.
marks-words-no-lines = Resellers need order lines that name their goods; there are none.
marks-words-no-refunds = High returns need refunds; nothing in the exports tells of them.
marks-words-no-returns = High returns need refunds; none is on record up to the cut-off day.
marks-words-signs = Marks are signs of how an account buys, not proof of what it intends.
marks-words-list = The accounts are listed in { $where }.
marks-costs-caption = What the marked accounts cost, all orders
marks-head-mark = Mark
marks-head-customers = Accounts
marks-head-gross = Paid before refunds
marks-head-discount = Discounts
marks-head-refunded = Refunds
marks-head-net = Net paid
marks-averages-caption = Averages with and without marked accounts, all orders; 95 % interval
marks-head-figure = Figure
marks-head-all = All accounts
marks-head-without = Without marked
marks-figure-aov = Net paid per order
marks-figure-spend-per-buyer = Net paid per customer
marks-figure-units-per-order = Pieces per order
marks-figure-orders-per-buyer = Orders per customer
marks-figure-refund-rate = Refund rate

## Figures
kpi-reachable-customers = Customers who may be contacted
kpi-reachable-customers-definition = Share of customers with an address that works and a consent to marketing that stands, by any channel (or by the one named).
kpi-reachable-buyers = Recent buyers who may be contacted
kpi-reachable-buyers-definition = The same share among customers whose last order is not further back than the days after which a customer counts as lapsed.
kpi-member-share-customers = Members among customers
kpi-member-share-customers-definition = Customers with an order that counts who are members, as a share of all such customers.
kpi-member-share-buyers = Members among buyers
kpi-member-share-buyers-definition = Members as a share of the customers who bought in the window.
kpi-member-share-sales = Members' share of sales
kpi-member-share-sales-definition = Net paid by today's members in the window as a share of net paid by all known customers.
kpi-member-aov = Net paid per order, members and others
kpi-member-aov-definition = Net paid per order of the window, for members and for non-members apart. The groups differ in much else.
kpi-member-orders-per-buyer = Orders per buyer, members and others
kpi-member-orders-per-buyer-definition = Orders per buyer of the window, for members and for non-members apart. The groups differ in much else.
kpi-member-repurchase-rate = Repurchase rate, members and others
kpi-member-repurchase-rate-definition = Share of the window's buyers with two or more orders in it, for members and for non-members apart. The groups differ in much else.
kpi-member-refund-rate = Refund rate, members and others
kpi-member-refund-rate-definition = Refunds per money paid over all orders of the window's buyers, for members and for non-members apart. The groups differ in much else.
kpi-super-users = Super-users
kpi-super-users-definition = Customers with enough shares or reviews in the last 365 days and enough orders; the thresholds stand in the settings.
kpi-follow-up-overdue = Follow-ups overdue
kpi-follow-up-overdue-definition = Customers with calls or notes whose next date has passed without another since, whether or not they ordered and whoever looks after them.
kpi-marked-accounts = Marked accounts
kpi-marked-accounts-definition = Accounts that buy unlike ordinary customers, by mark; the rules stand in the settings.
kpi-aov-without-marked = Net paid per order without marked accounts
kpi-aov-without-marked-definition = Net paid per order over all days, without accounts marked as wholesale, reseller, coupon hunter or high returns.
kpi-spend-per-buyer-without-marked = Net paid per customer without marked accounts
kpi-spend-per-buyer-without-marked-definition = Net paid per customer over all days, without marked accounts.
kpi-units-per-order-without-marked = Pieces per order without marked accounts
kpi-units-per-order-without-marked-definition = Pieces per order over all days, without marked accounts.
kpi-orders-per-buyer-without-marked = Orders per customer without marked accounts
kpi-orders-per-buyer-without-marked-definition = Orders per customer over all days, without marked accounts.
kpi-refund-rate-without-marked = Refund rate without marked accounts
kpi-refund-rate-without-marked-definition = Refunds per money paid over all days, without marked accounts.

## Columns of the pyramid
pyramid-field-member = Member
pyramid-field-membership-source = Joined by
pyramid-field-koc = KOC / KOL
pyramid-field-rating = Mean rating given
pyramid-field-check-ins = Check-ins
pyramid-field-super-user = Super-user
pyramid-field-reach-sms = May be contacted: SMS
pyramid-field-reach-phone = May be contacted: phone
pyramid-field-reach-email = May be contacted: e-mail
pyramid-field-reach-wecom = May be contacted: WeCom
pyramid-field-reach-official-account = May be contacted: official account
pyramid-field-reach-push = May be contacted: app push
pyramid-field-reach-platform = May be contacted: platform
pyramid-field-personalisation = Agrees to personalisation
pyramid-field-owner = Owner
pyramid-field-last-touch-on = Last call or note
pyramid-field-last-outcome = Last outcome
pyramid-field-next-on = Next date
pyramid-field-mark = Mark
pyramid-means-member = a member of the shop's programme; missing where nobody is recorded as one
pyramid-means-membership-source = how she joined
pyramid-means-tier = level as the last export has it
pyramid-means-points = balance as the last export has it
pyramid-means-koc = KOC, KOL or another mark the shop set
pyramid-means-reviews = reviews in the last 365 days
pyramid-means-rating = mean of the stars of these reviews
pyramid-means-shares = shares in the last 365 days
pyramid-means-check-ins = check-ins in the last 365 days
pyramid-means-super-user = enough shares or reviews, and enough orders (PyramidSettings.super_user)
pyramid-means-reach-sms = a telephone that works, consent to marketing by SMS; missing without a consents table
pyramid-means-reach-phone = a telephone that works, consent to marketing by phone; missing without a consents table
pyramid-means-reach-email = an e-mail address that works, consent to marketing by e-mail; missing without a consents table
pyramid-means-reach-wecom = a WeCom friend, consent to marketing there; missing without a consents table
pyramid-means-reach-official-account = follows the official account, consent to marketing there; missing without a consents table
pyramid-means-reach-push = has the app, consent to marketing by push; missing without a consents table
pyramid-means-reach-platform = consent to the platform's marketing messages; missing without a consents table
pyramid-means-personalisation = agrees to personalisation, which opens fields of limited purpose to marketing
pyramid-means-owner = name of the one of the shop's staff who follows this customer up, from calls and notes
pyramid-means-last-touch-on = day of the last call or note
pyramid-means-last-outcome = outcome last written down, as staff wrote it
pyramid-means-next-on = next date set at the last call or note
pyramid-means-mark = wholesale, reseller, coupon_hunter, high_returns or ordinary (PyramidSettings.marks)
pyramid-card-yes = yes
pyramid-card-no = no
pyramid-word-points = points
pyramid-word-stars = stars
pyramid-table-memberships = memberships
pyramid-table-consents = consents
pyramid-table-touches = follow-up touches
pyramid-unlocks-social-memberships = who is a member, tiers and points
pyramid-unlocks-social-touches = who looks after whom

## Contacted from the lists
contacted-none = Nobody has been ticked off on a work list yet. Tick who was called or written to, save, and run again: then the counts stand here.
contacted-counts = Since { DAY($day) }: of { COUNT($c_customers) } contacted from the lists { COUNT($c_returned) } ordered again afterwards; of { COUNT($o_customers) } not contacted, { COUNT($o_returned) }.
contacted-no-lot = They were not chosen by lot, so the difference says nothing of what contacting brings; draw lots before going on.
