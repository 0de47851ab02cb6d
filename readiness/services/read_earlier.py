"""The firms of a list as they stood in the round before, read as the later questionnaire would read them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Person
from readiness.errors import AnswerError, ConfigurationError, NotFoundError
from readiness.questionnaire.answers import FirmAnswers
from readiness.questionnaire.documents import digest, to_document
from readiness.questionnaire.matching import Match, matching
from readiness.questionnaire.model import Questionnaire
from readiness.scoring.arrays import AnswerSheet, joined
from readiness.scoring.mixing import readable
from readiness.scoring.scorecard import Basis
from readiness.scoring.sheet import sheet_of
from readiness.services.context import Services
from readiness.services.editing import questionnaire_of, read_held
from readiness.services.ranking_order import official_scores
from readiness.services.read_entrants import PORTION, Entrants, seen
from readiness.store.ranking_runs import load_sheets
from readiness.store.rounds import list_counted_rounds
from readiness.store.rows import Assessment, Round

COMPARED = (Match.SAME, Match.CHANGED)


@dataclass(frozen=True)
class EarlierList:
    """Firms of a list that were official in the round before as well, on the same basis: codes, answers as columns, and
    digests of what was stated."""

    codes: tuple[str, ...]
    sheet: AnswerSheet
    digests: Mapping[str, str]


@dataclass(frozen=True)
class Earlier:
    """The round before, and the questions that both rounds asked alike; `lists` by basis."""

    round_key: str
    round_name: str
    questionnaire: str
    on: dt.date
    common: tuple[str, ...]
    lists: Mapping[Basis, EarlierList]


def read_earlier(
    services: Services,
    session: Session,
    round_: Round,
    asked: Questionnaire,
    lists: Sequence[Entrants],
    *,
    by: Person,
) -> Earlier | None:
    """The latest earlier round of the same questionnaire, of any version, with which something can be compared; None
    where there is none."""
    earlier = [o for o in list_counted_rounds(session) if (o.opens_on, o.id) < (round_.opens_on, round_.id)]
    for other in sorted(earlier, key=lambda o: (o.opens_on, o.id), reverse=True):
        if before := _questionnaire(services, other, asked):
            scores = official_scores(services, session, other, by=by)
            numbers = {
                one.basis: [scores[one.basis][code][0] for code in one.codes if code in scores[one.basis]]
                for one in lists
            }
            return earlier_of(services, session, other, before, asked, numbers)
    return None


def _questionnaire(services: Services, other: Round, asked: Questionnaire) -> Questionnaire | None:
    """What the earlier round asked, if it can be compared with anything."""
    try:
        before = questionnaire_of(services, other)
    except (NotFoundError, ConfigurationError):  # its files are gone or no longer what they were
        return None
    return before if before.code == asked.code and _common(before, asked) else None


def _common(before: Questionnaire, asked: Questionnaire) -> tuple[str, ...]:
    matches = matching(before, asked)
    return tuple(code for code in asked.question if matches[code] in COMPARED)


def earlier_of(
    services: Services,
    session: Session,
    other: Round,
    before: Questionnaire,
    asked: Questionnaire,
    numbers: Mapping[Basis, Sequence[int]],
) -> Earlier:
    """The round `other`, which asked `before`, with these of its assessments by basis."""
    matches = matching(before, asked)
    lists = {basis: _read(services, session, asked, basis, ids, matches) for basis, ids in numbers.items()}
    common = _common(before, asked)
    return Earlier(other.key, other.name, other.questionnaire, other.closes_on, common, lists)


def _read(
    services: Services,
    session: Session,
    asked: Questionnaire,
    basis: Basis,
    numbers: Sequence[int],
    matches: Mapping[str, Match],
) -> EarlierList:
    codes, sheets, digests = list[str](), list[AnswerSheet](), dict[str, str]()
    stated = _stated(services, load_sheets(session, numbers), asked, basis, matches)
    while portion := list(islice(stated, PORTION)):
        sheets.append(sheet_of(asked, [answers for _, answers, _ in portion]))
        codes += [code for code, _, _ in portion]
        digests |= {code: made for code, _, made in portion}
    return EarlierList(tuple(codes), joined(asked, sheets), digests)


def _stated(
    services: Services,
    rows: Iterator[Assessment],
    asked: Questionnaire,
    basis: Basis,
    matches: Mapping[str, Match],
) -> Iterator[tuple[str, FirmAnswers, str]]:
    """Code, answers as `asked` reads them, and digest of what was stated; without firms whose answers cannot be read
    any more or whose processes are all gone."""
    for assessment in rows:
        try:
            held = read_held(services, assessment)
        except AnswerError:
            continue
        stated = seen(held.answers, basis)
        known = readable(asked, stated, None if held.questionnaire is asked else matches, shares={})
        if known.shares:
            made = digest(to_document(held.questionnaire, stated))
            yield assessment.firm.credit_code, known, made
