-- ?1: JSON array of ids; the cards come in its order.
SELECT n.invoice, n.version, m.name, n.status, n.is_withdrawn, n.currency, n.amount_minor, n.paid_minor,
       n.written_off_minor, n.open_minor, n.state, n.class,
       v.dossier_code, v.payment_codes, v.virtual_account, v.payer_name, v.payer_id, v.payer_account,
       v.procedure_code, v.agency_code, v.issued_on, v.due_on, v.accepted_on, v.agency_paid_on,
       v.agency_payment_reference, v.channel, v.paid_online, v.other_columns,
       r.resolve_as, coalesce(d.reason, '') AS note
FROM json_each(?1) j
CROSS JOIN invoice_now n ON n.invoice = j.value
CROSS JOIN invoice_version v ON v.id = n.version
CROSS JOIN invoice_name m ON m.invoice = n.invoice
LEFT JOIN resolution r
  ON r.id = (SELECT max(x.id) FROM resolution x WHERE x.invoice = n.invoice) AND r.stands = 1
LEFT JOIN decision d ON d.id = r.decision
ORDER BY j.key
