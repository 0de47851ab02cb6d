"""Files of firms on their way to a browser: as attachments, or as the small pictures that we drew ourselves."""

from __future__ import annotations

import io

from flask import send_file
from werkzeug.wrappers import Response

from readiness.services.open_evidence import OpenedFile

LOCKED = "default-src 'none'; frame-ancestors 'none'; sandbox"
"""Whatever a browser makes of the bytes, nothing in them runs or loads."""


def send_attachment(file: OpenedFile) -> Response:
    """To be saved under its name, never shown."""
    return _locked(
        send_file(io.BytesIO(file.content), file.media_type, as_attachment=True, download_name=file.name)
    )


def send_preview(file: OpenedFile) -> Response:
    """To be shown in a page of ours."""
    return _locked(send_file(io.BytesIO(file.content), file.media_type))


def _locked(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = LOCKED
    return response
