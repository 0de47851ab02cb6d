"""Who may do what: one table from actions to roles; what is not in it is refused."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field

from readiness.errors import ForbiddenError


class Role(enum.StrEnum):
    """What a person is here for; one role a person."""

    FIRM = "firm"
    CONSULTANT = "consultant"
    OFFICER = "officer"
    ADMINISTRATOR = "administrator"


OWNER = "owner"
EDITOR = "editor"
STAFF = frozenset({Role.CONSULTANT, Role.OFFICER, Role.ADMINISTRATOR})


@dataclass(frozen=True)
class Membership:
    """A seat in a firm: `kind` owner or editor; `dimensions` limits an editor to these codes (None: all)."""

    firm_id: int
    kind: str
    dimensions: frozenset[str] | None = None


@dataclass(frozen=True)
class Person:
    """Whoever asks, as everything below the edge knows them; `city` limits an officer, `firms` maps ids to seats."""

    id: int
    role: Role
    name: str
    email: str
    language: str
    city: str | None = None
    firms: Mapping[int, Membership] = field(default_factory=dict)


class Action(enum.StrEnum):
    """Everything a page, an address of the API or a command can do; each route names exactly one."""

    # everybody with a login
    USE_ACCOUNT = "use_account"
    # firm
    LIST_ASSESSMENTS = "list_assessments"
    MANAGE_MEMBERS = "manage_members"
    EXPORT_DATA = "export_data"
    DELETE_FIRM = "delete_firm"
    DELETE_ACCOUNT = "delete_account"
    OPEN_ASSESSMENT = "open_assessment"
    VIEW_ASSESSMENT = "view_assessment"
    VIEW_ANSWERS = "view_answers"
    VIEW_OUTLOOK = "view_outlook"
    EDIT_PROFILE = "edit_profile"
    EDIT_STATEMENTS = "edit_statements"
    EDIT_ANSWERS = "edit_answers"
    VIEW_HISTORY = "view_history"
    WRITE_NOTE = "write_note"
    VIEW_EVIDENCE = "view_evidence"
    ADD_EVIDENCE = "add_evidence"
    DESCRIBE_EVIDENCE = "describe_evidence"
    REMOVE_EVIDENCE = "remove_evidence"
    CHECK_ASSESSMENT = "check_assessment"
    DECLARE_ASSESSMENT = "declare_assessment"
    SUBMIT_ASSESSMENT = "submit_assessment"
    WITHDRAW_ASSESSMENT = "withdraw_assessment"
    VIEW_RECEIPT = "view_receipt"
    VIEW_RESULT = "view_result"
    TRY_SCENARIO = "try_scenario"
    KEEP_SCENARIO = "keep_scenario"
    MAKE_PLAN = "make_plan"
    TAKE_OVER_PLAN = "take_over_plan"
    VIEW_ACTIONS = "view_actions"
    CHANGE_ACTIONS = "change_actions"
    SHARE_RESULT = "share_result"
    REQUEST_REPORT = "request_report"
    # consultant
    VIEW_WORK_LIST = "view_work_list"
    VIEW_VERDICTS = "view_verdicts"
    RECORD_VERDICTS = "record_verdicts"
    SIGN_AUDIT = "sign_audit"
    RETURN_ASSESSMENT = "return_assessment"
    # office
    LIST_ROUNDS = "list_rounds"
    OPEN_ROUND = "open_round"
    CLOSE_ROUND = "close_round"
    LIST_FIRMS = "list_firms"
    IMPORT_FIRMS = "import_firms"
    INVITE_FIRM = "invite_firm"
    CONFIRM_FIRM = "confirm_firm"
    ASSIGN_CONSULTANT = "assign_consultant"
    VIEW_PROGRESS = "view_progress"
    VIEW_RANKING = "view_ranking"
    VIEW_QUALITY = "view_quality"
    EXPORT_RANKING = "export_ranking"
    RUN_RANKING = "run_ranking"
    FINALISE_ASSESSMENT = "finalise_assessment"
    # administration
    LIST_PEOPLE = "list_people"
    ADD_PERSON = "add_person"
    CHANGE_PERSON = "change_person"
    VIEW_EVENTS = "view_events"


_EVERYBODY = frozenset(Role)
_FIRM = frozenset({Role.FIRM})
_CONSULTANT = frozenset({Role.CONSULTANT})
_OFFICE = frozenset({Role.OFFICER, Role.ADMINISTRATOR})
_ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})

PERMISSIONS: dict[Action, frozenset[Role]] = {
    Action.USE_ACCOUNT: _EVERYBODY,
    Action.LIST_ASSESSMENTS: _FIRM,
    Action.MANAGE_MEMBERS: _FIRM,
    Action.EXPORT_DATA: _FIRM,
    Action.DELETE_FIRM: _FIRM,
    Action.DELETE_ACCOUNT: _FIRM,
    Action.OPEN_ASSESSMENT: _FIRM,
    Action.VIEW_ASSESSMENT: _EVERYBODY,
    Action.VIEW_ANSWERS: _EVERYBODY,
    Action.VIEW_OUTLOOK: _FIRM,
    Action.EDIT_PROFILE: _FIRM,
    Action.EDIT_STATEMENTS: _FIRM,
    Action.EDIT_ANSWERS: _FIRM,
    Action.VIEW_HISTORY: _FIRM,
    Action.WRITE_NOTE: _FIRM,
    Action.VIEW_EVIDENCE: _EVERYBODY,
    Action.ADD_EVIDENCE: _FIRM,
    Action.DESCRIBE_EVIDENCE: _FIRM,
    Action.REMOVE_EVIDENCE: _FIRM,
    Action.CHECK_ASSESSMENT: _FIRM,
    Action.DECLARE_ASSESSMENT: _FIRM,
    Action.SUBMIT_ASSESSMENT: _FIRM,
    Action.WITHDRAW_ASSESSMENT: _FIRM,
    Action.VIEW_RECEIPT: _FIRM,
    Action.VIEW_RESULT: _EVERYBODY,
    Action.TRY_SCENARIO: _EVERYBODY,
    Action.KEEP_SCENARIO: _FIRM,
    Action.MAKE_PLAN: _EVERYBODY,
    Action.TAKE_OVER_PLAN: _FIRM,
    Action.VIEW_ACTIONS: _EVERYBODY,
    Action.CHANGE_ACTIONS: _FIRM,
    Action.SHARE_RESULT: _FIRM,
    Action.REQUEST_REPORT: _EVERYBODY,
    Action.VIEW_WORK_LIST: _CONSULTANT,
    Action.VIEW_VERDICTS: _CONSULTANT | _OFFICE,
    Action.RECORD_VERDICTS: _CONSULTANT,
    Action.SIGN_AUDIT: _CONSULTANT,
    Action.RETURN_ASSESSMENT: _CONSULTANT | _OFFICE,
    Action.LIST_ROUNDS: _OFFICE,
    Action.OPEN_ROUND: _OFFICE,
    Action.CLOSE_ROUND: _OFFICE,
    Action.LIST_FIRMS: _OFFICE,
    Action.IMPORT_FIRMS: _OFFICE,
    Action.INVITE_FIRM: _OFFICE,
    Action.CONFIRM_FIRM: _OFFICE,
    Action.ASSIGN_CONSULTANT: _OFFICE,
    Action.VIEW_PROGRESS: _OFFICE,
    Action.VIEW_RANKING: _OFFICE,
    Action.VIEW_QUALITY: _OFFICE,
    Action.EXPORT_RANKING: _OFFICE,
    Action.RUN_RANKING: _OFFICE,
    Action.FINALISE_ASSESSMENT: _OFFICE,
    Action.LIST_PEOPLE: _ADMINISTRATOR,
    Action.ADD_PERSON: _ADMINISTRATOR,
    Action.CHANGE_PERSON: _ADMINISTRATOR,
    Action.VIEW_EVENTS: _ADMINISTRATOR,
}

OWNER_ONLY = frozenset(
    {
        Action.MANAGE_MEMBERS,
        Action.EXPORT_DATA,
        Action.DELETE_FIRM,
        Action.OPEN_ASSESSMENT,
        Action.DECLARE_ASSESSMENT,
        Action.SUBMIT_ASSESSMENT,
        Action.WITHDRAW_ASSESSMENT,
        Action.SHARE_RESULT,
    }
)
"""Of a firm's members only owners may do these."""

