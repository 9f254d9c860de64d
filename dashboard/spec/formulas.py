"""The formulas that report.yml may use: what Looker Studio takes and the preview can also draw.

A metric's formula is arithmetic over aggregated columns, such as `SUM(attended) / SUM(expected)`.
Only aggregates that can be put together from groups are allowed, so that a filter never makes an
average of averages. A dimension's formula is evaluated row by row, such as `REPLACE(a, '_', ' ')`.
"""

import ast
import re
from dataclasses import dataclass
from typing import TypeAlias

AGGREGATES = ("SUM", "COUNT", "MIN", "MAX")
OPERATORS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
CALLS = ("REPLACE", "COALESCE")
WORDS = frozenset(("CASE", "WHEN", "THEN", "ELSE", "END", "AND", "OR", "NOT", *CALLS))
TOKEN = re.compile(r"\s*('[^']*'|[A-Za-z_]\w*|\d+(?:\.\d+)?|>=|<=|!=|[-+*/=<>(),])")


class FormulaError(ValueError):
    """A formula that is not understood; the message says what and what is allowed."""


@dataclass(frozen=True, order=True)
class Aggregate:
    """One aggregated column, such as `SUM(attended)`."""

    function: str
    column: str

    @property
    def sql(self) -> str:
        """The same in SQL, over the rows of a mart."""
        # A float: every figure is shown rounded, and JSON knows no other number.
        cast = "::float8" if self.function == "SUM" else ""
        return f"{self.function.lower()}({self.column}){cast}"


@dataclass(frozen=True)
class Operation:
    """Two expressions put together by `+`, `-`, `*` or `/`; nothing ÷ 0 is nothing."""

    operator: str
    left: "Expression"
    right: "Expression"


Expression: TypeAlias = Aggregate | Operation | float


def parse_metric(formula: str) -> Expression:
    """Read a metric's formula; raise FormulaError where it is not understood."""
    try:
        return _expression(ast.parse(formula.strip(), mode="eval").body, formula)
    except SyntaxError:
        raise FormulaError(f"`{formula}` is no formula such as SUM(a) / SUM(b)") from None


def aggregates(expression: Expression) -> list[Aggregate]:
    """List the aggregates of an expression, each once, in order."""
    if isinstance(expression, Aggregate):
        return [expression]
    if isinstance(expression, Operation):
        both = aggregates(expression.left) + aggregates(expression.right)
        return list(dict.fromkeys(both))
    return []


def dimension_columns(formula: str) -> list[str]:
    """List the columns a dimension's formula reads; raise FormulaError for what is not allowed."""
    columns, position = [], 0
    while position < len(formula.rstrip()):
        token = TOKEN.match(formula, position)
        if not token:
            raise FormulaError(f"`{formula}` is not understood from `{formula[position:][:20]}` on")
        position = token.end()
        word = token[1]
        if word[0].isalpha() and word.upper() not in WORDS:
            if formula[position:].lstrip().startswith("("):
                known = f"only {', '.join(CALLS)} and CASE are known"
                raise FormulaError(f"`{formula}` calls {word}: {known}")
            columns.append(word)
    if not columns:
        raise FormulaError(f"`{formula}` names no column")
    return list(dict.fromkeys(columns))


def _expression(node: ast.expr, formula: str) -> Expression:
    match node:
        case ast.BinOp(left=left, op=operator, right=right) if type(operator) in OPERATORS:
            sign = OPERATORS[type(operator)]
            return Operation(sign, _expression(left, formula), _expression(right, formula))
        case ast.Call(func=ast.Name(id=function), args=[ast.Name(id=column)], keywords=[]):
            if function in AGGREGATES:
                return Aggregate(function, column)
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return float(number)
    raise FormulaError(
        f"`{formula}`: a metric is made of {', '.join(AGGREGATES)} of one column each, numbers and "
        f"+ - * / (an AVG or COUNT_DISTINCT cannot be put together from groups)"
    )
