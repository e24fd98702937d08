SELECT decision FROM settlement_line WHERE payment = ?1 AND decision > ?2
UNION SELECT decision FROM exclusion_line WHERE payment = ?1 AND decision > ?2
UNION SELECT decision FROM refund_line WHERE original = ?1 AND decision > ?2
UNION SELECT decision FROM refund_line WHERE refund = ?1 AND decision > ?2
UNION SELECT decision FROM payout_line WHERE payout = ?1 AND decision > ?2
UNION SELECT decision FROM payout_line WHERE payment = ?1 AND decision > ?2
UNION SELECT decision FROM payment_status WHERE payment = ?1 AND decision > ?2
UNION SELECT decision FROM payment_nature WHERE payment = ?1 AND decision > ?2
UNION SELECT decision FROM resolution WHERE payment = ?1 AND decision > ?2
UNION SELECT decision FROM pair_rejection WHERE payment = ?1 AND decision > ?2
UNION
SELECT d.id FROM source_row r JOIN decision d ON d.file = r.file
WHERE r.payment = ?1 AND r.outcome <> 'refused' AND d.id > ?2
