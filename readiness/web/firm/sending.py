"""A form of answers on its way to the service that saves them."""

from __future__ import annotations

from typing import Any

from readiness.questionnaire.answers import Answer
from readiness.services.save_answers import save_answers
from readiness.services.sendings import SaveReceipt
from readiness.web.access import current_person
from readiness.web.answer_form import AnswerForm
from readiness.web.database import get_services, get_session, now


def send_answers(key: str, form: AnswerForm, changes: dict[str, Answer]) -> SaveReceipt | None:
    """The receipt; None where the form was told why an answer cannot be taken. ConflictError as of the service."""
    sending: dict[str, Any] = {
        "base": form.base(),
        "client_id": form.client_id.data or "",
        "by": current_person(),
        "at": now(),
    }
    return form.call(lambda: save_answers(get_services(), get_session(), key, changes, **sending))
