SELECT d.id, d.kind, d.made_at, d.book_day, d.made_by, d.actor, d.reason, d.rule, d.run, d.file, f.name AS file_name,
       d.undoes, u.id AS undone_by, d.hash
FROM json_each(?1) j
CROSS JOIN decision d ON d.id = j.value
LEFT JOIN file f ON f.id = d.file
LEFT JOIN decision u ON u.undoes = d.id
ORDER BY j.key
