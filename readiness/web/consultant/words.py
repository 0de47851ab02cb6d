"""What consultants read: names of verdicts and states, and which field a refusal belongs to."""

from __future__ import annotations

from readiness.assessment.states import AssessmentState
from readiness.questionnaire.answers import Verdict, VerdictEntry
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
GROUP_WORDS = {
    "": mark("All assessments"),
    "open": mark("To verify"),
    "with_firm": mark("With the firm"),
    "signed": mark("Signed"),
}
UNSIGNED = {
    AssessmentState.SUBMITTED: mark("Nothing is verified yet: a signature needs verdicts to stand under."),
    AssessmentState.RETURNED: mark(
        "The assessment is with the firm. It can be signed after the firm has submitted it again."
    ),
    AssessmentState.VERIFIED: mark("This verification is signed already."),
    AssessmentState.FINAL: mark("This verification is signed already."),
}
SIGNED_MEANWHILE = mark(
    "What you typed stands below. The verification is signed, and verdicts no longer change: copy what is still needed "
    "and give it to the cluster office."
)
CLOSED = {AssessmentState.VERIFIED: SIGNED_MEANWHILE, AssessmentState.FINAL: SIGNED_MEANWHILE}
WITH_FIRM = mark(
    "What you typed stands below. Verdicts can be recorded when the firm has submitted again: keep this page open "
    "until then and press the button, or copy your text."
)
MOVED_ON = mark("The firm has not submitted this assessment.")
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


def verdict_words(ask: Ask, entry: object) -> str:
    """A verdict in words: what, the audited value, the reason; for reading and for comparing two."""
    if not isinstance(entry, VerdictEntry):
        return translate("No verdict yet")
    value = "" if entry.value is None else HANDLERS[ask.question.kind].spoken(ask, entry.value)
    known = any(grade.code == entry.grade for grade in ask.questionnaire.grades)
    grade = ask.words(f"evidence.{entry.grade}").striptags() if known else ""
    said = (translate(VERDICTS[entry.verdict]), value, grade, entry.reason)
    return translate("; ").join(part for part in said if part)


def not_yet_words(state: str) -> str:
    """Why an assessment in this state cannot be signed."""
    return translate(UNSIGNED.get(AssessmentState(state), MOVED_ON))


def closed_words(state: str) -> str:
    """What can be done with verdicts that were typed when an assessment went into this state."""
    return translate(CLOSED.get(AssessmentState(state), WITH_FIRM))


def state_words(state: str) -> str:
    """A state as consultants see it."""
    return translate(STATES[AssessmentState(state)])
