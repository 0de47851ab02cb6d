"""Settings of the running service, read once from the environment and passed in from then on."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from readiness.errors import ConfigurationError

HERE = Path(__file__).parent
ENVIRONMENTS = ("development", "production", "test")
SHORTEST_SECRET = 32
DEVELOPMENT_SECRET = "only-for-development-and-refused-elsewhere"  # noqa: S105 - refused outside development


@dataclass(frozen=True)
class Variable:
    """One environment variable: its field, its default (`{data}` is the data folder), its meaning."""

    field: str
    name: str
    default: str
    meaning: str


VARIABLES = (
    Variable("environment", "READINESS_ENVIRONMENT", "production", "development, production or test"),
    Variable(
        "data_dir", "READINESS_DATA", "var", "folder of the database, files, queue and development mails"
    ),
    Variable(
        "secret_key",
        "READINESS_SECRET_KEY",
        "",
        "signs forms; 32 characters or more; needed outside development",
    ),
    Variable(
        "database_url",
        "READINESS_DATABASE",
        "sqlite:///{data}/readiness.db",
        "sqlite or postgresql+psycopg URL",
    ),
    Variable(
        "queue_url", "READINESS_QUEUE", "sqlite:///{data}/queue.db", "wakes the workers: sqlite or redis URL"
    ),
    Variable(
        "files_url", "READINESS_FILES", "file://{data}/files", "evidence and reports: file:// or s3:// URL"
    ),
    Variable(
        "questionnaires_dir", "READINESS_QUESTIONNAIRES", "", "folder of questionnaires; empty: those shipped"
    ),
    Variable(
        "questionnaire",
        "READINESS_QUESTIONNAIRE",
        "textile/2026.1",
        "code/version that new rounds start with",
    ),
    Variable(
        "base_url", "READINESS_BASE_URL", "http://127.0.0.1:8000", "the address people type; used in mails"
    ),
    Variable(
        "mail_url",
        "READINESS_MAIL",
        "file://{data}/mail",
        "file:// folder, smtp://, smtp+tls:// or smtps:// URL",
    ),
    Variable("mail_sender", "READINESS_MAIL_SENDER", "readiness@localhost", "address the mails come from"),
    Variable("host", "READINESS_HOST", "127.0.0.1", "address the server listens on"),
    Variable("port", "READINESS_PORT", "8000", "port the server listens on"),
    Variable("threads", "READINESS_THREADS", "8", "threads of the server"),
    Variable(
        "login_throttle",
        "READINESS_LOGIN_THROTTLE",
        "10 per 15 minutes",
        "wrong passwords per account, registrations per mail address (five times as many wrong tries and thirty times "
        "as many registrations per network); empty: no limit",
    ),
    Variable(
        "keep_evidence_days",
        "READINESS_KEEP_EVIDENCE_DAYS",
        "180",
        "days that removed evidence no result rests on is kept; 0: for ever",
    ),
    Variable(
        "keep_report_days", "READINESS_KEEP_REPORT_DAYS", "90", "days that drawn PDFs are kept; 0: for ever"
    ),
    Variable("trusted_proxies", "READINESS_TRUSTED_PROXIES", "0", "how many proxies stand before the server"),
    Variable(
        "default_language", "READINESS_LANGUAGE", "zh_Hans", "language of a new visitor: zh_Hans, en or vi"
    ),
    Variable(
        "timezone", "READINESS_TIMEZONE", "Asia/Shanghai", "time zone of dates and times that people read"
    ),
)


@dataclass(frozen=True)
class Settings:
    """All settings with their final values; `from_environment` is the only way the program makes them."""

    environment: str
    data_dir: Path
    secret_key: str = field(repr=False)
    database_url: str = field(repr=False)
    queue_url: str = field(repr=False)
    files_url: str
    questionnaires_dir: Path
    questionnaire: str
    base_url: str
    mail_url: str = field(repr=False)
    mail_sender: str
    host: str
    port: int
    threads: int
    login_throttle: str
    keep_evidence_days: int
    keep_report_days: int
    trusted_proxies: int
    default_language: str
    timezone: str
    languages: tuple[str, ...] = ("zh_Hans", "en", "vi")

    @property
    def development(self) -> bool:
        """True where demo logins and the mail page may exist."""
        return self.environment == "development"

    @property
    def secure(self) -> bool:
        """True when people reach the service over HTTPS, so that cookies may insist on it."""
        return urlsplit(self.base_url).scheme == "https"

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Read and check every variable; ConfigurationError names the one that is wrong and the way on."""
        environ = os.environ if environ is None else environ
        raw = {v.field: environ.get(v.name, v.default).strip() for v in VARIABLES}
        data = Path(raw["data_dir"]).resolve()
        text = {name: value.replace("{data}", str(data)) for name, value in raw.items()}
        _one_of("environment", text, ENVIRONMENTS)
        _one_of("default_language", text, cls.languages)
        _timezone(text)
        _files_url(text)
        return cls(
            **{
                **text,
                "data_dir": data,
                "secret_key": _secret(text),
                "questionnaires_dir": Path(text["questionnaires_dir"] or shipped("questionnaires")).resolve(),
                "base_url": _base_url(text),
                "port": _integer("port", text, 1, 65535),
                "threads": _integer("threads", text, 1, 256),
                "keep_evidence_days": _integer("keep_evidence_days", text, 0, 36_500),
                "keep_report_days": _integer("keep_report_days", text, 0, 36_500),
                "trusted_proxies": _integer("trusted_proxies", text, 0, 10),
            }  # type: ignore[arg-type]
        )


def shipped(name: str) -> Path:
    """A folder that stands beside the package in a checkout and inside it in a wheel."""
    inside = HERE / name
    return inside if inside.is_dir() else HERE.parent / name


def _wrong(name: str, message: str) -> ConfigurationError:
    variable = next(v for v in VARIABLES if v.field == name)
    return ConfigurationError(f"{variable.name}: {message} ({variable.meaning}; see docs/configuration.md)")


def _one_of(name: str, text: Mapping[str, str], allowed: tuple[str, ...]) -> None:
    if text[name] not in allowed:
        raise _wrong(name, f"{text[name]!r} is not one of {', '.join(allowed)}")


def _integer(name: str, text: Mapping[str, str], least: int, most: int) -> int:
    value = text[name]
    if not (value.isascii() and value.isdigit() and least <= int(value) <= most):
        raise _wrong(name, f"{value!r} is not a whole number from {least} to {most}")
    return int(value)


def _secret(text: Mapping[str, str]) -> str:
    value = text["secret_key"]
    if text["environment"] == "development":
        return value or DEVELOPMENT_SECRET
    if not value:
        raise _wrong(
            "secret_key",
            "is missing; make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'",
        )
    if len(value) < SHORTEST_SECRET or value == DEVELOPMENT_SECRET:
        raise _wrong(
            "secret_key", f"is too easy to guess; it needs at least {SHORTEST_SECRET} random characters"
        )
    return value


def _base_url(text: Mapping[str, str]) -> str:
    parts = urlsplit(text["base_url"])
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise _wrong("base_url", f"{text['base_url']!r} is not an http or https address")
    return text["base_url"].rstrip("/")


def _files_url(text: Mapping[str, str]) -> None:
    kind, found, place = text["files_url"].partition("://")
    if not (found and kind in ("file", "s3") and place):
        raise _wrong("files_url", f"{text['files_url']!r} is not a file:// or s3:// URL")


def _timezone(text: Mapping[str, str]) -> None:
    try:
        ZoneInfo(text["timezone"])
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise _wrong("timezone", f"{text['timezone']!r} is not a known time zone") from error
