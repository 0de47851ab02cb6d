"""A form of answers on its way to the service that saves them: a page of them, or one question by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from readiness.errors import ConflictError
from readiness.questionnaire.answers import Answer
from readiness.services.get_dimension import AnswerSheet
from readiness.services.save_answers import save_answers
from readiness.services.sendings import SaveReceipt
from readiness.web.access import current_person
from readiness.web.answer_form import AnswerForm
from readiness.web.clashes import Clash
from readiness.web.database import get_services, get_session, now
from readiness.web.firm.clashes import settle_answers

TRIES = 2
"""Somebody may be faster between reading and saving; the second try is made while the assessment is locked."""


class AnswerPage(Protocol):
    """What is needed of a page: the questions as they stand, and the form as it was sent."""

    @property
    def view(self) -> AnswerSheet:
        """What stands."""

    @property
    def form(self) -> AnswerForm:
        """What was sent."""


Page = TypeVar("Page", bound=AnswerPage)


@dataclass(frozen=True)
class Sent(Generic[Page]):
    """What became of a page: kept with its receipt, or given back with choices to make or with messages in its form."""

    page: Page
    receipt: SaveReceipt | None
    clashes: tuple[Clash, ...] = ()

    @property
    def status(self) -> int:
        """Of the answer to the browser where nothing is kept."""
        return 409 if self.clashes else 422


def send_page(
    key: str,
    load: Callable[[], Page],
    read: Callable[[Page], dict[str, Answer]] = lambda page: page.form.read(),
) -> Sent[Page]:
    """Settle what others changed, then save what was touched; what is refused is said at once and keeps nothing.

    `load` reads the page anew; `read` gives the answers that its form holds.
    """
    for _ in range(TRIES):
        page = load()
        if clashes := settle_answers(page.form, page.view.questions):
            page.form.renew()
            return Sent(page, None, tuple(clashes))
        page.form.validate()
        try:
            receipt = _send(key, page.form, read(page))
        except ConflictError:
            get_session().expire_all()
            continue
        if receipt is None or page.form.refused:
            page.form.renew()
            return Sent(page, None)
        return Sent(page, receipt)
    raise AssertionError("somebody saved while the assessment was locked")


def send_question(
    key: str, load: Callable[[], Page], read: Callable[[Page], dict[str, Answer]]
) -> Sent[Page]:
    """The same for one question by itself: a repetition gets the receipt it had, whatever was saved since."""
    page = load()
    try:
        receipt = page.form.call(lambda: _send(key, page.form, read(page)))
    except ConflictError:
        get_session().expire_all()
        page = load()
        if clashes := settle_answers(page.form, page.view.questions):
            return Sent(page, None, tuple(clashes))
        receipt = page.form.call(lambda: _send(key, page.form, read(page)))
    return Sent(page, None if page.form.refused else receipt)


def _send(key: str, form: AnswerForm, changes: dict[str, Answer]) -> SaveReceipt | None:
    """The receipt; None where the form was told why an answer cannot be taken. ConflictError as of the service."""
    sending: dict[str, Any] = {
        "base": form.base(),
        "client_id": form.client_id.data or "",
        "by": current_person(),
        "at": now(),
        "given_up": form.given_up,
    }
    return form.call(lambda: save_answers(get_services(), get_session(), key, changes, **sending))
