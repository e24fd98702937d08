-- Files with payments of the days from ?1 to ?2 (late ones on the day that they are booked on), and invoice
-- files booked on them, up to decision ?3.
SELECT f.id
FROM file f JOIN decision d ON d.file = f.id
WHERE d.id <= ?3
  AND (f.kind = 'invoices' AND d.book_day BETWEEN ?1 AND ?2
       OR EXISTS (SELECT 1 FROM statement t
                  WHERE t.file = f.id AND substr(t.seen_from, 1, 10) <= ?2 AND substr(t.seen_to, 1, 10) >= ?1)
       OR EXISTS (SELECT 1 FROM source_row r JOIN payment p ON p.source_row = r.id
                  WHERE r.file = f.id AND p.book_day BETWEEN ?1 AND ?2 AND p.book_day <> p.booked_on))
ORDER BY f.id
