"""What waits for documents: answer by answer, and what the result would be with all of them."""

from __future__ import annotations

from dataclasses import dataclass

from readiness.document.words import Reader, plain, signed, signed_amount
from readiness.scoring.grid import display
from readiness.scoring.scorecard import Scorecard
from readiness.scoring.waiting import Waiting

LEAST_SHOWN = 0.05


@dataclass(frozen=True)
class WaitingRow:
    """One answer that counts less than it states."""

    code: str
    text: str
    sentence: str
    points: str


@dataclass(frozen=True)
class EvidencePart:
    """`points`: of the index, with documents behind all of `rows`; `sentence` says what that makes of the result."""

    points: str
    sentence: str
    rows: tuple[WaitingRow, ...]


def evidence_part(reader: Reader, card: Scorecard, found: Waiting) -> EvidencePart | None:
    """By falling gain; None where all documents together would not be seen in the index."""
    after = found.documented
    if after.index - card.index < LEAST_SHOWN and after.level == card.level:
        return None
    values = {
        "count": len(found.answers), "after": reader.index(after.index), "before": reader.index(card.index),
        "level": after.level, "old": card.level,
    }  # fmt: skip
    if after.level == card.level:
        sentence = reader.translate(
            "With documents behind %(count)s answers the index would be %(after)s instead of %(before)s.",
            **values,
        )
    else:
        sentence = reader.translate(
            "With documents behind %(count)s answers the index would be %(after)s instead of %(before)s, and the level "
            "%(level)s instead of %(old)s.",
            **values,
        )
    return EvidencePart(
        points=gained(after.index - card.index),
        sentence=sentence,
        rows=tuple(
            WaitingRow(
                one.code,
                reader.question(one.code),
                reader.translate(
                    "declared %(raw)s, counted %(counted)s: %(points)s points wait for a document",
                    raw=plain(round(one.raw, 1)),
                    counted=plain(round(one.counted, 1)),
                    points=gained(one.points).removeprefix("+"),
                ),
                gained(one.points),
            )
            for one in found.answers
        ),
    )


def gained(points: float) -> str:
    """Points with their sign, one decimal, two where one would show nothing."""
    if abs(points) >= LEAST_SHOWN:
        return signed(display(abs(points)), points)
    return signed_amount(points)
