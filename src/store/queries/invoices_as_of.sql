-- How the invoices in the JSON array ?1 stood, by the same cut as payments_as_of. Before the first version was
-- booked, that version counts all the same. The number is made of what the invoice is, so that it never changes.
SELECT i.id, v.status, v.amount_minor, v.currency,
       CASE WHEN i.form = '' AND i.series = '' THEN i.number
            ELSE i.form || '/' || i.series || '/' || i.number END AS number,
       coalesce((SELECT x.stands FROM withdrawal x JOIN decision d ON d.id = x.decision
                 WHERE x.invoice = i.id AND d.book_day <= ?2 AND d.id <= ?3
                 ORDER BY x.id DESC LIMIT 1), 0) AS is_withdrawn,
       coalesce((SELECT sum(x.amount_minor) FROM settlement_line x JOIN decision d ON d.id = x.decision
                 WHERE x.invoice = i.id AND d.book_day <= ?2 AND d.id <= ?3), 0) AS paid_minor,
       coalesce((SELECT sum(x.amount_minor) FROM write_off_line x JOIN decision d ON d.id = x.decision
                 WHERE x.invoice = i.id AND d.book_day <= ?2 AND d.id <= ?3), 0) AS written_off_minor
FROM json_each(?1) j
CROSS JOIN invoice i ON i.id = j.value
CROSS JOIN invoice_version v ON v.id =
  coalesce((SELECT max(x.id) FROM invoice_version x JOIN decision d ON d.id = x.decision
            WHERE x.invoice = i.id AND d.book_day <= ?2 AND d.id <= ?3),
           (SELECT min(x.id) FROM invoice_version x WHERE x.invoice = i.id))
