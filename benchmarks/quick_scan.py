"""What the quick scan's questions tell of a result, and how often ranges hold it: `python benchmarks/quick_scan.py`."""

from __future__ import annotations

import argparse
import datetime as dt
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from readiness.questionnaire.answers import Answer, FirmAnswers
from readiness.questionnaire.loader import load
from readiness.questionnaire.model import Kind, Question, Questionnaire
from readiness.scoring.engine import score
from readiness.scoring.outlook import outlook
from readiness.scoring.scorecard import Basis, Scores
from readiness.scoring.sheet import sheet_of
from readiness.services.demo_firms import draw_answers, draw_firms, recipe

FOLDER = Path(__file__).resolve().parents[1] / "questionnaires" / "textile" / "2026.1"
ON = dt.date(2026, 12, 31)
SIMPLE = (Kind.LADDER, Kind.SINGLE, Kind.MULTIPLE)
OTHERS = {
    "as the demo": {}, "poor firms": {"mean": 25}, "rich firms": {"mean": 65}, "much alike": {"firm_spread": 6},
    "pillars far apart": {"pillar_spread": 16}, "questions far apart": {"question_spread": 20},
}  # fmt: skip


@dataclass(frozen=True)
class Truth:
    """Complete firms, with the documents they have, and what they come to without and with a document everywhere."""

    firms: list[FirmAnswers]
    as_drawn: Scores
    bare: Scores
    documented: Scores


def truth(asked: Questionnaire, count: int, seed: int) -> Truth:
    """`count` firms that answered everything."""
    chance = np.random.default_rng(seed)
    firms = [draw_answers(asked, firm, chance) for firm in draw_firms(asked, count, chance)]

    def scored(found: Sequence[FirmAnswers]) -> Scores:
        return score(asked, sheet_of(asked, found), basis=Basis.DECLARED, on=ON)

    bare, documented = ([with_documents(firm, names) for firm in firms] for names in ((), ("a.pdf",)))
    return Truth(firms, scored(firms), scored(bare), scored(documented))


def with_documents(firm: FirmAnswers, names: tuple[str, ...]) -> FirmAnswers:
    """The same with these documents behind every answer."""
    return replace(
        firm, answers={code: replace(given, documents=names) for code, given in firm.answers.items()}
    )


def only(asked: Questionnaire, firm: FirmAnswers, keep: Callable[[Question], bool]) -> FirmAnswers:
    """The firm as if it had answered some questions only; documents stay where they are."""
    needed = {
        figure
        for question in asked.questions
        if question.formula and question.computed and keep(question)
        for figure in question.formula.numerator + question.formula.denominator
    }
    return replace(
        firm,
        profile={code: figure for code, figure in firm.profile.items() if code in needed},
        answers={
            code: given if keep(asked.question[code]) else replace(Answer(), documents=given.documents)
            for code, given in firm.answers.items()
        },
    )


def ranges(asked: Questionnaire, found: Truth, keep: Callable[[Question], bool], *, bare: bool) -> np.ndarray:
    """By firm: ends of index and level with the evidence as it is, then with documents everywhere; documents nowhere or
    as drawn."""
    lines = []
    for firm in found.firms:
        known = only(asked, with_documents(firm, ()) if bare else firm, keep)
        seen = outlook(asked, known, on=ON)
        assert seen is not None
        lines.append(
            [
                value
                for part in (seen.standing, seen.documented)
                for value in (part.lowest, part.highest, part.lowest_level, part.highest_level)
            ]
        )
    return np.array(lines)


def line(name: str, part: np.ndarray, index: np.ndarray, level: np.ndarray) -> None:
    """Print: firms inside the range of index and of level, mean width, error and correlation of the middle."""
    low, high, least, most = part.T
    middle = (low + high) / 2
    inside, at_level = (low <= index) & (index <= high), (least <= level) & (level <= most)
    print(
        f"{name:<34}{100 * inside.mean():>9.0f} %{100 * at_level.mean():>9.0f} %{(high - low).mean():>9.1f}"
        f"{(most - least).mean() + 1:>9.2f}{np.abs(middle - index).mean():>9.2f}"
        f"{np.corrcoef(middle, index)[0, 1]:>9.3f}"
    )


