SELECT p.payment FROM proposal_line l JOIN proposal p ON p.id = l.proposal WHERE l.invoice = ?1
UNION
SELECT f.payment FROM finding f WHERE f.invoice = ?1
