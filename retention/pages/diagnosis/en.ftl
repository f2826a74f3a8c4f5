# Which stage the shop is in.

stage-is-1 = **Stage 1 of 3: a muddle of spreadsheets and memory.**
stage-is-2 = **Stage 2 of 3: a general tool.**
stage-is-3 = **Stage 3 of 3: customers managed as strategy.**
stage-counts = Of twelve signs { $holds } hold, { $lacks } { $lacks ->
    [one] is
   *[other] are
} missing and { $unknown } cannot be told from these files.
stage-core-all = All six core signs hold.
stage-core-missing = { $hold } of the { $of } core signs hold; not yet: { $missing }.
stage-steps = What to do next, the cheapest first:
stage-no-steps = Every sign holds; nothing is to be mended.
stage-colon = :{" "}
stage-table = The twelve signs in figures
stage-head-sign = Sign
stage-head-state = Holds
stage-head-figure = Here
stage-head-threshold = Wanted
stage-head-pain = Where it is missing
stage-core-mark = {" "}★
stage-holds = yes
stage-lacks = no
stage-unknown = not known
stage-least = at least { $value }
stage-most = at most { $value }
stage-most-or-journeys = at most { $value }, or journeys that run
stage-how = ★ marks the six core signs. A shop leaves stage 1 when { $core } of them hold, and reaches stage 3 when all six do and it uses fields of its own for size, style or season. A sign that is not known never counts against the shop.
stage-fields-none = Fields of its own for size, style or season: none, and stage 3 needs one. Write one under fields: in shop.yaml.
stage-field = { $field } ({ SHARE($share) })
stage-fields-used = Fields of its own for size, style or season, with the share of customers: { $fields }.
stage-fields-empty = Fields of its own for size, style or season are hardly filled: { $fields }. Stage 3 needs one that is used.

kpi-stage = Stage of the shop
kpi-stage-definition = 1: spreadsheets in a muddle, 2: a general tool, 3: strategic. By the six core signs and own fields for size, style or season.
kpi-stage-sign-one-view = One view of the customer
kpi-stage-sign-one-view-definition = Share of orders that count whose customer is known.
kpi-stage-sign-islands = Known in two sources
kpi-stage-sign-islands-definition = Share of customers with an order whom another file knows, too: profiles, members, visits, coupons, consents, touches, requests or surveys.
kpi-stage-sign-follow-up = Traceable follow-up
kpi-stage-sign-follow-up-definition = Share of the best customers who have an owner and a call or note in the last 90 days (or as set).
kpi-stage-sign-analysable = Data fit for analysis
kpi-stage-sign-analysable-definition = Share of the rows read that could be used, repeated ones included.
kpi-stage-sign-consent = Consent on record
kpi-stage-sign-consent-definition = Share of customers with an order who have said yes or no to marketing.
kpi-stage-sign-segments-used = Groups in use
kpi-stage-sign-segments-used-definition = Campaigns of the last 365 days named after a group of customers, and journeys that run with a condition on one.
kpi-stage-sign-automation = Automatic messages
kpi-stage-sign-automation-definition = Journeys of the shop's own that run. Who sent a campaign by hand cannot be told from its name, so campaigns do not count.
kpi-stage-sign-staff-use = Colleagues use it
kpi-stage-sign-staff-use-definition = Touches under a colleague's name in the last 30 days, by each colleague who had any in 365 days.
kpi-stage-sign-missed-sales = Sleeping best customers nobody turned to
kpi-stage-sign-missed-sales-definition = Of the best customers without an order for 90 days (or as set), the share whom nobody wrote to or called in the last 90.
kpi-stage-sign-costs = Costs known
kpi-stage-sign-costs-definition = Share of the sales of the last 365 days whose goods have a cost; all of them where the settings give a margin.
kpi-stage-sign-scale = Customers to look after
kpi-stage-sign-scale-definition = Customers with an order that counts. Up to 1,000 (or as set) hands are enough; above, journeys that run are.
kpi-stage-sign-freshness = Fresh data
kpi-stage-sign-freshness-definition = Days from the last order to the last day that any file tells of.

stage-pain-one-view = nobody can say what a customer bought last
stage-pain-islands = islands of information
stage-pain-follow-up = follow-up by whim, not traceable; who leaves takes the customers along
stage-pain-analysable = records that cannot be analysed
stage-pain-consent = nobody knows who may be written to
stage-pain-segments-used = the same words and coupons for everybody
stage-pain-automation = forgotten, late or uneven by hand
stage-pain-staff-use = staff do not use it
stage-pain-missed-sales = sales missed
stage-pain-costs = offers that may cost more than they bring
stage-pain-scale = no growth beyond what hands can do
stage-pain-freshness = stale data

stage-step-one-view = export orders with the buyer's number, or use the customer's telephone as one; `retention init` says which files lack it.
stage-step-islands = put the export of customers or members beside the orders.
stage-step-follow-up = have calls and notes written down on the work lists (owner, result, date); the next run reads them.
stage-step-analysable = look at `left_out/` in the shop's folder for the rows that were not used, and correct the export that has most.
stage-step-consent = export who agreed to which channel (customer, channel, purpose, yes or no, when) and put it beside the orders, or collect it with `retention forms --for information`.
stage-step-segments-used = name a campaign after the group it is for, or give a journey a condition such as "group" = 'high_value' in journeys.yaml.
stage-step-automation = copy the packaged journeys into journeys.yaml and switch on one, the thanks after the first order; `retention messages preview` shows it first.
stage-step-staff-use = give each colleague a part of a work list and have it ticked; what is ticked counts.
stage-step-missed-sales = turn to the sleeping best customers on the list of whom to win back, the dearest first.
stage-step-costs = write `margin_rate` into shop.yaml (0.24 for 24 %), or add a cost to the goods' export.
stage-step-scale = so many customers are too many for hands: let journeys do it, see Automatic messages.
stage-step-freshness = export again, up to yesterday, and run `retention run`.
stage-not-known = Nothing in these files tells.
