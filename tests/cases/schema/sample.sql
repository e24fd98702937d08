-- One row of every table of facts, all of them lawful.
BEGIN;
PRAGMA defer_foreign_keys = ON;
INSERT INTO account VALUES (1, 'bank', 'vietcombank', '0011001');
INSERT INTO run VALUES (1, 'match', '2026-11-20T08:00:00+07:00', 'an', 'careful', '0', '{}', '');
INSERT INTO file VALUES (1, 'a.csv', printf('%064d', 1), 'payments', 'payments',
  '2026-11-20T08:00:00+07:00', 8, 8, 0, 0, 0, zeroblob(32));
INSERT INTO decision VALUES (1, 'import', '2026-11-20T08:00:00+07:00', '2026-11-20', 'person', 'an', 'an', 'h',
  'system', '', '', NULL, 1, NULL, randomblob(32));
INSERT INTO decision VALUES (2, 'accept', '2026-11-20T08:00:00+07:00', '2026-11-20', 'policy', 'an', 'an', 'h',
  'system', '', 'code_and_amount', 1, NULL, NULL, randomblob(32));
INSERT INTO source_row VALUES (1, 1, 1, NULL, 'new', NULL, NULL, 'raw');
INSERT INTO source_row VALUES (2, 1, 2, NULL, 'new', NULL, NULL, 'raw');
INSERT INTO source_row VALUES (3, 1, 3, NULL, 'new', NULL, 1, 'raw');
INSERT INTO statement VALUES (1, 1, 1, 'VND', '', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, NULL);
INSERT INTO problem VALUES (1, 1, 1, 'amount', 'amount_missing', '', '{}');
INSERT INTO payment VALUES (1, 1, 1, randomblob(16), 1, 0, '2026-11-20', '2026-11-20', NULL, NULL, 'FT1',
  'credit', 500, 0, 500, NULL, NULL, NULL, 'VND', 'memo', '', '', '', '', '', '', 'success', 'fee');
INSERT INTO payment VALUES (2, 2, 1, randomblob(16), 1, 0, '2026-11-20', '2026-11-20', NULL, NULL, 'FT2',
  'debit', 500, 0, 500, NULL, NULL, NULL, 'VND', 'memo', '', '', '', '', '', '', 'success', 'fee');
INSERT INTO account VALUES (2, 'gateway', 'vnpay', 'TT01');
INSERT INTO source_row VALUES (4, 1, 4, NULL, 'new', NULL, NULL, 'raw');
INSERT INTO source_row VALUES (5, 1, 5, NULL, 'new', NULL, NULL, 'raw');
INSERT INTO source_row VALUES (6, 1, 6, NULL, 'new', NULL, NULL, 'raw');
INSERT INTO source_row VALUES (7, 1, 7, NULL, 'new', NULL, NULL, 'raw');
INSERT INTO source_row VALUES (8, 1, 8, NULL, 'new', NULL, NULL, 'raw');
INSERT INTO payment VALUES (3, 4, 1, randomblob(16), 1, 0, '2026-11-20', '2026-11-20', NULL, NULL, 'FT3',
  'credit', 500, 0, 500, NULL, NULL, NULL, 'VND', 'memo', '', '', '', '', '', '', 'success', 'payout');
INSERT INTO payment VALUES (4, 5, 2, randomblob(16), 1, 1, '2026-11-20', '2026-11-20', NULL, NULL, 'GD1',
  'credit', 500, 0, 500, NULL, NULL, NULL, 'VND', 'memo', '', '', '', '', '', '', 'success', 'fee');
INSERT INTO payment VALUES (5, 6, 2, randomblob(16), 1, 1, '2026-11-20', '2026-11-20', NULL, NULL, 'GD2',
  'credit', 500, 0, 500, NULL, NULL, NULL, 'VND', 'memo', '', '', '', '', '', '', 'success', 'fee');
INSERT INTO payment VALUES (6, 7, 2, randomblob(16), 1, 1, '2026-11-20', '2026-11-20', NULL, NULL, 'GD3',
  'credit', 500, 0, 500, NULL, NULL, NULL, 'USD', 'memo', '', '', '', '', '', '', 'success', 'fee');
INSERT INTO payment VALUES (7, 8, 1, randomblob(16), 1, 0, '2026-11-20', '2026-11-20', NULL, NULL, 'FT4',
  'credit', 500, 0, 500, NULL, NULL, NULL, 'VND', 'memo', '', '', '', '', '', '', 'success', 'payout');
INSERT INTO payment_entry VALUES (1, randomblob(16));
INSERT INTO payment_status VALUES (1, 2, 1, 'pending', 'success');
INSERT INTO payment_nature VALUES (1, 2, 1, 'not_fee', 'fee');
INSERT INTO invoice VALUES (1, 'tax', '', '', 'HD1');
INSERT INTO invoice_version VALUES (1, 1, 1, '', '', '', '', '', '', '', '', NULL, NULL, NULL, NULL, '', '', '',
  'open', 500, 'VND', '{}');
INSERT INTO invoice_line VALUES (1, 1, 3, 'phi', '', '', 500);
INSERT INTO settlement_line VALUES (1, 2, 1, 1, 300);
INSERT INTO exclusion_line VALUES (1, 2, 1, 'write_off', 100);
INSERT INTO refund_line VALUES (1, 2, 1, 2, 100);
INSERT INTO payout_line VALUES (1, 2, 3, 4, 1);
INSERT INTO write_off_line VALUES (1, 2, 1, 100);
INSERT INTO pair_rejection VALUES (1, 2, 1, 1, 0, 1);
INSERT INTO resolution VALUES (1, 2, 1, NULL, 'carry', 1);
INSERT INTO withdrawal VALUES (1, 2, 1, 1, NULL, 0);
INSERT INTO decision_reason VALUES (2, 1, 'code', 'for', 'strong', '{}', 1, 0, 4);
INSERT INTO demo VALUES (1, '2026-11-20T08:00:00+07:00');
INSERT INTO backup VALUES (1, '2026-11-20T08:00:00+07:00', 'copy.db');
INSERT INTO decision VALUES (3, 'close_period', '2026-11-21T08:00:00+07:00', '2026-11-21', 'person', 'an', 'an',
  'h', 'system', '', '', NULL, NULL, NULL, randomblob(32));
INSERT INTO period_closing VALUES (1, 3, '2026-11-21', 1);
INSERT INTO class_at_closing VALUES (3, 1, 'paid_twice');
COMMIT;
