### Slips for parcels on their way back

slip-title-return = Return slip
slip-title-repair = Repair slip
slip-number = Return number
slip-order = Order
slip-goods = Goods in this parcel
slip-goods-more = { $n ->
    [one] and one more line of goods
   *[other] and { COUNT($n) } more lines of goods
}
slip-goods-none = The shop's records name no goods. Please write down what you send.
slip-reason-return = Reason for the return
slip-reason-repair = Reason for the repair
slip-reason-none = None given.
slip-fault = What is broken, and when does it happen?
slip-to = Send it to
slip-no-address = Please ask the shop for the address before you send the parcel.
slip-set-address = The slip has no address to send to: write `return_address:` into { $file }.
slip-steps = What to do
slip-step-pack = Pack the goods as they came, with their labels.
slip-step-fault = Write down what is broken, and pack the goods well.
slip-step-inside = Put this slip into the parcel.
slip-step-send = Send the parcel to the address above.
slip-step-send-by = Send the parcel to the address above by { DAY($day) }.
slip-step-keep = Keep the carrier's number and enter it with your return.
slip-step-refund = We check the goods and give your money back.
slip-step-exchange = We check the goods and send the new ones.
slip-step-repair = We repair the goods and send them back to you.
slip-step-settle = We check the goods and write to you.

## What the customer may see of one return
view-title = Your return
view-so-far = So far
view-due = By { DAY($day) }.
view-open-shop = We are on it.
view-open-customer = It is your turn.
view-open-platform = The platform is deciding.
view-open-not-known = It is under way.
view-settled = Done{ $day ->
    [none] {""}
   *[other] {" "}on { DAY($day) }
}.
view-refused = Refused{ $day ->
    [none] {""}
   *[other] {" "}on { DAY($day) }
}. If you disagree, answer us.
view-cancelled = Withdrawn or run out{ $day ->
    [none] {""}
   *[other] {" "}on { DAY($day) }
}. Nothing more happens.
view-not-known = We cannot tell how it ended; please ask us.
view-next-decide = Next: a decision whether it is taken.
view-next-send-back = Next: send the goods back, with the slip inside.
view-next-receive = Next: your parcel arrives and is checked in.
view-next-refund = Next: your money is given back.
view-next-exchange = Next: the other piece is sent to you.
view-next-send-again = Next: it is sent to you again.
view-next-repair = Next: it is repaired and sent back to you.
view-next-settle = Next: we write to you.
view-state-requested = You asked for it
view-state-agreed = We agreed
view-state-sent-back = You sent the goods
view-state-received = The goods arrived
view-state-inspected-bad = The goods were not as they should be
view-state-platform-steps-in = The platform stepped in
view-state-refused = Refused
view-state-refunded = Money given back
view-state-exchanged = Other piece sent
view-state-sent-again = Sent to you
view-state-cancelled = Withdrawn
view-state-timed-out = Run out
