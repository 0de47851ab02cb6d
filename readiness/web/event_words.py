"""Sentences for the log of events: one for every action, one for every detail worth reading."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from readiness.services.list_events import EventLine
from readiness.web.consultant.words import state_words
from readiness.web.database import get_services
from readiness.web.filters import plain_text, score
from readiness.web.i18n import NAMES, language, mark, translate
from readiness.web.navigation import role_name

SENTENCES = {
    "accept_invitation": mark("Accepted an invitation to the firm"),
    "add_action": mark("Added an action to the plan"),
    "add_passkey": mark("Added a passkey"),
    "add_user": mark("Added a person"),
    "ask_invitation": mark("Asked for another invitation to the firm"),
    "assign_consultant": mark("Assigned a consultant to the assessment"),
    "change_action": mark("Changed an action of the plan"),
    "change_consent": mark("Changed what the firm shares with the office"),
    "change_password": mark("Changed the password"),
    "change_scenario": mark("Changed a scenario"),
    "change_user": mark("Changed a person's rights"),
    "choose_notices": mark("Chose what to be told by which way"),
    "close_round": mark("Closed the round"),
    "confirm_firm": mark("Confirmed the firm"),
    "confirm_mail": mark("Confirmed the mail address"),
    "declare_assessment": mark("Declared the answers to be true"),
    "delete_scenario": mark("Deleted a scenario"),
    "delete_account": mark("Deleted the own account"),
    "delete_firm": mark("Had the data of the firm deleted"),
    "describe_evidence": mark("Changed what is said about a file"),
    "drop_second_factor": mark("Switched the second step of the sign-in off"),
    "end_sessions": mark("Signed other devices out"),
    "export_firm": mark("Took a copy of all data of the firm"),
    "finalise_assessment": mark("Made the result final"),
    "finish_action": mark("Finished an action of the plan"),
    "forget_second_factor": mark("Let a person set the second step up again"),
    "drop_verdicts": mark("Verdicts no longer count: the question is asked otherwise since"),
    "import_answers": mark("Took answers from a sheet"),
    "import_firms": mark("Imported a list of firms"),
    "invite_firm": mark("Made an invitation code for the firm"),
    "issue_reset": mark("Made a link for a person's new password"),
    "keep_scenario": mark("Kept a scenario"),
    "lapse_evidence": mark("Files count no more: they are past their last good day"),
    "leave_firm": mark("Left the firm with the own account"),
    "open_assessment": mark("Opened the assessment"),
    "open_round": mark("Opened the round"),
    "purge_evidence": mark("Deleted a file that had been removed long ago"),
    "purge_reports": mark("Deleted old report files"),
    "record_verdicts": mark("Recorded verdicts"),
    "register_firm": mark("Registered the firm"),
    "revoke_share": mark("Revoked a link to the result"),
    "remove_passkey": mark("Removed a passkey"),
    "remove_evidence": mark("Removed a file from an answer"),
    "withdraw_invitation": mark("Withdrew an invitation to the firm"),
    "change_member": mark("Changed a person's role in the firm"),
    "give_parts": mark("Gave a person dimensions or a day to finish"),
    "remind_member": mark("Reminded a person of open questions"),
    "remove_member": mark("Took a person out of the firm"),
    "renew_recovery_codes": mark("Made new recovery codes"),
    "request_report": mark("Asked for the report as PDF"),
    "run_ranking": mark("Had the ranking drawn"),
    "return_assessment": mark("Gave the assessment back to the firm"),
    "set_second_factor": mark("Set the second step of the sign-in up"),
    "share_result": mark("Made a link that shows the result"),
    "sign_audit": mark("Signed the verification"),
    "sign_in": mark("Signed in"),
    "sign_out": mark("Signed out"),
    "submit_assessment": mark("Submitted the assessment"),
    "take_over_plan": mark("Took a plan over into the firm's actions"),
    "use_recovery_code": mark("Signed in with a recovery code"),
    "withdraw_assessment": mark("Withdrew the assessment"),
}
GROUPS = {"scores": mark("scores"), "figures": mark("raw figures"), "evidence": mark("evidence")}
KINDS = {"owner": mark("owner"), "editor": mark("editor")}


def _same(value: Any) -> str:
    return str(value)


def _kind(value: Any) -> str:
    return translate(KINDS[value]) if value in KINDS else str(value)


def _city(value: Any) -> str:
    services = get_services()
    known = services.catalogue.get(services.settings.questionnaire)
    return plain_text(known.texts.get(f"areas.{value}", language())) if value in known.areas else str(value)


def _groups(value: Any) -> str:
    agreed = value if isinstance(value, Mapping) else {}
    return translate(", ").join(translate(words) for group, words in GROUPS.items() if agreed.get(group))


def _about(value: Any) -> str:
    """What is said about a file, as the event keeps it: days and a note."""
    told = value if isinstance(value, Mapping) else {}
    words = {"issued_on": mark("dated %(day)s"), "valid_until": mark("valid until %(day)s")}
    days = [translate(words[name], day=told[name]) for name in words if told.get(name)]
    return translate("; ").join([*days, *filter(None, [told.get("note")])]) or "–"


def _codes(value: Any) -> str:
    return translate(", ").join(map(str, value))


def _active(value: Any) -> str:
    return translate("yes") if value else translate("no")


DETAILS: dict[str, tuple[str, Callable[[Any], str]]] = {
    "reason": (mark("Reason: %(value)s"), _same),
    "consultant": (mark("Consultant: %(value)s"), _same),
    "muted": (mark("Turned off: %(value)s"), ", ".join),
    "user": (mark("Person: %(value)s"), _same),
    "name": (mark("In the name of %(value)s"), _same),
    "kind": (mark("As %(value)s"), _kind),
    "dimensions": (mark("Dimensions: %(value)s"), ", ".join),
    "due_on": (mark("Until %(value)s"), _same),
    "role": (mark("Role: %(value)s"), role_name),
    "city": (mark("City: %(value)s"), _city),
    "active": (mark("May sign in: %(value)s"), _active),
    "consent": (mark("Shared: %(value)s"), _groups),
    "from": (mark("Before: %(value)s"), state_words),
    "was": (mark("Before: %(value)s"), _about),
    "now": (mark("Now: %(value)s"), _about),
    "firm_action": (mark("Action: %(value)s"), _same),
    "question": (mark("Questions: %(value)s"), _same),
    "questions": (mark("Questions: %(value)s"), _codes),
    "index": (mark("Index: %(value)s"), score),
    "revision": (mark("Revision %(value)s"), _same),
    "questionnaire": (mark("Questionnaire %(value)s"), _same),
    "language": (mark("Language: %(value)s"), lambda value: NAMES.get(value, str(value))),
    "verdicts": (mark("Verdicts: %(value)s"), lambda value: str(len(value))),
    "left": (mark("Recovery codes left: %(value)s"), _same),
    "new": (mark("New: %(value)s"), _same),
    "changed": (mark("Changed: %(value)s"), _same),
    "refused": (mark("Refused: %(value)s"), _same),
    "kept": (mark("Kept: %(value)s"), _same),
    "erased": (mark("Erased: %(value)s"), _same),
    "added": (mark("Newly in the round: %(value)s"), _same),
    "sessions": (mark("Devices: %(value)s"), _same),
    "files": (mark("Files: %(value)s"), _same),
    "until": (mark("Until %(value)s"), _same),
    "number": (mark("Receipt number: %(value)s"), _same),
    "draws": (mark("Draws: %(value)s"), _same),
    "scenario": (mark("Scenario: %(value)s"), _same),
    "seed": (mark("Seed: %(value)s"), _same),
}
QUIET = frozenset({"share", "answers", "digest", "opened", "changes", "assessment"})
"""Details for the checks of the log, of no use to a reader."""


def sentence(action: str) -> str:
    """What was done, in the reader's language; the bare name for one that an older version wrote."""
    return translate(SENTENCES[action]) if action in SENTENCES else action


def details(line: EventLine) -> list[str]:
    """What else the log knows of an event, each in a few words."""
    return details_in(line.detail)


def details_in(detail: Mapping[str, Any]) -> list[str]:
    """The same for the details alone."""
    told = {name: value for name, value in detail.items() if value not in (None, "", {}, [])}
    return [
        translate(words, value=write(told[name])) for name, (words, write) in DETAILS.items() if name in told
    ]


def actions() -> list[tuple[str, str]]:
    """Every action with its sentence, in the order of the reader's words: the choices of a filter."""
    return sorted(((action, sentence(action)) for action in SENTENCES), key=lambda choice: choice[1])
