-- What the payouts in the JSON array ?1 are made of, by what the gateway settled each row on.
SELECT t.payout, json_group_array(t.payment) AS payments, c.currency,
       sum(CASE WHEN t.is_refund THEN 0 ELSE t.base_minor END) AS gross_minor,
       sum(t.fee_minor) AS fee_minor,
       sum(CASE WHEN t.is_refund THEN t.base_minor ELSE 0 END) AS refunds_minor,
       c.amount_minor - sum(CASE WHEN t.is_refund THEN -t.base_minor ELSE t.base_minor END) + sum(t.fee_minor)
         AS difference_minor
FROM (SELECT t.payout, t.payment, p.fee_minor, coalesce(p.settled_base_minor, p.amount_minor) AS base_minor,
             n.status = 'refund' OR n.direction = 'debit' AS is_refund
      FROM json_each(?1) j
      CROSS JOIN payout_tie t ON t.payout = j.value
      CROSS JOIN payment p ON p.id = t.payment
      CROSS JOIN payment_now n ON n.payment = t.payment
      ORDER BY t.payment) t
CROSS JOIN payment c ON c.id = t.payout
GROUP BY t.payout
