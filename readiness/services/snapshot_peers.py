"""Publish the peer figures of a round anew, once enough results are new; nothing else ever changes them."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import astuple

import numpy as np
from sqlalchemy.orm import Session

from readiness.assessment.states import SIGNED, WAITING
from readiness.questionnaire.model import Questionnaire
from readiness.scoring.cohorts import Cohort, Firm, Path, Record, path_of, refresh
from readiness.scoring.grid import on_grid
from readiness.scoring.layout import layout_of
from readiness.scoring.peer_figures import counted, figures_of, told_apart
from readiness.scoring.raw_figures import raw_figures
from readiness.scoring.scorecard import Basis, Standing
from readiness.scoring.sheet import sheet_of
from readiness.services.context import Services
from readiness.services.editing import questionnaire_of, read_held
from readiness.services.seal import seal_of_peers
from readiness.store.peers import (
    PeerSource,
    add_snapshot,
    list_members,
    list_peer_sources,
    load_peer_rows,
    set_members,
)
from readiness.store.rows import Assessment, PeerMember, PeerSnapshot, Round, ScorecardRow

INDEX = "index"
CONSENT = "figures"


def snapshot_peers(
    services: Services, session: Session, round_: Round, *, at: dt.datetime
) -> PeerSnapshot | None:
    """The new figures; None where those before stand: too few new results, or a practice round, which compares nobody.

    Counted are official results of confirmed firms: the verified one of a signed audit, else the declared one.
    """
    if round_.practice:
        return None
    asked = questionnaire_of(services, round_)
    rules = asked.rules.peers
    sources = {
        source.assessment_id: source
        for source in list_peer_sources(
            session, round_, waiting=WAITING, signed=SIGNED, standing=Standing.OFFICIAL
        )
    }
    members = {member.assessment_id: member for member in list_members(session, round_)}
    cohorts = refresh(
        _cohorts(members.values()),
        {number: _record(source, rules.groups) for number, source in sources.items()},
        least=asked.rules.peer_group_from,
        after=rules.refresh_after,
    )
    if cohorts is None:
        return None
    standing = _members(services, session, asked, round_, cohorts, members, sources)
    document = document_of(asked, standing.values())
    set_members(session, round_, standing.values())
    seal = seal_of_peers(document, standing.values())
    return add_snapshot(session, round_, document, seal=seal, firms=len(standing), at=at)


def key_of(path: Path) -> str:
    """A group as it is stored; '' for all firms."""
    return "/".join(path)


def path_in(key: str) -> Path:
    """The group stored as `key`."""
    return tuple(key.split("/")) if key else ()


def _record(source: PeerSource, groups: Sequence[str]) -> Record:
    """A mark of all that a firm's figures come from, the consent to show them included."""
    agreed = bool((source.consent or {}).get(CONSENT))
    text = "|".join(
        [
            source.basis,
            source.answers_digest,
            source.questionnaire_digest,
            f"{on_grid(source.score):.4f}",
            f"{agreed}",
        ]
    )
    codes = [str(getattr(source, group)) for group in groups]
    return Record(path_of(codes), hashlib.sha256(text.encode()).hexdigest())


def _cohorts(members: Iterable[PeerMember]) -> list[Cohort]:
    found: dict[int, dict[Firm, Record]] = {}
    homes: dict[int, Path] = {}
    for member in members:
        found.setdefault(member.cohort, {})[member.assessment_id] = Record(path_in(member.path), member.mark)
        homes[member.cohort] = path_in(member.home)
    return [Cohort(homes[number], records) for number, records in found.items()]


def _members(
    services: Services,
    session: Session,
    asked: Questionnaire,
    round_: Round,
    cohorts: Sequence[Cohort],
    before: Mapping[int, PeerMember],
    sources: Mapping[int, PeerSource],
) -> dict[int, PeerMember]:
    """Rows of everybody counted; numbers are read anew only for records that were not counted before."""
    places = {
        int(str(firm)): (number, cohort.home, record)
        for number, cohort in enumerate(cohorts)
        for firm, record in cohort.records.items()
    }
    new = [n for n, (_, _, record) in places.items() if n not in before or before[n].mark != record.mark]
    figures = _figures(services, session, asked, {number: sources[number] for number in new})
    withheld = _withheld(asked, before, {n for n in places if n not in figures}, sources)
    return {
        number: PeerMember(
            assessment_id=number,
            round_id=round_.id,
            cohort=cohort,
            home=key_of(home),
            path=key_of(record.path),
            mark=record.mark,
            index=figures[number][INDEX] if number in figures else before[number].index,
            figures=figures[number] if number in figures else _without(before[number], withheld[number]),
        )
        for number, (cohort, home, record) in places.items()
    }


