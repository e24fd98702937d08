INSERT INTO decision (id, kind, made_at, book_day, made_by, actor, os_user, host, clock, reason, rule, run,
                      file, undoes, hash)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
