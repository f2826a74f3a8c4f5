### Work lists

lists-head-customer-id = Customer number
lists-head-name = Name
lists-head-phone = Phone
lists-head-email = E-mail
lists-head-channels = May be contacted by
lists-head-best-channel = Best channel
lists-head-reason = Why on this list
lists-head-due = Due
lists-reason-super-user = { $shares ->
    [one] shared once
   *[other] shared { COUNT($shares) } times
}, { $reviews ->
    [one] wrote 1 review
   *[other] wrote { COUNT($reviews) } reviews
} in the last 365 days
lists-comma = ,{" "}
lists-consent-not-known = consent is not known
lists-may-not = none: no consent, or no address that works
lists-left-out = { $n ->
    [one] 1 marked account (wholesale, resale and the like) is left out.
   *[other] { COUNT($n) } marked accounts (wholesale, resale and the like) are left out.
}
lists-may = , of whom { COUNT($may) } may be contacted,
lists-place = The list of { $n ->
    [one] 1 customer
   *[other] { COUNT($n) } customers
}{ $may } lies in `{ $place }`, readable by its owner only.