UNLIMITED_ONLY = frozenset({Action.EDIT_PROFILE, Action.EDIT_STATEMENTS, Action.TAKE_OVER_PLAN})
"""Not for editors who are limited to some dimensions: these parts belong to no dimension."""

CONSENT: dict[Action, str] = {
    Action.VIEW_ANSWERS: "figures",
    Action.TRY_SCENARIO: "figures",
    Action.MAKE_PLAN: "figures",
    Action.VIEW_ACTIONS: "figures",
    Action.VIEW_EVIDENCE: "evidence",
}
"""The group of data that a firm must have agreed to share before the office may do this."""


SUBMITTED_ONLY = frozenset(
    {
        Action.VIEW_RESULT,
        Action.REQUEST_REPORT,
        Action.TRY_SCENARIO,
        Action.MAKE_PLAN,
        Action.VIEW_ACTIONS,
    }
)
"""Not for the office before the firm has submitted: until then a result is the firm's own business."""


def may(person: Person, action: Action, *, firm_id: int | None = None) -> bool:
    """True when the role allows it and, for a firm's member, the seat does (in `firm_id`, else in any firm)."""
    if person.role not in PERMISSIONS.get(action, frozenset()):
        return False
    if person.role is not Role.FIRM or (firm_id is None and action not in OWNER_ONLY | UNLIMITED_ONLY):
        return True
    seats = (
        person.firms.values()
        if firm_id is None
        else [s for s in person.firms.values() if s.firm_id == firm_id]
    )
    return any(_seat_allows(seat, action) for seat in seats)


def _seat_allows(seat: Membership, action: Action) -> bool:
    if action in OWNER_ONLY:
        return seat.kind == OWNER
    return action not in UNLIMITED_ONLY or seat.kind == OWNER or seat.dimensions is None


def require(person: Person, action: Action, *, firm_id: int | None = None) -> None:
    """Return if `may`, else raise ForbiddenError."""
    if not may(person, action, firm_id=firm_id):
        raise ForbiddenError(f"{person.role} may not {action}")


def require_everywhere(person: Person) -> None:
    """Return unless the person looks after one city only, else raise ForbiddenError: for what concerns all cities."""
    if person.city:
        raise ForbiddenError(f"an officer of {person.city} may not decide for other cities")


def agreed(person: Person, action: Action, consent: Mapping[str, object] | None) -> bool:
    """True unless the action shows the office a group of data that the firm has not agreed to share."""
    group = CONSENT.get(action)
    if group is None or person.role not in _OFFICE:
        return True
    return bool((consent or {}).get(group))


def disclosed(person: Person, action: Action, *, submitted: bool) -> bool:
    """True unless the action shows the office a result that the firm has not submitted."""
    return submitted or action not in SUBMITTED_ONLY or person.role not in _OFFICE


def dimension_allowed(person: Person, firm_id: int, dimension: str) -> bool:
    """True when this member may edit answers of the dimension."""
    seat = person.firms.get(firm_id)
    return seat is not None and (
        seat.kind == OWNER or seat.dimensions is None or dimension in seat.dimensions
    )
