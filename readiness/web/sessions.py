"""Browser sessions in a table behind Flask's interface: the cookie holds a random id, the table only its hash."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping
from typing import Any

from flask import Flask, Request, Response
from flask.sessions import SessionInterface, SessionMixin
from werkzeug.datastructures import CallbackDict

from readiness.services.sessions import ABSOLUTE, IDLE
from readiness.store.database import Database
from readiness.store.sessions import delete_session, find_session, save_session
from readiness.store.tickets import hash_secret

TOUCH = dt.timedelta(minutes=5)
ID_BYTES = 32
LONGEST_ID = 64


class TableSession(CallbackDict[str, Any], SessionMixin):
    """A session's values with its id; `renew` gives a new id so that one known before login is worth nothing."""

    def __init__(
        self, values: Mapping[str, Any] | None, session_id: str, *, new: bool, touch: bool = False
    ) -> None:
        super().__init__(values, lambda changed: setattr(changed, "modified", True))
        self.session_id = session_id
        self.stored_as = None if new else hash_secret(session_id)
        self.new = new
        self.modified = False
        self.touch = touch

    @property
    def id_hash(self) -> str:
        """The id as the table has it."""
        return hash_secret(self.session_id)

    def renew(self) -> None:
        """Move to a new id; the old one ends when the request does."""
        self.session_id = secrets.token_urlsafe(ID_BYTES)
        self.modified = True


class TableSessions(SessionInterface):
    """Reads a session in a short reading transaction, writes it in one of its own when it changed."""

    def __init__(self, database: Database, *, secure: bool) -> None:
        self.database = database
        self.secure = secure

    def get_cookie_name(self, app: Flask) -> str:
        """`__Host-` binds the cookie to this host and to HTTPS."""
        return "__Host-session" if self.secure else "session"

    def open_session(self, app: Flask, request: Request) -> TableSession:
        """The stored session of the cookie, else a new empty one that is kept only when something is put in."""
        given = request.cookies.get(self.get_cookie_name(app), "")
        if 0 < len(given) <= LONGEST_ID:
            at = dt.datetime.now(dt.UTC)
            with self.database.session() as reader:
                row = find_session(reader, hash_secret(given), at=at, idle=IDLE, absolute=ABSOLUTE)
                if row is not None:
                    return TableSession(row.data, given, new=False, touch=at - row.seen_at > TOUCH)
        return TableSession(None, secrets.token_urlsafe(ID_BYTES), new=True)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Store what changed; a session that was ended meanwhile stays ended."""
        if not isinstance(session, TableSession) or not (session.modified or session.touch):
            return
        at = dt.datetime.now(dt.UTC)
        with self.database.transaction() as writer:
            if session.stored_as is not None:
                known = find_session(writer, session.stored_as, at=at, idle=IDLE, absolute=ABSOLUTE)
                if known is None:
                    self._drop_cookie(app, response)
                    return
            if session.stored_as not in (None, session.id_hash) or not session:
                delete_session(writer, session.stored_as or "")
            if session:
                save_session(
                    writer, session.id_hash, data=dict(session), user_id=session.get("user_id"), at=at
                )
        if not session:
            self._drop_cookie(app, response)
        elif session.stored_as != session.id_hash:
            self._set_cookie(app, response, session.session_id)

    def _set_cookie(self, app: Flask, response: Response, value: str) -> None:
        name = self.get_cookie_name(app)
        response.set_cookie(name, value, httponly=True, secure=self.secure, samesite="Lax", path="/")

    def _drop_cookie(self, app: Flask, response: Response) -> None:
        name = self.get_cookie_name(app)
        response.delete_cookie(name, httponly=True, secure=self.secure, samesite="Lax", path="/")
