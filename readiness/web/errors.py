"""One table from error to page: what happened, and the way on, in the reader's language; never a trace."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any, NamedTuple

from flask import Flask, jsonify, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError, Unauthorized

from readiness.errors import (
    AnswerError,
    ConflictError,
    FilesUnavailableError,
    ForbiddenError,
    InputError,
    InputErrors,
    NotFoundError,
    ReadinessError,
    StoredAnswersError,
    TransitionError,
    UnavailableError,
)
from readiness.store.database import is_unavailable
from readiness.web.i18n import mark, translate
from readiness.web.kept import rescue
from readiness.web.messages import message_for, stored_answers

log = logging.getLogger(__name__)
RETRY_SECONDS = 5


class Words(NamedTuple):
    """Heading and advice of an error page."""

    title: str
    advice: str


STATUS: tuple[tuple[type[Exception], int], ...] = (
    (NotFoundError, 404),
    (ForbiddenError, 403),
    (TransitionError, 409),
    (ConflictError, 409),
    (InputError, 422),
    (StoredAnswersError, 409),
    (AnswerError, 422),
    (UnavailableError, 503),
)

WORDS = {
    400: Words(
        mark("This request could not be read"),
        mark("Go back, load the page again and repeat the step. What you typed may still be in the form."),
    ),
    401: Words(mark("Please sign in"), mark("This page is for people who are signed in.")),
    403: Words(
        mark("You may not do this"),
        mark(
            "Your role does not include this step. Ask the owner of your firm's account or the cluster office."
        ),
    ),
    404: Words(
        mark("This page does not exist"),
        mark("It may have been moved, or it is not yours to see. Start again from the first page."),
    ),
    405: Words(mark("This page cannot be used in this way"), mark("Open it from the page that links to it.")),
    409: Words(
        mark("This is not possible at the moment"),
        mark("Something has changed since the page was loaded. Load it again to see what stands now."),
    ),
    413: Words(mark("This is too large"), mark("Send a smaller file or fewer answers at once.")),
    422: Words(
        mark("Something in the form cannot be used"),
        mark("Go back and look for unusual characters; then send it again."),
    ),
    428: Words(mark("A header is missing"), mark("Send If-Match and Idempotency-Key with the request.")),
    429: Words(
        mark("Too many attempts"),
        mark("Wait a quarter of an hour and try again. A forgotten password can be replaced meanwhile."),
    ),
    500: Words(
        mark("An error on our side"),
        mark("It has been logged. Nothing of your last step was kept; what was saved before is safe."),
    ),
    503: Words(
        mark("The service is busy for a moment"),
        mark("Try again in a few seconds. What was saved before is safe."),
    ),
}

OWN_WORDS: tuple[tuple[type[Exception], Words], ...] = (
    (
        FilesUnavailableError,
        Words(
            mark("Files cannot be kept or fetched at the moment"),
            mark(
                "Nothing of this file was kept; everything saved before is safe. Try again later, and tell the cluster "
                "office if it stays so."
            ),
        ),
    ),
    (
        StoredAnswersError,
        Words(
            mark("These answers belong to an earlier state of the questionnaire"),
            mark(
                "They are kept as they were given, but the questionnaire in use cannot read them. Tell the cluster "
                "office, which can put the earlier questionnaire back."
            ),
        ),
    ),
)


def init_errors(app: Flask) -> None:
    """Answer every error by the table."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(ReadinessError, _domain)
    app.register_error_handler(Exception, _unexpected)


def wants_json() -> bool:
    """True for addresses of the API."""
    return request.path.startswith(("/api/", "/healthz", "/readyz"))


def _http(error: HTTPException) -> Any:
    if error.code is None or error.code < 400:
        return error.get_response()
    if isinstance(error, InternalServerError) and is_unavailable(error.original_exception):
        return _domain(UnavailableError(str(error.original_exception)))
    if isinstance(error, CSRFError | Unauthorized) and not wants_json():
        if page := rescue(error.code):
            return page
        if isinstance(error, Unauthorized):
            return redirect(url_for("identity.login"))
    code = "csrf" if isinstance(error, CSRFError) else None
    headers = [(name, value) for name, value in error.get_headers() if name in {"Retry-After", "Allow"}]
    return error_page(error.code, code=code, headers=headers)


def _domain(error: Exception) -> Any:
    status = next((status for kind, status in STATUS if isinstance(error, kind)), None)
    if status is None:
        return _unexpected(error)
    if status == 503:
        log.warning("unavailable: %s", error)
    if isinstance(error, StoredAnswersError):
        log.error("stored answers cannot be read: %s", error)
    headers = [("Retry-After", str(RETRY_SECONDS))] if status == 503 else []
    detail = _detail(error)
    code = error.code if isinstance(error, InputError) else None
    words = next((words for kind, words in OWN_WORDS if isinstance(error, kind)), None)
    refused = error.errors if isinstance(error, InputErrors) else ()
    return error_page(status, words=words, code=code, detail=detail, headers=headers, refused=refused)


def _detail(error: Exception) -> str | None:
    """What this very error says; None where the words of its kind are all there is to say."""
    if isinstance(error, InputError):
        return message_for(error)
    return stored_answers(error) if isinstance(error, StoredAnswersError) and error.codes else None


def _unexpected(error: Exception) -> Any:
    if is_unavailable(error):
        return _domain(UnavailableError(str(error)))
    log.error("unexpected error at %s", request.endpoint, exc_info=error)
    return error_page(InternalServerError.code)


def error_page(
    status: int,
    *,
    words: Words | None = None,
    code: str | None = None,
    detail: str | None = None,
    headers: list[tuple[str, str]] | None = None,
    refused: Sequence[InputError] = (),
) -> Any:
    """The page (or for programs the JSON) of a status, with words of its own where `detail` has them; `refused` are
    named one by one to programs, which have no form to show them in."""
    words = words or WORDS.get(status, WORDS[500 if status >= 500 else 400])
    title, advice = translate(words.title), detail or translate(words.advice)
    if wants_json():
        body: dict[str, object] = {"error": code or str(status), "title": title, "detail": advice}
        if refused:
            body["errors"] = [
                {"field": one.field, "error": one.code, "detail": message_for(one)} for one in refused
            ]
        return jsonify(body), status, headers or []
    try:
        page = render_template("errors/error.html", status=status, title=title, advice=advice)
    except Exception:  # the last resort must not fail
        log.exception("the error page itself failed")
        page = render_template("errors/plain.html", status=status, title=words.title, advice=words.advice)
    return page, status, headers or []
