"""Flask-Security over our own rows: who is signed in, passwords, and the second factor."""

from __future__ import annotations

import base64
import hashlib
from typing import Any, cast

from flask import Flask, g, request, session
from flask_login import current_user
from flask_security import RoleMixin, Security, UserDatastore, UserMixin
from flask_security.utils import login_user, logout_user

from readiness.assessment.permissions import Person
from readiness.config import Settings
from readiness.services.passwords import MEMORY, PARALLEL, ROUNDS, verify_password
from readiness.services.sign_in import TWO_FACTORS, has_second_factor
from readiness.store import people
from readiness.store.rows import User
from readiness.web.database import get_session
from readiness.web.sessions import TableSession
from readiness.web.totp import Totp

LONGEST_AGENT = 300


class RoleName(RoleMixin):
    """A role as Flask-Security knows it; permissions are ours alone."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.permissions: list[str] = []


class Login(UserMixin):
    """A user row as Flask-Security and Flask-Login know it; every attribute is the row's."""

    fs_uniquifier = ""

    def __init__(self, row: User) -> None:
        self.row = row
        self.fs_uniquifier = row.fs_uniquifier
        self.roles = [RoleName(row.role)]

    def __getattr__(self, name: str) -> Any:
        if name in {
            "id",
            "email",
            "active",
            "password",
            "confirmed_at",
            "tf_primary_method",
            "tf_totp_secret",
        }:
            return getattr(self.row, name)
        raise AttributeError(name)


class Users(UserDatastore):
    """Finds users in the request's session; nothing is written through it, services do that."""

    def __init__(self) -> None:
        super().__init__(Login, RoleName)

    def find_user(self, case_insensitive: bool = False, **attributes: Any) -> Login | None:
        """By `fs_uniquifier`, which is all that sessions hold."""
        row = people.find_user_by_uniquifier(get_session(), attributes["fs_uniquifier"])
        return Login(row) if row else None

    def find_role(self, role: str) -> RoleName:
        """Every name is a role here."""
        return RoleName(role)

    def put(self, model: Any) -> Any:
        """Rows belong to the request's session already."""
        return model

    def delete(self, model: Any) -> None:
        """People are made inactive, never deleted."""
        raise NotImplementedError("people are made inactive, never deleted")

    def commit(self) -> None:
        """The request commits."""


def init_auth(app: Flask, settings: Settings) -> None:
    """Set Flask-Security up without its pages: ours speak three languages and need no inline script."""
    key = hashlib.sha256(b"second factor\0" + settings.secret_key.encode()).digest()
    app.config.update(
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106 - the name of a method
        SECURITY_PASSWORD_SCHEMES=["argon2"],
        SECURITY_DEPRECATED_PASSWORD_SCHEMES=[],
        SECURITY_PASSWORD_SINGLE_HASH=["argon2"],
        SECURITY_PASSWORD_SALT=base64.b64encode(key).decode(),
        SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS={
            "argon2__time_cost": ROUNDS,
            "argon2__memory_cost": MEMORY,
            "argon2__parallelism": PARALLEL,
        },
        SECURITY_EMAIL_VALIDATOR_ARGS={"check_deliverability": False},
        SECURITY_USE_REGISTER_V2=True,
        SECURITY_CLI_USERS_NAME="",
        SECURITY_CLI_ROLES_NAME="",
    )
    security = Security(app, Users(), register_blueprint=False)
    security.login_manager.session_protection = None
    app.extensions["readiness_totp"] = Totp(key)
    verify_password(
        "", None
    )  # the hash that unknown users are compared with is ready before the first of them


def find_login() -> Login | None:
    """The signed-in user, None for a visitor; whoever was made inactive is a visitor at once."""
    if not session.get("_user_id"):
        return None
    return cast(Login, current_user._get_current_object()) if current_user.is_authenticated else None


def find_person() -> Person | None:
    """The signed-in person, as everything below the edge knows them."""
    if "person" not in g:
        login = find_login()
        g.person = people.person_of(login.row) if login else None
    return cast("Person | None", g.person)


def needs_second_factor(person: Person) -> bool:
    """True while somebody whose role asks for two factors has only one."""
    login = find_login()
    return person.role in TWO_FACTORS and login is not None and not has_second_factor(login.row)


def sign_in(row: User) -> None:
    """Begin a session for this user under a new id; what the visitor's session held is dropped but the language."""
    current = cast(TableSession, session)
    language = current.get("language")
    current.clear()
    current.renew()
    if language:
        current["language"] = language
    login_user(Login(row), remember=False)
    current["user_id"] = row.id
    current["agent"] = (request.user_agent.string or "")[:LONGEST_AGENT]
    g.pop("person", None)


def sign_out() -> None:
    """End this session; its row is deleted with it."""
    logout_user()
    session.clear()
    g.pop("person", None)
