SELECT (SELECT count(*) FROM proposal WHERE rank = 1) AS to_review,
       (SELECT count(*) FROM payment_now n
        WHERE n.state IN ('open', 'part')
              AND n.class IN ('cancelled_but_paid', 'exempt_but_paid', 'paid_twice', 'ambiguous', 'part_paid',
                              'over_paid', 'small_difference', 'unidentified')
           OR n.state = 'settled' AND n.class IN ('cancelled_but_paid', 'exempt_but_paid')
           OR n.class IN ('pending', 'wrong_account'))
       + (SELECT count(*) FROM invoice_now WHERE is_withdrawn = 0 AND class IN ('part_paid', 'over_paid')) AS exceptions,
       (SELECT coalesce(sum(payments), 0) FROM day_total WHERE class = 'unmatched') AS unmatched
