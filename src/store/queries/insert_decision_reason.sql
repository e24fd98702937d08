INSERT INTO decision_reason (decision, ordinal, rule, side, strength, facts, invoice, span_start, span_end)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
