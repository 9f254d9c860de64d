"""How Neo4j would run a statement: for tests that hold it to its indexes."""

from typing import Any

import neo4j

# Operators that look at every node, of a label or at all.
FULL_SCANS = {"AllNodesScan", "NodeByLabelScan", "UnionNodeByLabelsScan"}


def full_scans(driver: neo4j.Driver, text: str, parameters: dict[str, Any]) -> list[str]:
    """The plan's operators that look at every node."""
    plan = driver.execute_query(f"EXPLAIN {text}", parameters).summary.plan or {}
    return sorted(FULL_SCANS & set(_operators(plan)))


def _operators(plan: dict[str, Any]) -> list[str]:
    name = str(plan["operatorType"]).partition("@")[0]
    return [name, *(each for child in plan.get("children", ()) for each in _operators(child))]
