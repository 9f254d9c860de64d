// Which single properties are unique, for which labels?
SHOW CONSTRAINTS
YIELD type, entityType, labelsOrTypes, properties
WHERE type IN ['UNIQUENESS', 'NODE_PROPERTY_UNIQUENESS', 'NODE_KEY']
  AND entityType = 'NODE'
  AND size(properties) = 1
RETURN labelsOrTypes[0] AS label, properties[0] AS property
