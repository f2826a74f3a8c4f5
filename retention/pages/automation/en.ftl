### Messages: what goes out, what waits, who is not written to and why

## Bottom line
automation-rehearsal = This is a **rehearsal**: the plan looks from { $at } and knows what happened until { $until }; nothing of it may be handed over.
automation-now = The plan looks from { $at } and knows what happened until { $until }.
automation-goes = { COUNT($messages) } messages go to { COUNT($customers) } customers: { $channels }.
automation-goes-none = No message goes out.
automation-channel-count = { $channel } { COUNT($n) }
automation-waits = { $n ->
    [one] 1 more waits for its time.
   *[other] { COUNT($n) } more wait for their time.
}
automation-blocked = { $n ->
    [one] 1 more is not sent; it fails at “{ $reason }”.
   *[other] { COUNT($n) } more are not sent; they most often fail at “{ $reason }” ({ COUNT($first) }).
}
automation-approval-words = { $batches ->
    [one] 1 batch with { COUNT($messages) } messages waits for approval.
   *[other] { COUNT($batches) } batches with { COUNT($messages) } messages wait for approval.
}
automation-head-journey = Journey
automation-head-step = Step
automation-head-channel = Channel
automation-head-messages = Messages
automation-head-cost = Cost of messages
automation-head-offers = Offers at face value
automation-head-needs = Before it goes
automation-needs-budget = over the budget: approval
automation-needs-anomaly = far more than usual: approval
automation-needs-approval = approval

## Days ahead
automation-outlook-title = { COUNT($n) } messages are known to come today and in the next { $days } days
automation-outlook-subtitle = Messages by day and channel as things stand; what customers do until then will add some and end others
automation-outlook-hover = { DAY($day) }, { $channel }: { COUNT($n) }
automation-outlook-none = Nothing is known to go out in the days ahead.
automation-outlook-words = Only what is known today is counted: orders, carts and parcels of the next { $days } days are still to come.
automation-money-title = The offers in them come to { MONEY($most) } at most, today and in the next { $days } days
automation-money-subtitle = Offers at face value by day and journey, if everybody uses hers; as things stand
automation-money-hover = { DAY($day) }, { $journey }: { COUNT($n) } offers, { MONEY($most) } at most
automation-head-given = Offers
automation-head-at-most = At most
automation-head-expected = Expected
automation-money-expected = { MONEY($expected) } of it is expected to be used.
automation-money-unknown = How much of it will be used is not known: fewer than 30 coupons of a kind ran out in the past year, or nobody tells which were used.
automation-money-means = At most: every coupon is used once, a percentage is taken of the customer's average order ({ MONEY($order) }, the median, where she has none), gifts cost what they cost the shop. The price of the messages is not in it.
automation-money-shares = Expected: times the share of coupons that were used, of those that ran out in the past 365 days ({ $shares }); gifts in full.
automation-money-share = { $kind } { SHARE($share) }
automation-money-kind-amount-off = amount off
automation-money-kind-percentage-off = percentage off
automation-money-kind-threshold-off = amount off from a sum on
automation-hours-title = Messages go between { $first }:00 and { $last }:00
automation-hours-subtitle = Messages by weekday and hour of the shop's clock
automation-hours-hover = { $day } { $hour }:00: { COUNT($n) }

## Journeys
automation-flow-title = { $n ->
    [one] One journey runs
   *[other] { COUNT($n) } journeys run
}
automation-flow-subtitle = Customers in each journey now; in the boxes its steps: messages that go now + those that wait
automation-flow-journey = { $journey }: { COUNT($n) } in it
automation-flow-step = { $step }
    { COUNT($goes) } + { COUNT($waits) }
automation-flow-hover = { $step }: { COUNT($goes) } go now, { COUNT($waits) } wait, { COUNT($blocked) } are not sent
automation-lacking-lead = What more data would switch on:
automation-lacking = { $journey } needs { $tables }
automation-lacking-partly = { $journey } runs; one of its beginnings needs { $tables }
automation-not-begun = Nobody is in { $journeys } yet: without a first day (since: in journeys.yaml) only what comes after this plan counts.
automation-journey-first-order = Thanks for the first order
automation-journey-first-order-series = First order, three messages
automation-journey-ice-breaker = First order completed
automation-journey-win-back = Winning back
automation-journey-birthday = Birthday
automation-journey-member-anniversary = Anniversary of joining
automation-journey-order-anniversary = Anniversary of the first order
automation-journey-cart = Cart left
automation-journey-points-expiring = Points about to expire
automation-journey-tier-reached = New tier
automation-journey-tier-falling = Tier about to fall
automation-journey-vip-care = Care for the best customers
automation-journey-late-parcel = Late parcel
automation-journey-shipping = Parcel on its way
automation-journey-detractor = Unhappy answer
automation-journey-over-5000 = Over 5,000 spent
automation-journey-away-60 = 60 days away
automation-step-call = Call
automation-step-dispatched = Dispatched
automation-step-first-order-series-t1 = After 1 day
automation-step-first-order-series-t7 = After 7 days
automation-step-first-order-series-t30 = After 30 days
automation-step-hello = Welcome
automation-step-in-transit = In transit
automation-step-last-call = Last reminder
automation-step-miss-you = We miss you
automation-step-notice = Notice
automation-step-out-for-delivery = In delivery
automation-step-reminder = Reminder
automation-step-send = Message
automation-step-signed = Delivered
automation-step-silent-sms = After silence
automation-step-sorry = Apology
automation-step-thanks = Thanks
automation-step-the-day = On the day
automation-step-week-before = A week before

