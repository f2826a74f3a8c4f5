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