def _withheld(
    asked: Questionnaire,
    before: Mapping[int, PeerMember],
    staying: Collection[int],
    sources: Mapping[int, PeerSource],
) -> dict[int, frozenset[str]]:
    """By record that stays the codes it counts for no more: where too few of its cohort leave with such a value, and
    all stated numbers once a firm of the cohort has taken its consent to show them back."""
    scores = {INDEX, *(p.code for p in asked.pillars), *(d.code for d in asked.dimensions)}
    cohorts: dict[int, list[PeerMember]] = {}
    for member in before.values():
        cohorts.setdefault(member.cohort, []).append(member)
    found: dict[int, frozenset[str]] = {}
    for cohort in cohorts.values():
        stay = [member for member in cohort if member.assessment_id in staying]
        leaving = [member.figures for member in cohort if member.assessment_id not in staying]
        numbers = frozenset(code for member in stay for code in member.figures) - scores
        gone = told_apart(leaving, asked.rules.peer_group_from)
        if any(
            member.figures.keys() & numbers and _refused(sources.get(member.assessment_id)) for member in stay
        ):
            gone |= numbers
        found |= {member.assessment_id: gone for member in stay}
    return found


def _refused(source: PeerSource | None) -> bool:
    return source is not None and not (source.consent or {}).get(CONSENT)


def _without(member: PeerMember, codes: frozenset[str]) -> dict[str, float]:
    return {code: value for code, value in member.figures.items() if code not in codes}


def _figures(
    services: Services, session: Session, asked: Questionnaire, sources: Mapping[int, PeerSource]
) -> dict[int, dict[str, float]]:
    """By assessment its scores on the grid and, where the firm agreed, the numbers it states."""
    rows = load_peer_rows(session, {number: source.basis for number, source in sources.items()})
    found = {assessment.id: _scores(card) for assessment, card in rows}
    sharing = [(a, card) for a, card in rows if (a.consent or {}).get(CONSENT)]
    if sharing:
        numbers = _numbers(services, asked, sharing)
        for assessment, _ in sharing:
            found[assessment.id] |= numbers[assessment.id]
    return found


def _scores(card: ScorecardRow) -> dict[str, float]:
    parts = {INDEX: card.index, **card.pillars, **card.dimensions}
    return {code: on_grid(score) for code, score in parts.items() if score is not None}


def _numbers(
    services: Services, asked: Questionnaire, rows: Sequence[tuple[Assessment, ScorecardRow]]
) -> dict[int, dict[str, float]]:
    found: dict[int, dict[str, float]] = {assessment.id: {} for assessment, _ in rows}
    for basis in Basis:
        own = [assessment for assessment, card in rows if card.basis == basis]
        if not own:
            continue
        sheet = sheet_of(asked, [read_held(services, assessment).answers for assessment in own])
        sheet = sheet if basis is Basis.VERIFIED else sheet.without_audit()
        for code, values in raw_figures(layout_of(asked), sheet).items():
            for place in np.flatnonzero(np.isfinite(values)).tolist():
                found[own[place].id][code] = float(values[place])
    return found


def document_of(asked: Questionnaire, members: Iterable[PeerMember]) -> dict[str, object]:
    """By group: firms counted, and by code count, lower quartile, median and upper quartile."""
    rules, rows = asked.rules, list(members)
    cohorts = _cohorts(rows)
    values: dict[Firm, Mapping[str, float]] = {row.assessment_id: row.figures for row in rows}
    found = figures_of(
        cohorts, values, least=rules.peer_group_from, quartiles_from=rules.peers.quartiles_from
    )
    return {
        key_of(group): {
            "firms": counted(cohorts, group),
            "figures": {code: list(astuple(figure)) for code, figure in figures.items()},
        }
        for group, figures in found.items()
    }
