-- Whose invoices the newest payments from this account settle, as far as their links stand. The newest only: an
-- account of very many payments says no more for being read whole.
SELECT v.payer_name, v.payer_id, count(*) AS links, max(k.booked_on) AS last
FROM (SELECT p.booked_on, l.invoice
      FROM (SELECT id, booked_on FROM payment
            WHERE replace(replace(replace(payer_account, ' ', ''), '.', ''), '-', '') =
                  replace(replace(replace(?1, ' ', ''), '.', ''), '-', '')
              AND payer_account <> ''
            ORDER BY booked_on DESC
            LIMIT 50) p
      JOIN settlement_line l ON l.payment = p.id
      GROUP BY p.id, l.invoice
      HAVING sum(l.amount_minor) > 0) k
JOIN invoice_now n ON n.invoice = k.invoice
JOIN invoice_version v ON v.id = n.version
GROUP BY v.payer_name, v.payer_id
ORDER BY v.payer_name, v.payer_id
