"""How long scoring takes and what memory it needs, from synthetic sheets: `python benchmarks/scoring.py`."""

from __future__ import annotations

import argparse
import datetime as dt
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from readiness.questionnaire.answers import Answer, FirmAnswers, State, Value
from readiness.questionnaire.loader import load
from readiness.questionnaire.model import Kind, Question, Questionnaire
from readiness.scoring.arrays import (
    ANSWERED,
    NOT_MEASURED,
    UNANSWERED,
    AnswerSheet,
    empty_sheet,
    normalise_shares,
)
from readiness.scoring.engine import score, score_summary, scorecard
from readiness.scoring.layout import layout_of
from readiness.scoring.scorecard import Basis

FOLDER = Path(__file__).resolve().parents[1] / "questionnaires" / "textile" / "2026.1"
ON = dt.date(2026, 12, 31)


def synthetic(questionnaire: Questionnaire, firms: int, seed: int = 1) -> AnswerSheet:
    """Firms with one to three processes that answer nearly everything, most of it with a document."""
    chance = np.random.default_rng(seed)
    sheet = empty_sheet(questionnaire, firms)
    processes = len(questionnaire.processes)
    for share in (1.0, 0.4, 0.2):
        who = np.flatnonzero(chance.random(firms) < (1.0 if share == 1.0 else 0.3))
        sheet.shares[chance.integers(0, processes, who.size), who] += share
    normalise_shares(sheet.shares)
    states = [ANSWERED, NOT_MEASURED, UNANSWERED]
    sheet.state[...] = chance.choice(states, p=[0.96, 0.02, 0.02], size=sheet.state.shape)
    sheet.grade[...] = (chance.random(sheet.grade.shape) < 0.7) * layout_of(questionnaire).documented
    sheet.statements[...] = 1
    for question, values in zip(questionnaire.questions, sheet.values, strict=True):
        _fill(question, values, chance)
    return sheet


def _fill(question: Question, values: np.ndarray, chance: np.random.Generator) -> None:
    match question.kind:
        case Kind.LADDER:
            values[...] = chance.integers(0, question.levels + 1, values.shape)
        case Kind.SINGLE:
            values[...] = chance.integers(0, len(question.options), values.shape)
        case Kind.YES_NO:
            values[...] = chance.random(values.shape) < 0.97
        case Kind.MULTIPLE:
            values[...] = chance.random(values.shape) < 0.4
        case Kind.GRADED_MULTIPLE:
            values[...] = chance.integers(
                0, len(question.grading.shares) + 1 if question.grading else 1, values.shape
            )
        case Kind.NUMBER:
            for row in range(len(values)):
                knots = [knot[0] for knot in question.variants[row].knots]
                values[row] = chance.uniform(min(knots), max(knots), values.shape[1])


def one_firm(questionnaire: Questionnaire) -> FirmAnswers:
    """A firm in the first process that answers everything as well as it can."""
    values: dict[Kind, Callable[[Question], Value]] = {
        Kind.LADDER: lambda question: question.levels,
        Kind.SINGLE: lambda question: question.options[-1].code,
        Kind.YES_NO: lambda _: True,
        Kind.MULTIPLE: lambda question: [question.options[0].code],
        Kind.GRADED_MULTIPLE: lambda question: {option.code: _best(question) for option in question.options},
        Kind.NUMBER: lambda question: (
            dict.fromkeys(question.parts, 10.0) if question.parts else question.variants[0].knots[1][0]
        ),
    }
    answers = {
        question.code: Answer(State.ANSWERED, None if question.computed else values[question.kind](question))
        for question in questionnaire.questions
    }
    profile = {field.code: 100 for field in questionnaire.profile if field.kind in ("number", "integer")}
    return FirmAnswers(profile, {questionnaire.processes[0].code: 1.0}, {}, answers)


def _best(question: Question) -> str:
    return list(question.grading.shares)[-1] if question.grading else ""


def memory(name: str) -> float:
    """A figure of this process in MB, as Linux keeps it."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(float(line.split()[1]) / 1024 for line in lines if line.startswith(f"{name}:"))


def timed(what: str, run: Callable[[], object], firms: int) -> float:
    """Print one line: wall and CPU seconds, the peak of memory meanwhile and how much of it was added. Returns CPU
    seconds a firm."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak counts from here
    before = memory("VmRSS")
    wall, cpu = time.perf_counter(), time.process_time()
    run()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = memory("VmHWM")
    print(f"{what:<28}{firms:>10,}{wall:>10.3f}{cpu:>10.3f}{peak:>10.0f}{peak - before:>10.0f}")
    return cpu / firms


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    parser.add_argument("--sizes", type=int, nargs="*", default=[100_000, 1_000_000])
    options = parser.parse_args()
    measure(load(options.folder), options.sizes)


def measure(questionnaire: Questionnaire, sizes: list[int]) -> None:
    """One scorecard, the mean of a hundred, then summaries and one full result by size."""
    firm = one_firm(questionnaire)
    scorecard(questionnaire, firm, basis=Basis.DECLARED, on=ON)
    print(f"{'what':<28}{'firms':>10}{'wall s':>10}{'CPU s':>10}{'peak MB':>10}{'added MB':>10}")

    def hundred() -> None:
        for _ in range(100):
            scorecard(questionnaire, firm, basis=Basis.DECLARED, on=ON)

    one = timed("100 scorecards, one by one", hundred, 100)
    for firms in sizes:
        sheet: list[AnswerSheet] = []
        timed(
            "making the sheet",
            lambda firms=firms, sheet=sheet: sheet.append(synthetic(questionnaire, firms)),
            firms,
        )
        each = timed(
            "score_summary",
            lambda sheet=sheet: score_summary(questionnaire, sheet[0], basis=Basis.DECLARED, on=ON),
            firms,
        )
        print(f"a plain loop over firms would take {one / each:,.0f} times as long")
        if firms <= 100_000:
            few = sheet[0].take(slice(0, 10_000))
            timed(
                "score, with all parts",
                lambda few=few: score(questionnaire, few, basis=Basis.DECLARED, on=ON),
                10_000,
            )


if __name__ == "__main__":
    main()
