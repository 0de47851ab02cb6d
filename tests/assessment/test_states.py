"""Each step in each state: where it leads, or that it is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from readiness.assessment.states import STEPS, AssessmentState, Step, next_state, possible
from readiness.errors import TransitionError

DOCS = Path(__file__).resolve().parents[2] / "docs" / "states.md"

EXPECTED = {
    "save": "draft draft · returned returned",
    "declare": "draft draft · returned returned",
    "submit": "draft submitted · returned submitted",
    "verify": "submitted in_verification · in_verification in_verification",
    "return": "submitted returned · in_verification returned",
    "sign": "in_verification verified",
    "finalise": "verified final",
    "withdraw": "draft withdrawn · submitted withdrawn · returned withdrawn",
    "reopen": "withdrawn draft",
}


def leads_to(step: Step, state: AssessmentState) -> str | None:
    pairs = dict(pair.split() for pair in EXPECTED[step].split(" · "))
    return pairs.get(state)


@pytest.mark.parametrize("step", Step)
@pytest.mark.parametrize("state", AssessmentState)
def test_every_step_in_every_state(step: Step, state: AssessmentState) -> None:
    expected = leads_to(step, state)
    assert possible(state, step) is (expected is not None)
    if expected is not None:
        assert next_state(state, step) == expected
        return
    with pytest.raises(TransitionError) as caught:
        next_state(state, step)
    assert (caught.value.step, caught.value.state) == (step, state)


def test_nothing_leads_out_of_final() -> None:
    assert [step for step, pairs in STEPS.items() if AssessmentState.FINAL in pairs] == []


def test_documentation_shows_the_table_as_it_is() -> None:
    text = DOCS.read_text(encoding="utf-8")
    for state in AssessmentState:
        cells = " | ".join(STEPS[step].get(state, "–") for step in Step)
        assert f"| {state} | {cells} |" in text
