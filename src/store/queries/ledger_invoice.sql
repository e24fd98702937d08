SELECT i.id, v.status, v.amount_minor, v.currency, s.is_withdrawn, s.written_off_minor,
       EXISTS (SELECT 1 FROM settlement_line l WHERE l.invoice = i.id) AS has_lines,
       CASE WHEN EXISTS (SELECT 1 FROM invoice o WHERE o.number = i.number AND o.id <> i.id)
            THEN i.form || '/' || i.series || '/' || i.number ELSE i.number END AS number,
       (SELECT r.file FROM source_row r WHERE r.invoice = i.id AND r.outcome = 'new'
        ORDER BY r.id DESC LIMIT 1) AS file,
       (SELECT CASE WHEN o.stands THEN o.resolve_as END FROM resolution o WHERE o.invoice = i.id
        ORDER BY o.id DESC LIMIT 1) AS resolved_as
FROM invoice i
JOIN invoice_sum s ON s.invoice = i.id
JOIN invoice_version v ON v.id = s.version
WHERE i.id = ?1
