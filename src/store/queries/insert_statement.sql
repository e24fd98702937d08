INSERT INTO statement (file, account, currency, number, first_row, last_row, stated_from, stated_to, seen_from, seen_to,
                       opening_minor, closing_minor, credits_minor, debits_minor, is_tied)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
