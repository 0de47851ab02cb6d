"""What notices say on pages, and what each kind of them is called."""

from __future__ import annotations

from readiness.assessment.notices import Kind, Way
from readiness.services.notice_details import spoken
from readiness.store.rows import Notice
from readiness.web.database import get_services
from readiness.web.i18n import language, mark, translate

SENTENCES = {
    "invited": mark("%(by)s invites you to %(firm)s. Open the link in the mail, or type the code here."),
    "made_owner": mark(
        "%(by)s has made you an owner of %(firm)s: you can declare and submit its assessments and look after "
        "its people."
    ),
    "made_editor": mark("%(by)s has made you an editor of %(firm)s: you can answer its questions."),
    "member_removed": mark("%(by)s has taken you off the list of people of %(firm)s."),
    "returned": mark("The assessment of %(firm)s in the round %(round)s has come back to you: %(reason)s"),
    "assigned": mark("Please verify the assessment of %(firm)s in the round %(round)s."),
    "parts_given": mark("%(by)s has given you a part of the assessment of %(firm)s."),
    "reminder": mark(
        "%(by)s asks you to go on with the assessment of %(firm)s. Questions left in your part: %(left)s."
    ),
    "late": mark(
        "Your part of the assessment of %(firm)s was to be finished by %(day)s. Questions left: %(left)s."
    ),
    "late_team": mark("Late with their part of the assessment of %(firm)s: %(people)s."),
    "submitted": mark(
        "The assessment of %(firm)s in the round %(round)s is submitted. Receipt number: %(number)s."
    ),
    "verified": mark(
        "The assessment of %(firm)s in the round %(round)s is verified. The result stands here."
    ),
    "expiring": mark("Files of %(firm)s are good until %(day)s and count no more afterwards: %(files)s."),
}
MORE = {
    "parts_given": {"parts": mark("Dimensions: %(parts)s"), "day": mark("Please finish by %(day)s.")},
    "reminder": {"day": mark("Please finish by %(day)s.")},
}
"""Message → detail → what is said about it where it is known."""

KINDS = {
    Kind.INVITED: mark("You are invited to a firm"),
    Kind.ROLE: mark("Your role in a firm changes"),
    Kind.RETURNED: mark("An assessment comes back to the firm"),
    Kind.ASSIGNED: mark("You are given a part of an assessment, or one to verify"),
    Kind.REMINDED: mark("The owner reminds you of open questions"),
    Kind.LATE: mark("A part is late"),
    Kind.SUBMITTED: mark("An assessment is submitted"),
    Kind.VERIFIED: mark("An assessment is verified"),
    Kind.EXPIRING: mark("Evidence is about to expire"),
}
REASONS = {
    Kind.INVITED: mark("Without the code in it you could not join."),
    Kind.ROLE: mark("It changes what you can see and do."),
    Kind.RETURNED: mark("The firm has to answer within the round."),
}
"""Why these cannot be turned off."""
WAYS = {Way.MAIL: mark("Mail"), Way.PAGE: mark("Notice on the page")}


def sentences(notice: Notice) -> list[str]:
    """What the notice says in the reader's language; an older message that nobody knows any more says nothing."""
    details = spoken(get_services(), notice.details, language())
    said = [SENTENCES[notice.message]] if notice.message in SENTENCES else []
    said += [words for name, words in MORE.get(notice.message, {}).items() if details.get(name)]
    return [translate(words, **details) for words in said]
