SELECT decision FROM settlement_line WHERE invoice = ?1 AND decision > ?2
UNION SELECT decision FROM write_off_line WHERE invoice = ?1 AND decision > ?2
UNION SELECT decision FROM invoice_version WHERE invoice = ?1 AND decision > ?2
UNION SELECT decision FROM resolution WHERE invoice = ?1 AND decision > ?2
UNION SELECT decision FROM pair_rejection WHERE invoice = ?1 AND decision > ?2
UNION
SELECT d.id FROM source_row r JOIN decision d ON d.file = r.file
WHERE r.invoice = ?1 AND r.outcome <> 'refused' AND d.id > ?2
