SELECT r.decision
FROM pair_rejection r
WHERE r.invoice_version <> (SELECT max(v.id) FROM invoice_version v
                            WHERE v.invoice = r.invoice AND v.decision <= r.decision)
ORDER BY r.decision
