"""What consultants read: names of verdicts and states, and why a verdict or a signature is refused."""

from __future__ import annotations

from readiness.assessment.states import AssessmentState
from readiness.errors import InputError
from readiness.questionnaire.answers import Verdict, VerdictEntry
from readiness.web import answer_form
from readiness.web.fields import HANDLERS, Ask
from readiness.web.i18n import mark, translate

VERDICTS = {
    Verdict.CONFIRMED: mark("Confirmed: the firm's answer stands"),
    Verdict.LOWERED: mark("Lowered: less than the firm declared"),
    Verdict.RAISED: mark("Raised: more than the firm declared"),
    Verdict.NOT_VERIFIABLE: mark("Not verifiable: no support was found"),
}
STATES = {
    AssessmentState.DRAFT: mark("Being filled in by the firm"),
    AssessmentState.SUBMITTED: mark("Waiting for verification"),
    AssessmentState.IN_VERIFICATION: mark("Verification under way"),
    AssessmentState.RETURNED: mark("Given back to the firm"),
    AssessmentState.VERIFIED: mark("Verification signed"),
    AssessmentState.FINAL: mark("Final result"),
    AssessmentState.WITHDRAWN: mark("Withdrawn by the firm"),
}
OWN = {
    "verdict_missing": mark("Choose a verdict or take the other entries of this question back."),
    "verdict_reason_missing": mark("Say why: a verdict other than confirmed needs its reason."),
    "verdict_value_missing": mark("Enter the value you found."),
    "verdict_value_not_expected": mark(
        "Only a lowered or raised verdict has a value of its own. Take it away."
    ),
    "verdict_grade_unknown": mark("Choose how it was checked."),
    "verdict_not_lower": mark("This value does not score lower than the firm's answer."),
    "verdict_not_higher": mark("This value does not score higher than the firm's answer."),
    "nothing_to_verify": mark("The firm has given no answer here that could be verified."),
    "independence_missing": mark("Without this statement the verification cannot be signed."),
    "day_to_come": mark("This day is still to come."),
    "sample_incomplete": mark("The sample still lacks verdicts: %(missing)s."),
}
REASON_CODES = frozenset({"verdict_reason_missing", "text_too_long", "text_unreadable"})
GRADE_CODES = frozenset({"verdict_grade_unknown"})
VALUE_CODES = frozenset(
    {
        "verdict_value_missing",
        "verdict_value_not_expected",
        "verdict_not_lower",
        "verdict_not_higher",
        "answer_invalid",
    }
)


def say(error: InputError) -> str:
    """The sentence for a refusal on these pages."""
    text = OWN.get(error.code)
    return translate(text, **error.values) if text else answer_form.say(error)


def verdict_words(ask: Ask, entry: object) -> str:
    """A verdict in words: what, the audited value, the reason; for reading and for comparing two."""
    if not isinstance(entry, VerdictEntry):
        return translate("No verdict yet")
    value = "" if entry.value is None else HANDLERS[ask.question.kind].spoken(ask, entry.value)
    grade = ask.words(f"evidence.{entry.grade}").striptags()
    said = (translate(VERDICTS[entry.verdict]), value, grade, entry.reason)
    return translate("; ").join(part for part in said if part)


def state_words(state: str) -> str:
    """A state as consultants see it."""
    return translate(STATES[AssessmentState(state)])
