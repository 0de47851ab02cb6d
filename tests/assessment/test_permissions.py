"""Who may do what, as a table to read through."""

from __future__ import annotations

import pytest

from readiness.assessment.permissions import (
    CONSENT,
    OWNER_ONLY,
    PERMISSIONS,
    UNLIMITED_ONLY,
    Action,
    Membership,
    Person,
    Role,
    agreed,
    dimension_allowed,
    may,
    require,
)
from readiness.errors import ForbiddenError

FIRM, OTHER = 7, 8

TABLE = """
use_account            firm consultant officer administrator
list_assessments       firm
manage_members         firm
export_data            firm
delete_firm            firm
delete_account         firm
open_assessment        firm
view_assessment        firm consultant officer administrator
view_answers           firm consultant officer administrator
view_outlook           firm
edit_profile           firm
edit_statements        firm
edit_answers           firm
view_history           firm
write_note             firm
view_evidence          firm consultant officer administrator
add_evidence           firm
describe_evidence      firm
remove_evidence        firm
check_assessment       firm
declare_assessment     firm
submit_assessment      firm
withdraw_assessment    firm
view_receipt           firm
view_result            firm consultant officer administrator
try_scenario           firm consultant officer administrator
keep_scenario          firm
make_plan              firm consultant officer administrator
take_over_plan         firm
view_actions           firm consultant officer administrator
change_actions         firm
share_result           firm
request_report         firm consultant officer administrator
view_work_list         consultant
view_verdicts          consultant officer administrator
record_verdicts        consultant
sign_audit             consultant
return_assessment      consultant officer administrator
list_rounds            officer administrator
open_round             officer administrator
close_round            officer administrator
list_firms             officer administrator
import_firms           officer administrator
invite_firm            officer administrator
confirm_firm           officer administrator
assign_consultant      officer administrator
view_progress          officer administrator
view_ranking           officer administrator
view_quality           officer administrator
export_ranking         officer administrator
run_ranking            officer administrator
finalise_assessment    officer administrator
list_people            administrator
add_person             administrator
change_person          administrator
view_events            administrator
"""
ROWS = {line.split()[0]: set(line.split()[1:]) for line in TABLE.strip().splitlines()}


def person(role: Role, *seats: Membership) -> Person:
    return Person(1, role, "Test Person", "a@firm.example", "en", firms={s.firm_id: s for s in seats})


OWNER = person(Role.FIRM, Membership(FIRM, "owner"))
EDITOR = person(Role.FIRM, Membership(FIRM, "editor"))
LIMITED = person(Role.FIRM, Membership(FIRM, "editor", frozenset({"DOUGH"})))


def test_table_covers_every_action() -> None:
    assert set(ROWS) == {action.value for action in Action} == {action.value for action in PERMISSIONS}


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("role", Role)
def test_role_may_what_its_row_says(action: Action, role: Role) -> None:
    asked = OWNER if role is Role.FIRM else person(role)
    assert may(asked, action) is (role.value in ROWS[action])


@pytest.mark.parametrize("action", [action for action in Action if "firm" in ROWS[action]])
def test_owner_may_all_that_firms_may_and_editors_less(action: Action) -> None:
    assert may(OWNER, action, firm_id=FIRM)
    assert may(EDITOR, action, firm_id=FIRM) is (action not in OWNER_ONLY)
    assert may(LIMITED, action, firm_id=FIRM) is (action not in OWNER_ONLY | UNLIMITED_ONLY)


@pytest.mark.parametrize("action", Action)
def test_owner_may_nothing_in_another_firm(action: Action) -> None:
    assert not may(OWNER, action, firm_id=OTHER)


def test_limited_editor_edits_the_own_dimensions_only() -> None:
    assert dimension_allowed(LIMITED, FIRM, "DOUGH")
    assert not dimension_allowed(LIMITED, FIRM, "OVEN")
    assert not dimension_allowed(LIMITED, OTHER, "DOUGH")
    assert dimension_allowed(EDITOR, FIRM, "OVEN")


@pytest.mark.parametrize("action", CONSENT)
def test_office_needs_the_firms_consent_and_consultants_do_not(action: Action) -> None:
    officer, consultant = person(Role.OFFICER), person(Role.CONSULTANT)
    assert not agreed(officer, action, None)
    assert not agreed(officer, action, {"scores": True})
    assert agreed(officer, action, {CONSENT[action]: True})
    assert agreed(consultant, action, None)
    assert agreed(OWNER, action, None)


def test_refusal_names_role_and_action() -> None:
    with pytest.raises(ForbiddenError, match="consultant may not open_round"):
        require(person(Role.CONSULTANT), Action.OPEN_ROUND)
