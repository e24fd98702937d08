SELECT l.invoice FROM proposal p JOIN proposal_line l ON l.proposal = p.id WHERE p.payment = ?1
UNION
SELECT f.invoice FROM finding f WHERE f.payment = ?1 AND f.invoice IS NOT NULL