## Reasons
automation-family-permission = Permission
automation-family-frequency = Frequency
automation-family-time = Time
automation-family-control = Control group
automation-family-offers = Stock and offers
automation-family-data = Data
automation-families-title = { $family } stops most: { SHARE($share) } of what is not sent
automation-families-title-none = Nothing is stopped
automation-families-subtitle = { COUNT($n) } messages not sent, by the first reason
automation-families-hover = { $family }: { COUNT($n) }
automation-if-now = Now { COUNT($n) } messages go.
automation-if-capped = With two messages in 7 days at most it would be { COUNT($n) }.
automation-if-quiet = With no marketing after 19:00 it would be { COUNT($n) }.
automation-all-guards = All 29 guards, what each looks at and what it stopped
automation-head-number = No.
automation-head-guard = Guard
automation-head-family = Family
automation-head-level = Looks at
automation-head-first = Stopped first
automation-head-any = Would stop
automation-head-changed = Changed
automation-level-plan = the whole plan
automation-level-candidate = each message
automation-level-standing = messages still to go
automation-level-batch = batches
automation-level-hand-over = at hand-over
automation-guard-fresh = data fresh enough
automation-guard-lock = one run at a time
automation-guard-stopped = not stopped by hand
automation-guard-person = no child
automation-guard-address = an address that works
automation-guard-refused = did not refuse
automation-guard-consent = agreed, with proof
automation-guard-personal = goods only for who agreed to personal offers
automation-guard-live = journey runs
automation-guard-still-true = the reason still holds
automation-guard-left = has not ordered, complained or left since
automation-guard-entered-before = not in such a journey already
automation-guard-too-late = in time
automation-guard-sent-before = not sent before
automation-guard-same-text = not the same text twice a day
automation-guard-control = not kept back by lot
automation-guard-priority = nothing more important today
automation-guard-caps = not too many messages
automation-guard-fallback = next channel where the first is closed
automation-guard-quiet = hours of the day
automation-guard-blackout = no day without marketing
automation-guard-text = the text is complete
automation-guard-stock = stock is spoken of only where it is known
automation-guard-offer = the offer pays and is within its budget
automation-guard-fairness = one step, one offer for all
automation-guard-budget = the plan's budget
automation-guard-anomaly = not far more than usual
automation-guard-approval = approved where it must be
automation-guard-sealed = sealed before it leaves

## Texts
automation-head-text = Text
automation-head-written = As somebody made up would read it
automation-head-letters = Letters
automation-head-parts = Paid as
automation-parts = { $n ->
    [one] 1 SMS
   *[other] { COUNT($n) } SMS
}
automation-all-texts = All texts in use
automation-head-language = Language
automation-head-variant = Variant
automation-variant = { $variant } ({ SHARE($share) })
automation-texts-ends = The longest and the shortest
automation-texts-variants = Each variant
automation-longest-text = The longest: { $text } ({ COUNT($n) } letters)
automation-shortest-text = The shortest: { $text } ({ COUNT($n) } letters)
automation-language-other = { $language }: customers of this plan { COUNT($n) }; they get the shop's language, as texts can be written in English and Chinese only.
automation-texts-none = No journey is live, so there are no texts to show.
automation-language-en = English
automation-language-zh = Chinese
automation-language-words = { $language }: customers of this plan { COUNT($n) }; { COUNT($written) } of { COUNT($texts) } texts are written in it, the others go in the shop's language.
automation-language-none = { $language }: customers of this plan { COUNT($n) }; they get the shop's language, as no text is written in theirs ({ $file }).
automation-findings-lead = Look at these before they are registered with a gateway:
automation-findings-none = No text has a word that the gateways' lists refuse.
automation-finding-refused-word = { $text }: { $told } is a word that this gateway sends back.
automation-finding-several-sms = { $text }: it is paid as { $told } SMS.
automation-finding-too-long = { $text }: { $told } letters are more than a gateway takes.
automation-finding-no-unsubscribe = E-mails do not go out: the law wants a postal address (shop_address) and a way to end them (unsubscribe) in each.
automation-finding-no-signature = SMS do not go out: the signature needs 2 to 16 letters.
automation-better = Say “{ $way }” instead.

