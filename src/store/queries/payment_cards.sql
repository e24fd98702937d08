-- ?1: JSON array of ids; the cards come in its order. CROSS JOIN keeps the order of the loops.
SELECT n.payment, f.id AS file, f.name AS file_name, s.row, s.detail,
       a.kind AS source_kind, a.institution, a.number AS account_number,
       p.booked_on, p.booked_second, n.book_day, p.reference, n.direction, n.currency,
       n.amount_minor, p.fee_minor, p.net_minor, p.memo, p.payer_name, p.payer_account,
       p.virtual_account, p.code, p.original_reference, p.channel,
       n.status, n.nature, n.state, n.class,
       n.settled_minor, n.open_minor, n.refunded_minor, n.excluded_minor, n.refund_of,
       coalesce(w.why, '') AS why, coalesce(w.facts, '{}') AS why_facts,
       r.resolve_as, coalesce(d.reason, '') AS note
FROM json_each(?1) j
CROSS JOIN payment_now n ON n.payment = j.value
CROSS JOIN payment p ON p.id = n.payment
CROSS JOIN source_row s ON s.id = p.source_row
CROSS JOIN file f ON f.id = s.file
CROSS JOIN account a ON a.id = p.account
LEFT JOIN finding w ON w.payment = n.payment
LEFT JOIN resolution r
  ON r.id = (SELECT max(x.id) FROM resolution x WHERE x.payment = n.payment) AND r.stands = 1
LEFT JOIN decision d ON d.id = r.decision
ORDER BY j.key
