-- A payment as matching sees it.
SELECT p.id, a.kind, a.institution, p.booked_on, p.booked_second, p.reference, r.row, p.base_key, p.direction,
       n.status, n.nature, p.amount_minor, n.open_minor, p.currency, p.memo, p.payer_name, p.payer_account,
       p.virtual_account, p.code
FROM payment_now n
JOIN payment p ON p.id = n.payment
JOIN source_row r ON r.id = p.source_row
JOIN account a ON a.id = p.account
