// How are two students, given by key, connected by sessions that people attended together? (A
// shortest chain of at most three sessions; the first in the order of keys if there are several.)
WITH
  '0000001' AS from_student, // parameter
  '0000021' AS to_student // parameter
MATCH (start:Student {student_id: from_student})
MATCH (finish:Student {student_id: to_student})
WHERE start <> finish
MATCH path = allShortestPaths((start)-[:ATTENDED*..6]-(finish))
WHERE all(node IN nodes(path) WHERE node:Student OR node:Session)
WITH nodes(path) AS chain
ORDER BY [node IN chain | coalesce(node.session_id, node.student_id)]
LIMIT 1
UNWIND range(0, size(chain) - 1, 2) AS place
RETURN
  place / 2 + 1 AS step,
  chain[place].student_id AS student_id,
  chain[place].name AS name,
  chain[place + 1].session_id AS session_with_next,
  chain[place + 1].module AS module
ORDER BY step
