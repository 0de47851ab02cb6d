"""Whether a condition holds for one firm: a comparison with something unknown is not true, nor is its contrary."""

from __future__ import annotations

import ast
import operator
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from readiness.questionnaire.answers import Answer, FirmAnswers, State
from readiness.questionnaire.conditions import COMPARE, COMPUTE, DOT, WORDS, Condition
from readiness.questionnaire.figures import ratio_value
from readiness.questionnaire.model import Kind, Questionnaire


def holds(condition: Condition, questionnaire: Questionnaire, firm: FirmAnswers) -> bool:
    """True when the firm's answers make the condition true for certain."""
    return _Reading(questionnaire, firm).value(condition.tree) is True


class _Reading:
    """Works out a condition for one firm; None stands for unknown everywhere."""

    def __init__(self, questionnaire: Questionnaire, firm: FirmAnswers) -> None:
        self.questionnaire = questionnaire
        self.firm = firm

    def value(self, node: ast.expr) -> Any:
        found = None
        match node:
            case ast.Constant(value=constant):
                found = constant
            case ast.Name(id=name):
                found = self._named(name.replace(DOT, "."))
            case ast.Call(func=ast.Name(id=function), args=arguments):
                codes = [a.id.replace(DOT, ".") for a in arguments if isinstance(a, ast.Name)]
                found = self._of_one(function, codes[0]) if codes else self._of_all(function)
            case ast.BinOp(left=left, op=sign, right=right):
                found = _joined(COMPUTE[type(sign)], self.value(left), self.value(right))
            case ast.UnaryOp(op=ast.Not(), operand=part):
                found = _joined(operator.is_not, self.value(part), True)
            case ast.UnaryOp(operand=part):
                found = _joined(operator.sub, 0, self.value(part))
            case ast.BoolOp(op=op, values=parts):
                found = _together([self.value(part) for part in parts], decisive=isinstance(op, ast.Or))
            case ast.Compare(left=left, ops=ops, comparators=rest):
                values = [self.value(part) for part in (left, *rest)]
                pairs = zip(ops, values, values[1:], strict=False)
                found = _together([_joined(COMPARE[type(op)], a, b) for op, a, b in pairs], decisive=False)
        return found

    def _named(self, name: str) -> Any:
        if name in WORDS:
            return WORDS[name]
        if name == "wet":
            return any(self.questionnaire.process[code].wet for code in self.firm.shares)
        if name in self.questionnaire.question:
            return self._answer(name)
        return self.firm.profile.get(name, self.firm.statements.get(name))

    def _answer(self, code: str) -> Any:
        """A level, number, option, list of options or yes; None unless answered. Scales of several processes: the
        principal one's."""
        question, answer = self.questionnaire.question[code], self._given(code)
        if question.computed and question.formula and answer.state is not State.NOT_MEASURED:
            return ratio_value(question.formula, self.firm.profile)
        if answer.state is not State.ANSWERED:
            return None
        value = answer.value
        if question.kind is Kind.NUMBER and isinstance(value, Mapping):
            if question.formula:
                return ratio_value(question.formula, value)
            return value.get(self.questionnaire.principal(self.firm.shares))
        return value

    def _of_all(self, name: str) -> float | None:
        levels = [self._answer(q.code) for q in self.questionnaire.questions if q.kind is Kind.LADDER]
        known = Counter(level for level in levels if level is not None)
        if name == "ladders":
            return known.total()
        return 100 * known.most_common(1)[0][1] / known.total() if known else None

    def _of_one(self, name: str, code: str) -> Any:
        answer = self._given(code)
        if name == "documents":
            return len(answer.documents)
        if name == "answered":
            return answer.state is State.ANSWERED
        value = self._answer(code)
        return len(value) if isinstance(value, list | tuple | Mapping) else None

    def _given(self, code: str) -> Answer:
        return self.firm.answers.get(code, Answer())


def _together(values: list[Any], *, decisive: bool) -> bool | None:
    """All values as one: the decisive one wins, else anything unknown makes it unknown."""
    if decisive in values:
        return decisive
    return None if None in values else not decisive


def _joined(join: Callable[[Any, Any], Any], left: Any, right: Any) -> Any:
    """Both sides joined; unknown when one is, or when they cannot be joined."""
    if left is None or right is None:
        return None
    try:
        return join(left, right)
    except (TypeError, ZeroDivisionError):
        return None
