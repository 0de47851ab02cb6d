"""Words of the office for states, causes and columns that the services only name."""

from __future__ import annotations

from readiness.web.i18n import mark, translate

STAGES = {
    "outside": mark("Not in this round"),
    "not_started": mark("Not started"),
    "draft": mark("Draft"),
    "submitted": mark("Submitted"),
    "in_verification": mark("In verification"),
    "returned": mark("Returned"),
    "verified": mark("Verified"),
    "final": mark("Final"),
    "withdrawn": mark("Withdrawn"),
}
ROUND_STATES = {"draft": mark("Not open yet"), "open": mark("Open"), "closed": mark("Closed")}
CAUSES = {
    "unconfirmed": mark("The firm is not confirmed by the office."),
    "integrity": mark("The answers contradict each other in a way that must be settled first."),
    "hold": mark("On hold."),
    "draft": mark("The result is a draft only."),
    "unranked": mark("An entry statement rules ranking out."),
    "returned": mark("Returned to the firm."),
    "withdrawn": mark("Withdrawn by the firm."),
    "not_submitted": mark("Not submitted."),
    "not_scored": mark("Not scored yet."),
}
FIELDS = {
    "credit_code": mark("Unified social credit code"),
    "name": mark("Firm"),
    "name_en": mark("English name"),
    "city": mark("City"),
    "district": mark("District"),
}


def say(words: dict[str, str], code: str) -> str:
    """The words for a code in the reader's language; the code itself where there are none."""
    return translate(words[code]) if code in words else code
