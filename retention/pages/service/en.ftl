### Service: what was promised, whether it was kept, what is open

## Key figures
kpi-replied-in-time = Answered by a person in time
kpi-replied-in-time-definition = Of tickets whose promised reply by a person fell due in these days, the share that had it in time; one that nobody answered has missed it. A robot's reply is none. The promises stand in 05_service_nps.yaml.
kpi-solved-in-time = Solved in time
kpi-solved-in-time-definition = Of tickets whose promised solution fell due in these days, the share that had one in time: offered or solved, as promised for their kind. Time spent waiting for the customer does not count.
kpi-tickets-open = Open tickets
kpi-tickets-open-definition = Tickets that are not solved, or were opened again and not solved since.
kpi-tickets-overdue = Open and overdue
kpi-tickets-overdue-definition = Open tickets that still wait for something whose limit has passed.
kpi-missing-no-replies = Nothing tells of replies.
kpi-missing-no-solutions = Nothing tells when tickets were solved.
kpi-missing-no-promise = No promise holds for these tickets: name one under sla: in 05_service_nps.yaml.
kpi-missing-robot-alone = The robot solved these alone.
kpi-missing-none-due = No limit fell in these days.
kpi-missing-few-tickets = Fewer than 30 tickets fell due: too few for a share.

## The bottom line
service-no-tickets = Table needed: tickets (or their states). It would show whether customers are answered and helped in time, and what is open.
service-few = Only { COUNT($n) } tickets: too few for shares.
service-few-a-month = Too few tickets in any month for shares.
service-few-an-hour = Too few tickets in any hour of the day for shares.
service-none-by-a-person = No reply by a person was due: the robot solved these alone, or no promise of one holds.
service-no-replies = Table needed: ticket_messages. It would show when customers wait too long for a person.
service-no-solutions = Nothing tells when tickets were solved, so which of them are open is not known.
service-lately = In the last { $days } days:
service-lately-reply = **{ SHARE($share) }** of { COUNT($due) } tickets were answered by a person in time{ $never ->
    [0] {""}
   *[other] , { COUNT($never) } never
}.
service-lately-reply-few = { COUNT($met) } of { COUNT($due) } tickets were answered by a person in time.
service-lately-solution = **{ SHARE($share) }** of { COUNT($due) } had a solution in time.
service-lately-solution-few = { COUNT($met) } of { COUNT($due) } had a solution in time.
service-none-due = { COUNT($n) } tickets in all; none of them had a limit in the last { $days } days.
service-worst = Over all days { $k ->
    [one] one promise
   *[other] { COUNT($k) } promises
} of { COUNT($n) } { $k ->
    [one] is
   *[other] are
} below the goal for sure, this one most: “{ $promise }” was kept for { SHARE($share) } of { COUNT($due) } tickets, the goal is { $goal } %.
service-none-below = Over all days none of { COUNT($n) } promises is below its goal for sure.
service-open = On { $at }, up to which this looks, { COUNT($n) } tickets were open: **{ COUNT($overdue) } overdue**, { COUNT($due_soon) } due soon.
service-not-known = Of “{ $promise }” nothing tells whether it was kept.
service-without-limit = { COUNT($n) } tickets have no limit: no promise holds for their channel and kind. Name one under sla: in 05_service_nps.yaml.
service-years = The State Council's holidays of { $years } are not known to this program: add them (days_off, working_days) to the hours of service.

## What to do
service-do-overdue = Answer what is overdue, the oldest limit first
service-do-due-soon = Then what falls due next
service-do-why = The oldest has been open for { $oldest }.
service-channel-count = { $channel } { COUNT($n) }
service-tickets = Tickets
service-nothing-due = Nothing is overdue or due soon.
service-list-ticket = Ticket
service-list-customer = Customer
service-list-order = Order
service-list-channel = Channel
service-list-kind = Kind
service-list-topic = About
service-list-assignee = Who has it
service-list-team = Team
service-list-opened = Opened
service-list-due = Due
service-list-promised = Promised