def head(title: str) -> None:
    """The title and columns of a table."""
    print(
        f"\n{title}\n{'':<34}{'index in':>11}{'level in':>11}{'points':>9}{'levels':>9}{'off by':>9}{'corr.':>9}"
    )


def choosing(asked: Questionnaire, found: Truth) -> None:
    """Candidates by weight, and sets of as many questions against each other, as the same firms show them."""
    weight = dict(
        zip([q.code for q in asked.questions], found.documented.effective.mean(axis=0), strict=True)
    )
    spread = dict(zip([q.code for q in asked.questions], found.documented.raw.std(axis=0), strict=True))
    everywhere = {process.code for process in asked.processes}
    able = [q for q in asked.questions if q.kind in SIMPLE and set(q.weights) == everywhere and q.weight]
    able.sort(key=lambda q: -weight[q.code])
    scan = asked.outlook.scan if asked.outlook else ()
    print(
        "question, share of the index in percent, standard deviation of its score; * asked by the quick scan"
    )
    for question in able:
        star = "*" if question.code in scan else " "
        code = question.code
        print(f"{star} {code:<8}{100 * weight[code]:>6.2f}{spread[code]:>7.1f}  {question.kind}")
    chance = np.random.default_rng(1)
    heaviest = [q.code for q in able[: len(scan)]]
    by_chance = [q.code for q in chance.choice(np.array(able, dtype=object), len(scan), replace=False)]
    one_pillar = [q.code for q in able if q.dimension.startswith(able[0].dimension[:2])][: len(scan)]
    head(f"{len(scan)} questions without documents, and the result with documents everywhere")
    sets = {
        "the quick scan": scan,
        "the heaviest": heaviest,
        "by chance": by_chance,
        "the heaviest pillar": one_pillar,
    }
    for name, codes in sets.items():
        part = ranges(asked, found, lambda q, codes=codes: q.code in codes, bare=True)[:, 4:]
        line(name, part, found.documented.index, found.documented.level)


def holding(asked: Questionnaire, firms: int, seed: int) -> None:
    """Ranges of the scan and of assessments under way, for populations the rules were not made for as well."""
    scan = asked.outlook.scan if asked.outlook else ()
    usual = dict(recipe()["score"])
    head("the quick scan in other populations")
    for name, change in OTHERS.items():
        recipe()["score"].update(usual | change)
        found = truth(asked, firms, seed)
        part = ranges(asked, found, lambda q: q.code in scan, bare=True)
        line(f"{name}, no documents", part[:, :4], found.bare.index, found.bare.level)
        line(f"{name}, documents", part[:, 4:], found.documented.index, found.documented.level)
    recipe()["score"].update(usual)
    found = truth(asked, firms, seed)
    head("answering one dimension after another, documents as the firms have them")
    for count in (1, 3, 6, 9, 12, 15, len(asked.dimensions) - 1):
        codes = {dimension.code for dimension in asked.dimensions[:count]}
        part = ranges(asked, found, lambda q, codes=codes: q.dimension in codes, bare=False)
        line(
            f"{count} of {len(asked.dimensions)} dimensions",
            part[:, :4],
            found.as_drawn.index,
            found.as_drawn.level,
        )


def cost(asked: Questionnaire, found: Truth) -> None:
    """Milliseconds of one range."""
    scan = asked.outlook.scan if asked.outlook else ()
    for name, keep in (
        ("the quick scan", lambda q: q.code in scan),
        ("nearly everything", lambda q: q.weight < 3),
    ):
        known = [only(asked, firm, keep) for firm in found.firms[:50]]
        outlook(asked, known[0], on=ON)
        wall, cpu = time.perf_counter(), time.process_time()
        for firm in known:
            outlook(asked, firm, on=ON)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        print(
            f"one range, {name}: {1000 * wall / len(known):.1f} ms wall, {1000 * cpu / len(known):.1f} ms CPU"
        )


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--firms", type=int, default=300)
    parser.add_argument("--seed", type=int, default=3)
    options = parser.parse_args()
    asked = load(FOLDER)
    found = truth(asked, options.firms, options.seed)
    choosing(asked, found)
    holding(asked, options.firms, options.seed)
    print()
    cost(asked, found)


if __name__ == "__main__":
    main()
