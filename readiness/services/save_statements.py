"""Save the entry statements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person
from readiness.assessment.states import Step
from readiness.errors import InputError, InputErrors
from readiness.questionnaire.answers import Answer, State, Value
from readiness.questionnaire.expected import UnfitError
from readiness.services.append_changes import STATEMENTS, append_changes, renew_declaration
from readiness.services.context import Services
from readiness.services.editing import hold, write_sheet
from readiness.services.sendings import SaveReceipt


def save_statements(
    services: Services,
    session: Session,
    assessment_key: str,
    statements: Mapping[str, bool],
    *,
    base: Mapping[str, int],
    client_id: str,
    by: Person,
    at: dt.datetime,
) -> SaveReceipt:
    """Store all statements at once (code → true or false, absent: not said); `base` uses the code '@statements'."""
    held = hold(services, session, assessment_key, Action.EDIT_STATEMENTS, Step.SAVE, by=by, at=at)
    known = [statement.code for statement in held.questionnaire.statements]
    errors = [InputError(code, "statement_unknown") for code in statements if code not in known]
    errors += [
        InputError(code, "answer_invalid", expected=UnfitError("truth"))
        for code, value in statements.items()
        if not isinstance(value, bool)
    ]
    if errors:
        raise InputErrors(errors)
    found = {code: statements[code] for code in known if code in statements}
    changes = {STATEMENTS: Answer(State.ANSWERED, cast(Value, found))}
    appended = append_changes(session, held, changes, base=base, client_id=client_id, by=by, at=at)
    if appended.changed:
        renew_declaration(held)
        write_sheet(session, held, replace(held.answers, statements=found))
    return appended.receipt
