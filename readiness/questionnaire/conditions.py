"""The small language in which rules say when they speak: `A1.2 > A1.1 + 10`, `B1.4 >= 3 and documents(B1.4) == 0`.

Names are question codes, profile fields, statements and `wet`; words are and, or, not, in, yes, no, numbers and quoted
option codes. Functions of one question: count (options ticked), documents (files attached), answered; of all:
ladders (how many are answered) and uniform (the largest share of them on one level, percent).
`condition_values` works them out for a firm.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

NAME = re.compile(r"(\"[^\"]*\"|'[^']*')|([A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)*)")
DOT = "__"
WORDS: Mapping[str, bool] = {"yes": True, "no": False}
OF_ONE_QUESTION = ("count", "documents", "answered")
OF_ALL = ("ladders", "uniform")

COMPARE: Mapping[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.In: lambda left, right: left in right,
}
COMPUTE: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


@dataclass(frozen=True)
class Condition:
    """A condition that was read once; `names` are the questions, figures and statements it needs."""

    text: str
    names: tuple[str, ...]
    tree: ast.expr = field(compare=False)


def read_condition(text: str) -> Condition:
    """Read a condition; raises ValueError with a sentence for the author."""
    names: list[str] = []

    def written(found: re.Match[str]) -> str:
        name = found.group(2)
        if not name or name in ("and", "or", "not", "in"):
            return found.group(0)
        if name not in WORDS and name not in (*OF_ONE_QUESTION, *OF_ALL) and name != "wet":
            names.append(name)
        return name.replace(".", DOT)

    try:
        tree = ast.parse(NAME.sub(written, text), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ValueError(f"{text!r} is no condition; expected something like 'A1.2 > A1.1 + 10'") from error
    _check(tree, text)
    return Condition(text, tuple(dict.fromkeys(names)), tree)


def _check(node: ast.AST, text: str) -> None:
    """Refuse everything but names, numbers, quoted texts, comparisons, sums and the known functions."""
    match node:
        case ast.BoolOp(values=parts):
            children: list[ast.AST] = [*parts]
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=part):
            children = [part]
        case ast.Compare(left=left, ops=ops, comparators=rest) if all(type(op) in COMPARE for op in ops):
            children = [left, *rest]
        case ast.BinOp(left=left, op=op, right=right) if type(op) in COMPUTE:
            children = [left, right]
        case ast.Call(func=ast.Name(id=name), args=[ast.Name()], keywords=[]) if name in OF_ONE_QUESTION:
            children = []
        case ast.Call(func=ast.Name(id=name), args=[], keywords=[]) if name in OF_ALL:
            children = []
        case ast.Name() | ast.Constant(value=int() | float() | str()):
            children = []
        case _:
            raise ValueError(
                f"{text!r} uses {ast.unparse(node)!r}, which the language of conditions does not have"
            )
    for child in children:
        _check(child, text)
