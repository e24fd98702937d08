SELECT l.version AS owner, v.currency, l.row, l.kind, l.fee_code, l.fee_name, l.amount_minor
FROM json_each(?1) j
CROSS JOIN invoice_version v ON v.id = j.value
CROSS JOIN invoice_line l ON l.version = v.id
ORDER BY l.version, l.ordinal
