SELECT p.id, a.kind, p.direction, p.amount_minor, p.currency, p.book_day, s.status, s.nature, s.is_withdrawn,
  s.refunded_minor, s.excluded_minor,
  EXISTS (SELECT 1 FROM settlement_line l WHERE l.payment = p.id) AS has_lines,
  EXISTS (SELECT 1 FROM pair_rejection r WHERE r.payment = p.id) AS has_rejections,
  EXISTS (SELECT 1 FROM refund_line r WHERE r.refund = p.id) AS is_tied,
  (SELECT t.payout FROM payout_tie t WHERE t.payment = p.id) AS paid_out_by,
  EXISTS (SELECT 1 FROM payout_tie t WHERE t.payout = p.id) AS has_payout,
  -- Of the newest row that brought it.
  coalesce((SELECT b.file FROM source_row b WHERE b.payment = p.id AND b.outcome = 'new'
            ORDER BY b.id DESC LIMIT 1), r.file) AS file,
  (SELECT CASE WHEN o.stands THEN o.resolve_as END FROM resolution o WHERE o.payment = p.id
   ORDER BY o.id DESC LIMIT 1) AS resolved_as
FROM payment p
JOIN payment_sum s ON s.payment = p.id
JOIN source_row r ON r.id = p.source_row
JOIN account a ON a.id = p.account
WHERE p.id = ?1
