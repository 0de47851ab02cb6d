"""The questions an audit of this assessment must cover."""

from __future__ import annotations

from readiness.assessment.verification import Sample, Stated, audit_sample
from readiness.scoring.scorecard import Basis, Scorecard
from readiness.services.editing import Held
from readiness.services.score_assessment import compute_scorecard


def draw_sample(held: Held, card: Scorecard | None = None) -> Sample:
    """Drawn from the declared answers by the assessment's seed; `card` saves computing the declared scorecard."""
    found = card or compute_scorecard(held, Basis.DECLARED)
    stated = {line.code: Stated(line.state, line.raw, line.applicable) for line in found.questions}
    return audit_sample(held.questionnaire, stated, seed=held.assessment.audit_seed)
