"""The priority list in words, and what its order rests on: for pages and for the command line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from readiness.document.plans import action_title
from readiness.document.words import Reader
from readiness.questionnaire.guidance import PriorityRules
from readiness.scoring.cost_base import CostShares
from readiness.scoring.priority import Priority, Wishes


@dataclass(frozen=True)
class PriorityRow:
    """One line of the priority list."""

    code: str
    title: str
    points: str
    evidence: str
    effort: str
    months: str
    value: str
    note: str


def priority_rows(reader: Reader, lines: Sequence[Priority]) -> tuple[PriorityRow, ...]:
    """The priority list in words."""
    return tuple(_priority(reader, line) for line in lines)


def _priority(reader: Reader, line: Priority) -> PriorityRow:
    translate, action = reader.translate, line.gain.step.action
    notes = [translate("quick win")] if line.quick else []
    notes += [translate("holds the next level back")] if line.gate > 1 else []
    notes += [] if line.ready else [translate("other steps come first")]
    return PriorityRow(
        code=action.code,
        title=action_title(reader, action),
        points=f"{line.gain.points:.2f}",
        evidence=f"{line.gain.evidence:.2f}",
        effort=reader.text("cost_bands", action.cost),
        months=str(line.gain.step.months),
        value=f"{line.value:.3f}",
        note=translate(", ").join(notes),
    )


def priority_notes(
    reader: Reader, rules: PriorityRules, wishes: Wishes, lines: Sequence[Priority]
) -> tuple[str, ...]:
    """What stands for peers, costs and weights of measures in the list, and where a usual value had to."""
    translate = reader.translate
    if not lines:
        return (translate("No action would raise a score any more."),)
    return (
        _peers_note(reader, rules, lines),
        *_costs_notes(reader, rules, wishes.costs),
        _policy_note(reader, wishes),
    )


def _peers_note(reader: Reader, rules: PriorityRules, lines: Sequence[Priority]) -> str:
    known, target = sum(line.peers is not None for line in lines), f"{rules.target:g}"
    if not known:
        return reader.translate(
            "Peers: no published figures; %(target)s points stand for their best quarter.",
            target=target,
        )
    if known == len(lines):
        return reader.translate(
            "Peers: where their best quarter begins, as published for the number itself or for the whole dimension."
        )
    return reader.translate(
        "Peers: where their best quarter begins, as published for the number itself or for the whole dimension "
        "(%(known)s of %(count)s lines); for the others %(target)s points stand for it.",
        known=known,
        count=len(lines),
        target=target,
    )


def _costs_notes(reader: Reader, rules: PriorityRules, costs: CostShares) -> Iterator[str]:
    translate = reader.translate
    if not rules.cost_kinds:
        return
    if not costs.kinds:
        yield translate("Costs: the profile states no figures for them, so they do not weigh.")
        return
    shares = translate(", ").join(
        f"{reader.name('cost_kinds', code)} {reader.percent(100 * share)}"
        for code, share in costs.kinds.items()
    )
    base = translate(", ").join(reader.name("profile", code) for code in rules.cost_base)
    yield translate(
        "Costs: by the profile and the method's prices, as shares of “%(base)s”: %(shares)s.",
        base=base,
        shares=shares,
    )
    if costs.silent:
        names = translate(", ").join(reader.name("cost_kinds", code) for code in costs.silent)
        yield translate("Costs of which the profile says nothing do not weigh: %(names)s.", names=names)


def _policy_note(reader: Reader, wishes: Wishes) -> str:
    if not wishes.policy:
        return reader.translate("Measures: all weigh the same.")
    weights = reader.translate("; ").join(
        f"{reader.name('measures', code)} × {weight:g}" for code, weight in wishes.policy.items()
    )
    return reader.translate("Measures: %(weights)s; all others × 1.", weights=weights)
