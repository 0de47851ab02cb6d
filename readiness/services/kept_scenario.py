"""A kept scenario as plain data and back: what it supposes, and what of it still fits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from readiness.errors import AnswerError
from readiness.questionnaire.answers import Answer, FirmAnswers
from readiness.questionnaire.documents import from_document, to_document
from readiness.questionnaire.model import Questionnaire
from readiness.services.try_scenario import Trial
from readiness.store.rows import ScenarioRow


@dataclass(frozen=True)
class KeptScenario:
    """One scenario as it can be tried now.

    `answers`: what it supposes, where that still fits, `documented` those with a document; `dropped`: codes that are no
    longer asked so; `moved`: codes whose answer was changed since it was kept. `index` and `level` came out then.
    """

    key: str
    name: str
    by: str
    created_at: dt.datetime
    changed_at: dt.datetime
    answers: Mapping[str, Answer]
    documented: frozenset[str]
    dropped: tuple[str, ...]
    moved: tuple[str, ...]
    index: float
    level: int


def scenario_document(trial: Trial) -> dict[str, Any]:
    """What of a tried scenario differs from what stands, with what stands and what came out."""
    found = trial.scenario
    if found is None:
        raise ValueError("a scenario is kept once it was tried")
    asked, standing = trial.today.questionnaire, trial.today.answers.answers
    codes = [
        code
        for code, answer in found.answers.answers.items()
        if _plain(answer) != _plain(standing.get(code, Answer()))
    ]
    supposed = {code: found.answers.answers[code] for code in codes}
    return {
        "codes": codes,
        "answers": _entries(asked, supposed),
        "stood": _entries(asked, {code: standing.get(code, Answer()) for code in codes}),
        "index": found.change.after.index,
        "level": found.change.after.level,
    }


def kept_scenario(
    row: ScenarioRow, asked: Questionnaire, answers: FirmAnswers, possible: Collection[str]
) -> KeptScenario:
    """`answers` as they stand today, `possible` the codes that can be supposed otherwise."""
    document: Mapping[str, Any] = row.document
    found: dict[str, Answer] = {}
    for code in document["codes"]:
        answer = _read(asked, code, document["answers"].get(code)) if code in possible else None
        if answer is not None:
            found[code] = answer
    today = {code: answers.answers.get(code, Answer()) for code in found}
    now = _entries(asked, today)
    return KeptScenario(
        key=row.key,
        name=row.name,
        by=row.by.name,
        created_at=row.created_at,
        changed_at=row.changed_at,
        answers={code: replace(answer, documents=()) for code, answer in found.items()},
        documented=frozenset(code for code, answer in found.items() if answer.documents),
        dropped=tuple(code for code in document["codes"] if code not in found),
        moved=tuple(code for code in found if now.get(code) != document["stood"].get(code)),
        index=document["index"],
        level=document["level"],
    )


def _plain(answer: Answer) -> tuple[object, ...]:
    return answer.state, answer.value, answer.reason, bool(answer.documents)


def _entries(asked: Questionnaire, answers: Mapping[str, Answer]) -> dict[str, Any]:
    """Code → the answer as answer files have it; what is unanswered has no entry."""
    found: dict[str, Any] = to_document(asked, FirmAnswers(answers=dict(answers)))["answers"]
    return found


def _read(asked: Questionnaire, code: str, entry: Any) -> Answer | None:
    """None for an entry that is no answer to the question any more."""
    if entry is None:
        return Answer()
    try:
        return from_document(asked, {"answers": {code: entry}}, place="scenario").answers.get(code, Answer())
    except AnswerError:
        return None
