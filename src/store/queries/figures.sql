-- What lists, screens and reports count, each said once. Made anew with each connection.

-- Successful credits by day, from the counters: the payments of a day. Those that went back whole bear the class of
-- reversed ones, but came in all the same.
CREATE TEMP VIEW credit_of_day AS
SELECT book_day, account, currency, payments, amount_minor, settled_minor, open_minor
FROM day_total
WHERE direction = 'credit' AND class NOT IN ('withdrawn', 'failed', 'pending', 'reversed', 'refund')
UNION ALL
SELECT book_day, account, currency, 1, amount_minor, settled_minor, open_minor
FROM payment_now
WHERE class = 'reversed' AND status = 'success' AND direction = 'credit';

-- Payments that need somebody: money with nowhere to go yet, paid for nothing, or not where it should be.
CREATE TEMP VIEW exceptional_payment AS
SELECT payment, book_day, state, class
FROM payment_now
WHERE state IN ('open', 'part')
        AND class IN ('cancelled_but_paid', 'exempt_but_paid', 'paid_twice', 'ambiguous', 'part_paid', 'over_paid',
                      'small_difference', 'unidentified')
   OR state = 'settled' AND class IN ('cancelled_but_paid', 'exempt_but_paid')
   OR class IN ('pending', 'wrong_account');

-- Invoices that need somebody: partly paid, or paid beyond their amount.
CREATE TEMP VIEW exceptional_invoice AS
SELECT n.invoice, v.issued_on, n.state, n.class
FROM invoice_now n CROSS JOIN invoice_version v ON v.id = n.version
WHERE n.is_withdrawn = 0 AND n.class IN ('part_paid', 'over_paid');
