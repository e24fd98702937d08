SELECT l.invoice, p.id AS payment, a.kind, p.amount_minor, p.currency, p.booked_on, p.booked_second,
       p.reference, r.row, p.base_key
FROM link l
JOIN payment p ON p.id = l.payment
JOIN source_row r ON r.id = p.source_row
JOIN account a ON a.id = p.account
ORDER BY l.invoice, p.id
