SELECT v.id AS version, v.status, v.currency, v.amount_minor,
       v.dossier_code, v.payment_codes, v.virtual_account, v.payer_name, v.payer_id, v.payer_account,
       v.procedure_code, v.agency_code, v.issued_on, v.due_on, v.accepted_on, v.agency_paid_on,
       v.agency_payment_reference, v.channel, v.paid_online, v.other_columns
FROM json_each(?1) j
CROSS JOIN invoice_version v ON v.id = j.value
