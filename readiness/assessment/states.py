"""The life of an assessment as one table: in which state each step is possible and where it leads."""

from __future__ import annotations

import enum

from readiness.errors import TransitionError


class AssessmentState(enum.StrEnum):
    """Assignment, desk review, dispute and hold are attributes beside the state, never states."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_VERIFICATION = "in_verification"
    RETURNED = "returned"
    VERIFIED = "verified"
    FINAL = "final"
    WITHDRAWN = "withdrawn"


class Step(enum.StrEnum):
    """What moves an assessment, or needs it to stand still somewhere."""

    SAVE = "save"
    DECLARE = "declare"
    SUBMIT = "submit"
    VERIFY = "verify"
    RETURN = "return"
    SIGN = "sign"
    FINALISE = "finalise"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"


_S = AssessmentState

STEPS: dict[Step, dict[AssessmentState, AssessmentState]] = {
    Step.SAVE: {_S.DRAFT: _S.DRAFT, _S.RETURNED: _S.RETURNED},
    Step.DECLARE: {_S.DRAFT: _S.DRAFT, _S.RETURNED: _S.RETURNED},
    Step.SUBMIT: {_S.DRAFT: _S.SUBMITTED, _S.RETURNED: _S.SUBMITTED},
    Step.VERIFY: {_S.SUBMITTED: _S.IN_VERIFICATION, _S.IN_VERIFICATION: _S.IN_VERIFICATION},
    Step.RETURN: {_S.SUBMITTED: _S.RETURNED, _S.IN_VERIFICATION: _S.RETURNED},
    Step.SIGN: {_S.IN_VERIFICATION: _S.VERIFIED},
    Step.FINALISE: {_S.VERIFIED: _S.FINAL},
    Step.WITHDRAW: {
        _S.DRAFT: _S.WITHDRAWN,
        _S.SUBMITTED: _S.WITHDRAWN,
        _S.RETURNED: _S.WITHDRAWN,
    },
    Step.REOPEN: {_S.WITHDRAWN: _S.DRAFT},
}


WAITING = (_S.SUBMITTED, _S.IN_VERIFICATION)
"""Submitted, and no signed audit yet: the declared result counts."""
SIGNED = (_S.VERIFIED, _S.FINAL)
"""An audit is signed: the verified result counts."""
STANDS = frozenset({*WAITING, *SIGNED})
"""In these the result that was issued last is the firm's result; otherwise none is until the next submission."""


def next_state(state: AssessmentState | str, step: Step) -> AssessmentState:
    """Where `step` leads from `state`; TransitionError names both when it is not possible there."""
    here = AssessmentState(state)
    there = STEPS[step].get(here)
    if there is None:
        raise TransitionError(step.value, here.value)
    return there


def possible(state: AssessmentState | str, step: Step) -> bool:
    """True when the step can be taken from this state."""
    return AssessmentState(state) in STEPS[step]
