-- Payments that need somebody: money with nowhere to go yet, paid for nothing, or not where it should be.
SELECT n.payment
FROM payment_now n
WHERE (n.state IN ('open', 'part')
         AND n.class IN ('cancelled_but_paid', 'exempt_but_paid', 'paid_twice', 'ambiguous', 'part_paid',
                         'over_paid', 'small_difference', 'unidentified')
       OR n.state = 'settled' AND n.class IN ('cancelled_but_paid', 'exempt_but_paid')
       OR n.class IN ('pending', 'wrong_account'))
  AND (?1 IS NULL OR n.state = ?1)
  AND (?2 IS NULL OR n.class = ?2)
  AND (?3 IS NULL OR n.book_day >= ?3)
  AND (?4 IS NULL OR n.book_day <= ?4)
ORDER BY n.payment