## Promises
service-promise-daily = { $who }: { $what } within { $within } (of the hours { $hours })
service-promise-hours = { $who }: { $what } within { $within } of service hours
service-promise = { $who }: { $what } within { $within }
service-all-tickets = All tickets
service-clock-first-reply = first reply (a robot's counts)
service-clock-first-human-reply = reply by a person
service-clock-next-reply = each later reply
service-clock-offered = solution offered
service-clock-solved = solved
service-clock-total-solved = solved for good
service-span-seconds = { $n } s
service-span-minutes = { $n } min
service-span-hours = { $n } h
service-span-days = { $n } d
service-channel-chat = Chat
service-channel-phone = Phone
service-channel-social = Social media
service-channel-email = E-mail
service-channel-form = Form
service-kind-question = Question
service-kind-complaint = Complaint
service-kind-suggestion = Suggestion
service-kind-after-sales = After-sales
service-not-told = Not told
service-promises-title = { $k ->
    [0] None of { COUNT($n) } promises is below its goal for sure
    [one] One of { COUNT($n) } promises is below its goal for sure
   *[other] { COUNT($k) } of { COUNT($n) } promises are below their goals for sure
}
service-promises-subtitle = Share of tickets in which the promise was kept, with its range; the stroke is the goal. All days, n = { COUNT($n) } limits
service-promise-hover = { SHARE($share) } ({ SHARE($low) } to { SHARE($high) }) of { COUNT($due) }; never: { COUNT($never) }
service-promises-table = Each promise in figures
service-head-promise = Promise
service-head-goal = Goal
service-head-share = Kept
service-head-again = Share
service-head-low = Low
service-head-high = High
service-head-due = Fell due
service-head-met = In time
service-head-never = Never
service-head-half = Half within
service-head-most = Nine in ten within
service-head-not-due = Not due yet
service-head-by-robot = Robot alone
service-head-not-known = Not known
service-head-promised = Promised
service-head-what = Which
service-head-apart = Differs
service-head-repeated = Asked again
service-head-watched = Tickets
service-head-text = What can be published
service-public-table = What can be told to customers
service-public-about = A promise is worth publishing where the measured share reaches it.
service-public = { $promise }, in { $goal } of 100 cases
service-apart = from the others
service-method = How this was reckoned
service-method-text =
    A ticket is judged by the promises that held on the day it was opened. Only tickets whose limit has passed count, quick or slow; one that was never answered has missed it. A clock runs in the hours that its promise names, and stands still while the shop waits for the customer where a solution is promised. Opening a ticket again moves neither its first reply nor its first solution. A ticket that the robot solved alone is in no share of replies by a person. Ranges are Wilson's, 95 %.

    A solution is offered when the help desk says so; a refund takes longer to close than to offer, so the two shares of one kind differ.

## By month and by hour
service-promised-reply = Reply by a person
service-promised-solution = Solution
service-months-title = How promises were kept, month by month
service-months-title-reply = { SHARE($share) } were answered by a person in time in { $month }
service-months-title-solution = { SHARE($share) } were solved in time in { $month }
service-months-subtitle = Share of tickets in time by the month of their limit, with ranges; the month that still runs is hollow
service-month-hover = { $month }: { SHARE($share) } ({ SHARE($low) } to { SHARE($high) }) of { COUNT($due) }
service-hours-title = Late replies gather at { $hours } o'clock
service-hours-title-alike = No hour stands out for late replies
service-hours-subtitle = Share answered by a person in time by the hour the ticket was opened, with ranges; hours worse than the others in red. n = { COUNT($n) }
service-hour-hover = { $hour } o'clock: { SHARE($share) } ({ SHARE($low) } to { SHARE($high) }) of { COUNT($due) }
service-hour-axis = Hour of opening, where the shop is
service-by-weekday = By weekday
service-by-channel = By channel
service-by-kind = By kind
service-by-group = By team
service-weekday-0 = Monday
service-weekday-1 = Tuesday
service-weekday-2 = Wednesday
service-weekday-3 = Thursday
service-weekday-4 = Friday
service-weekday-5 = Saturday
service-weekday-6 = Sunday

## Open tickets, and those that came back
service-none-open = No ticket is open.
service-ages-title = { COUNT($n) } tickets are open, { COUNT($late) } of them overdue
service-ages-subtitle = Open tickets by days since they were opened
service-ages-overdue = Overdue
service-ages-others = Not overdue
service-age = { $first }–{ $last } d
service-age-last = { $first } d and more
service-age-hover = { $age }, { $what }: { COUNT($n) }
service-standings = Of the open ones: { $told }.
service-standing-overdue = { COUNT($n) } overdue
service-standing-due-soon = { COUNT($n) } due soon
service-standing-later = { COUNT($n) } due later
service-standing-paused = { COUNT($n) } waiting for the customer or for others
service-standing-nothing-due = { COUNT($n) } that wait for nothing with a limit any more
service-standing-not-known = { COUNT($n) } of which nothing tells
service-standing-no-limit = { COUNT($n) } without a limit
service-repeats = **{ SHARE($share) }** ({ SHARE($low) } to { SHARE($high) }) of { COUNT($watched) } tickets were followed by another one of the same customer within { $days } days, { COUNT($same_topic) } of { COUNT($repeated) } about the same.
service-reopened = { SHARE($share) } ({ SHARE($low) } to { SHARE($high) }) of { COUNT($solved) } solved tickets were opened again.
service-repeats-not-told = Too few tickets of known customers to tell who had to ask again.
service-repeats-table = By kind
