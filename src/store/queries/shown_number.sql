SELECT CASE WHEN EXISTS (SELECT 1 FROM invoice o WHERE o.number = i.number AND o.id <> i.id)
            THEN i.form || '/' || i.series || '/' || i.number ELSE i.number END
FROM invoice i
WHERE i.id = ?1
