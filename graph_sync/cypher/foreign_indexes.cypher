// Which indexes of others take a key's place, so that no constraint can have its own?
SHOW INDEXES
YIELD name, type, labelsOrTypes, properties, owningConstraint
WHERE type = 'RANGE'
  AND labelsOrTypes = [$label]
  AND properties = [$key]
  AND owningConstraint IS NULL
RETURN name
