-- How the payments in the JSON array ?1 stood by what was decided for days up to ?2, up to decision ?3.
SELECT p.id, a.kind AS source_kind, s.file, a.institution || ':' || a.number AS source, p.booked_on, p.booked_second, p.book_day,
       p.reference, p.direction, p.amount_minor, p.currency, p.memo, p.payer_name, p.payer_account,
       coalesce((SELECT x.status FROM payment_status x JOIN decision d ON d.id = x.decision
                 WHERE x.payment = p.id AND d.book_day <= ?2 AND d.id <= ?3
                 ORDER BY x.id DESC LIMIT 1), p.first_status) AS status,
       coalesce((SELECT x.nature FROM payment_nature x JOIN decision d ON d.id = x.decision
                 WHERE x.payment = p.id AND d.book_day <= ?2 AND d.id <= ?3
                 ORDER BY x.id DESC LIMIT 1), p.first_nature) AS nature,
       coalesce((SELECT x.stands FROM withdrawal x JOIN decision d ON d.id = x.decision
                 WHERE x.payment = p.id AND d.book_day <= ?2 AND d.id <= ?3
                 ORDER BY x.id DESC LIMIT 1), 0) AS is_withdrawn,
       coalesce((SELECT sum(x.amount_minor) FROM refund_line x JOIN decision d ON d.id = x.decision
                 WHERE x.original = p.id AND d.book_day <= ?2 AND d.id <= ?3), 0) AS refunded_minor,
       coalesce((SELECT sum(x.amount_minor) FROM exclusion_line x JOIN decision d ON d.id = x.decision
                 WHERE x.payment = p.id AND d.book_day <= ?2 AND d.id <= ?3), 0) AS excluded_minor,
       (SELECT x.original FROM refund_line x JOIN decision d ON d.id = x.decision
        WHERE x.refund = p.id AND d.book_day <= ?2 AND d.id <= ?3
        GROUP BY x.original HAVING sum(x.amount_minor) <> 0) AS refund_of,
       (SELECT CASE WHEN x.stands = 1 THEN x.resolve_as END FROM resolution x JOIN decision d ON d.id = x.decision
        WHERE x.payment = p.id AND d.book_day <= ?2 AND d.id <= ?3
        ORDER BY x.id DESC LIMIT 1) AS resolve_as
FROM json_each(?1) j
CROSS JOIN payment p ON p.id = j.value
CROSS JOIN source_row s ON s.id = p.source_row
CROSS JOIN account a ON a.id = p.account
ORDER BY j.key