## Rules
automation-rule-line = **{ $name }**: where { $when } → { $then }
automation-rule-and = { $one } and { $other }
automation-rule-or = { $one } or { $other }
automation-rule-not = not { $one }
automation-rule-paren = ({ $one })
automation-rule-is = { $column } is { $value }
automation-rule-is-not = { $column } is not { $value }
automation-rule-above = { $column } is above { $value }
automation-rule-at-least = { $column } is { $value } or more
automation-rule-below = { $column } is below { $value }
automation-rule-at-most = { $column } is { $value } or less
automation-rule-in = { $column } is one of { $value }
automation-rule-between = { $column } is from { $low } to { $high }
automation-rule-missing = { $column } is not known
automation-true = true
automation-false = false
automation-then-journey = the journey begins
automation-then-send = send { $name }
automation-then-issue = give { $name }
automation-then-tag = set the tag { $name }
automation-then-tier = note the tier { $name } (the programme's books stay as they are)
automation-then-noted = { COUNT($n) } customers now
automation-group-alone = { $group } ({ COUNT($n) } customers, { SHARE($share) } of the money)
automation-groups-alone = No row of the communication matrix speaks to { $groups }.

## Control groups
automation-head-a-year = Entered in 365 days
automation-head-share = Kept back
automation-head-by = Chosen by
automation-head-shows = Shows within a year
automation-shows = a rise of { SHARE($rise) } or more
automation-shows-nothing = nothing
automation-shows-unknown = not known
automation-chosen-by-us = size of the journey
automation-chosen-by-usual = usual share, as its size is not known
automation-chosen-by-usual-without-base = usual share, as it is not known how many order anyway
automation-chosen-by-shop = the shop
automation-a-year-words = Counted are those who entered in the past 365 days and may be written to now, whoever had entered too shortly before left out; conditions are those of today's customers. Nothing stands where no table tells of a whole year: rules, carts and tiers leave no trace.
automation-at-most = { $journeys }: the records begin too late to tell who had entered shortly before the year, so fewer may have entered.
automation-base = Of those who were customers 30 days ago, { SHARE($base) } have ordered since.
automation-able = { COUNT($able) } of { $all ->
    [one] 1 journey
   *[other] { COUNT($all) } journeys
} of known size can show a doubling within a year.
automation-hold-out = All journeys together are read by the { SHARE($hold) } of customers who never get marketing.
automation-power-none = No journey sends marketing, so nobody is kept back.

## Key figures
kpi-messages-now = Messages going out
kpi-messages-now-definition = Messages of this plan that pass every guard.
kpi-customers-written-to = Customers written to
kpi-customers-written-to-definition = Customers who get one of these messages.
kpi-messages-waiting = Messages waiting
kpi-messages-waiting-definition = Messages known to come within the days ahead, or held until quiet hours are over.
kpi-messages-blocked = Messages not sent
kpi-messages-blocked-definition = Messages due in this plan that a guard stopped.
kpi-messages-by-channel = Messages by channel
kpi-messages-by-channel-definition = Messages going out by this channel.
kpi-blocked-by-reason = Not sent, by reason
kpi-blocked-by-reason-definition = Messages that a guard of this family stopped first.

## What was handed over
automation-handed-none = Nothing has been handed over yet. `retention messages plan` reserves what goes out, `export` writes the files to send from.
automation-handed = In the last { $days } days { $n ->
    [one] 1 message was handed over
   *[other] { COUNT($n) } messages were handed over
}{ $held ->
    [0] {""}
   *[other] ; { COUNT($held) } are held, as their coupons have run out
}.
automation-handed-approval = { $n ->
    [one] 1 batch waits
   *[other] { COUNT($n) } batches wait
} for approval: `retention messages approve`.
automation-handed-answers = Of all that was handed over { COUNT($delivered) } arrived and { COUNT($failed) } failed; of { COUNT($open) } nothing is known yet.
automation-handed-receipt = The last receipt is from { DAY($day) }.
automation-handed-no-receipts = No receipt has been read yet: `retention messages receipts` takes them in.
automation-handed-withdrawals = { $n ->
    [one] 1 customer wants
   *[other] { COUNT($n) } customers want
} no more messages since; they get none.
automation-handed-carried = { $n ->
    [one] 1 batch was
   *[other] { COUNT($n) } batches were
} carried away without being taken; it may have been sent.
automation-handed-pool = Codes left in { $pool }: { COUNT($free) }.
automation-head-batch = Batch
automation-head-state = State
automation-head-what = What
automation-handed-table = The last batches
automation-head-given-up = Not sent after all
automation-head-planned = Planned
automation-state-open = may go
automation-state-waits = waits for approval
automation-state-approved = approved
automation-state-sealed = being handed over
automation-state-published = in the outbox
automation-state-taken = taken
automation-state-void = given up
automation-actions-batch = tags and tiers
