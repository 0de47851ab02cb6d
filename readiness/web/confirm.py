"""Steps that cannot be taken back are asked about once: by the script, or where there is none by a page."""

from __future__ import annotations

from flask import Flask, render_template, request

from readiness.web.urls import came_from

QUESTION, SURE = "ask", "confirmed"
"""The hidden field with the question, which the form's macro writes; the answer that the script or the page adds."""


def init_confirm(app: Flask) -> None:
    """Ask before such a form reaches its view; to be called after the CSRF check, whose order it keeps."""
    app.before_request(_ask)


def _ask() -> str | None:
    if request.method != "POST" or QUESTION not in request.form or SURE in request.form:
        return None
    fields = [
        (name, text)
        for name, texts in request.form.lists()
        for text in texts
        if name not in (QUESTION, "csrf_token")
    ]
    address = request.full_path.rstrip("?")
    return render_template(
        "public/confirm.html", question=request.form[QUESTION], fields=fields, address=address,
        sure=SURE, back=came_from("/"),
    )  # fmt: skip
