INSERT INTO payment (source_row, account, base_key, occurrence, is_key_by_reference, booked_on, book_day,
                     booked_second, value_on, reference, direction, amount_minor, fee_minor, net_minor,
                     paid_by_payer_minor, settled_base_minor, balance_minor, currency, memo, payer_name,
                     payer_account, virtual_account, code, original_reference, channel, first_status,
                     first_nature)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22,
        ?23, ?24, ?25, ?26, ?27)
