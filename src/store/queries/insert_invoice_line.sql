INSERT INTO invoice_line (version, ordinal, row, kind, fee_code, fee_name, amount_minor)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
