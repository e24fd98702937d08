INSERT INTO file (id, name, sha256, layout, kind, imported_at, rows, new, known, changed, refused, rows_digest)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
