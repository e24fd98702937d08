SELECT coalesce(sum(amount_minor), 0) FROM exclusion_line WHERE payment = ?1 AND decision > ?2
