INSERT INTO invoice_version (decision, invoice, dossier_code, payment_codes, virtual_account, payer_name,
                             payer_id, payer_account, procedure_code, agency_code, issued_on, due_on,
                             accepted_on, agency_paid_on, agency_payment_reference, channel, paid_online,
                             status, amount_minor, currency, other_columns)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)
