"""What if: a firm's result with some answers changed, beside the one it has; nothing is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from readiness.errors import InputError
from readiness.questionnaire.answers import Answer, FirmAnswers
from readiness.scoring.change import Change, Side, change
from readiness.scoring.grid import on_grid
from readiness.scoring.peer_figures import Figure
from readiness.scoring.scorecard import Gate

Sign = tuple[str, int, str]
SUPPOSED = ("supposed",)
"""Stands for a document that the firm does not have yet."""


@dataclass(frozen=True)
class Scenario:
    """The change with its parts, and the gates that open (`lifted`) or shut (`lost`) by it."""

    change: Change
    answers: FirmAnswers
    lifted: tuple[Gate, ...]
    lost: tuple[Gate, ...]


def scenario(today: Side, changes: Mapping[str, Answer]) -> Scenario:
    """The result with these answers in place; a verdict on an answer that changes no longer holds.

    Raises InputError for a code that is no question of the questionnaire.
    """
    for code in changes:
        if code not in today.questionnaire.question:
            raise InputError(code, "question_unknown", question=code)
    answers = changed_answers(today.answers, changes)
    found = change(today, replace(today, answers=answers))
    before = {_sign(gate): gate for gate in found.before.gates}
    turned = [gate for gate in found.after.gates if gate.met is not before[_sign(gate)].met]
    return Scenario(
        found,
        answers,
        tuple(gate for gate in turned if gate.met),
        tuple(gate for gate in turned if not gate.met),
    )


def changed_answers(answers: FirmAnswers, changes: Mapping[str, Answer]) -> FirmAnswers:
    """The same with these answers; verdicts stay only on answers that state what they stated."""
    moved = {
        code
        for code, answer in changes.items()
        if _said(answer) != _said(answers.answers.get(code, Answer()))
    }
    verification = answers.verification
    if verification is not None and moved & verification.verdicts.keys():
        left = {code: entry for code, entry in verification.verdicts.items() if code not in moved}
        verification = replace(verification, verdicts=left)
    return replace(answers, answers={**answers.answers, **changes}, verification=verification)


def quarter_of(index: float, figure: Figure) -> int | None:
    """1 (best) to 4: the quarter of a published group that an index falls into; None where quartiles are not shown.

    Only published figures are used, so that trying out many answers tells nothing of a single firm.
    """
    if figure.lower is None or figure.upper is None:
        return None
    shown = on_grid(index)
    return 1 + sum(shown < on_grid(limit) for limit in (figure.upper, figure.median, figure.lower))


def _sign(gate: Gate) -> Sign:
    return gate.kind, gate.level, gate.subject


def _said(answer: Answer) -> tuple[object, object]:
    return answer.state, answer.value
