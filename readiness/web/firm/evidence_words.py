"""What files are worth for an answer, in a heading and sentences."""

from __future__ import annotations

from dataclasses import dataclass

from readiness.document.words import Reader, plain, signed, signed_amount
from readiness.questionnaire.answers import State
from readiness.questionnaire.model import Questionnaire
from readiness.scoring.grid import display
from readiness.services.weigh_evidence import Weighed
from readiness.web.i18n import language, translate

LEAST_SHOWN = 0.05
FULL = 100 - 1e-6
"""Percent of the weight: with less, open questions count nothing and the index of now would not be the foreseen one."""


@dataclass(frozen=True)
class Worth:
    """Tone of the notice, its heading, and what else there is to say."""

    tone: str
    heading: str
    sentences: tuple[str, ...]


def worth_of(weighed: Weighed, questionnaire: Questionnaire, code: str) -> Worth:
    """The engine's answer to 'what does a file bring here?', before one is there and afterwards."""
    without, line = weighed.lines
    low, high = (plain(cap) for cap in weighed.caps)
    if not line.applicable:
        return Worth("info", translate("This question does not apply; a file changes nothing."), ())
    if line.state == State.UNANSWERED:
        said = translate(
            "Without a file an answer counts at most %(low)s points, with a valid file %(high)s.",
            low=low,
            high=high,
        )
        return Worth("info", translate("Answer the question first: a file supports an answer."), (said,))
    gates = _gates(weighed, code)
    if without.raw <= weighed.caps[0]:
        said = translate(
            "The answer has %(points)s points; only above %(low)s does it take a file.",
            points=display(without.raw),
            low=low,
        )
        return Worth("info", translate("A file adds no points to this answer."), (said, *gates))
    heading = translate(
        "Cap %(low)s → %(high)s: %(points)s points of the index",
        low=low,
        high=high,
        points=_points(weighed.gain),
    )
    reader = Reader(questionnaire, language(), translate)
    if weighed.with_files.coverage < FULL:
        said = translate(
            "With a valid file the answer counts %(points)s points. The gain holds for what is answered so far; "
            "the foreseen index stands on the page of all parts.",
            points=display(line.counted),
        )
        return Worth("done" if weighed.counts else "info", heading, (said, *gates))
    before, after = reader.index(weighed.without.index), reader.index(weighed.with_files.index)
    said = translate(
        "With a valid file the answer counts %(points)s points, the index is %(after)s instead of %(before)s.",
        before=before,
        after=after,
        points=display(line.counted),
    )
    return Worth("done" if weighed.counts else "info", heading, (said, *gates))


def _points(gain: float) -> str:
    return signed(display(abs(gain)), gain) if abs(gain) >= LEAST_SHOWN else signed_amount(gain)


def _gates(weighed: Weighed, code: str) -> tuple[str, ...]:
    """The level that asks for evidence of this answer, and the level that changes."""
    asking = [
        gate.level
        for gate in weighed.without.gates
        if gate.kind == "evidence" and not gate.met and code in gate.questions
    ]
    said = (
        [translate("Level %(level)s asks for a valid file for this core question.", level=min(asking))]
        if asking
        else []
    )
    before, after = weighed.levels
    if before != after:
        said.append(
            translate("Level %(after)s with the file, %(before)s without.", after=after, before=before)
        )
    return tuple(said)
