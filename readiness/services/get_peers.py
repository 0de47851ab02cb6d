"""Where a firm's result stands among those of its peer group, as last published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from sqlalchemy.orm import Session

from readiness.assessment.permissions import Person
from readiness.questionnaire.model import Benchmark, Questionnaire
from readiness.scoring.cohorts import Path, back_off
from readiness.scoring.grid import on_grid
from readiness.scoring.layout import layout_of
from readiness.scoring.peer_figures import Figure
from readiness.scoring.peer_view import PeerLine, Peers, QuantityLine
from readiness.scoring.raw_figures import Quantity, quantities, raw_figures
from readiness.scoring.scorecard import FULL, Basis
from readiness.scoring.sheet import sheet_of
from readiness.services.context import Services
from readiness.services.get_result import ResultView, get_result
from readiness.services.peer_group import peer_group, peer_path
from readiness.services.snapshot_peers import INDEX, key_of, path_in
from readiness.store.peers import count_not_above, find_member, find_snapshot


def get_peers(services: Services, session: Session, assessment_key: str, *, by: Person) -> Peers:
    """For those who may see the result."""
    return peers_of(session, get_result(services, session, assessment_key, by=by))


def peers_of(session: Session, view: ResultView) -> Peers:
    """The peers of a result in hand. The percentile rank is told only of the very result that is counted: one that can
    be submitted again and again would find each peer's index out."""
    asked, card = view.questionnaire, view.main
    own = peer_path(asked, peer_group(asked, view.answers))
    snapshot = None if view.round.practice else find_snapshot(session, view.round)
    document: Mapping[str, Any] = snapshot.document if snapshot else {}
    group = back_off(own, [path_in(key) for key in document]) or ()
    found = document.get(key_of(group), {"firms": 0, "figures": {}})
    figures = {code: Figure(*numbers) for code, numbers in found["figures"].items()}
    shown = on_grid(card.index)
    counted = None if snapshot is None or view.preliminary else find_member(session, view.round, view.key)
    current = counted is not None and counted.index == shown
    percentiles = _percentiles(session, view, group, shown) if current else (None, None)
    scores: dict[str, float | None] = {INDEX: shown}
    scores |= {pillar.code: pillar.score for pillar in card.pillars}
    scores |= {line.code: line.score for pillar in card.pillars for line in pillar.dimensions}
    return Peers(
        own=own,
        group=group,
        firms=found["firms"],
        at=snapshot.at if snapshot else None,
        percentile=percentiles[0],
        percentile_mean=percentiles[1],
        scores=tuple(PeerLine(code, score, figures.get(code)) for code, score in scores.items()),
        quantities=tuple(_quantities(view, figures)) if view.with_figures else (),
        counted=current,
        preliminary=view.preliminary,
    )


def _percentiles(
    session: Session, view: ResultView, group: Path, index: float
) -> tuple[float | None, float | None]:
    """Not above, and with equals by half; shown where quartiles are."""
    below, not_above, firms = count_not_above(session, view.round, key_of(group), index)
    if firms < view.questionnaire.rules.peers.quartiles_from:
        return None, None
    return FULL * not_above / firms, FULL * (below + not_above) / 2 / firms


def _quantities(view: ResultView, figures: Mapping[str, Figure]) -> Sequence[QuantityLine]:
    """Every number that the firm states, or could state for one of its processes."""
    asked = view.questionnaire
    layout = layout_of(asked)
    sheet = sheet_of(asked, [view.answers])
    own = raw_figures(layout, sheet if view.main.basis is Basis.VERIFIED else sheet.without_audit())
    applies = {line.code: line.applicable for line in view.main.questions}
    sector = peer_group(asked, view.answers).sub_sector
    found = []
    for quantity in quantities(layout):
        stated = float(own[quantity.code][0])
        variants = (quantity.variant,) if "@" in quantity.code else quantity.question.variants
        mine = any(view.answers.shares.get(code) for variant in variants for code in variant.processes)
        if not (applies[quantity.question.code] and mine):
            continue
        figure = figures.get(quantity.code)
        found.append(
            QuantityLine(
                quantity=quantity,
                own=None if np.isnan(stated) else stated,
                figure=figure,
                leading=_leading(quantity, figure),
                benchmarks=() if figure else _benchmarks(asked, quantity, sector),
            )
        )
    return found


def _leading(quantity: Quantity, figure: Figure | None) -> float | None:
    """The quartile on the better side."""
    if figure is None:
        return None
    return figure.lower if quantity.variant.lower_is_better else figure.upper


def _benchmarks(asked: Questionnaire, quantity: Quantity, sector: str) -> tuple[Benchmark, ...]:
    """Public reference figures of the question in its unit, for all sub-sectors or this one."""
    return tuple(
        found
        for found in asked.benchmarks
        if found.question == quantity.question.code
        and found.unit == quantity.variant.unit
        and (not found.sub_sectors or sector in found.sub_sectors)
    )
