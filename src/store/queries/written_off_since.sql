SELECT coalesce(sum(amount_minor), 0) FROM write_off_line WHERE invoice = ?1 AND decision > ?2
