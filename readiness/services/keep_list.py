"""A list of firms that was looked at waits in the file store until the same person takes it in, an hour at most."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from readiness.assessment.permissions import Action, Person, require
from readiness.errors import InputError, NotFoundError
from readiness.services.context import Services
from readiness.store.files import new_path

FOLDER = "lists"
LIFETIME = dt.timedelta(hours=1)
ABANDONED = dt.timedelta(days=1)


@dataclass(frozen=True)
class KeptList:
    """Where the file is, what it was called, for whom and which round, and until when (ISO, UTC)."""

    path: str
    name: str
    round_key: str
    by_id: int
    until: str

    @classmethod
    def of(cls, held: Mapping[str, object] | None) -> KeptList | None:
        """What a session holds of it; None for nothing or anything else."""
        try:
            return cls(**held) if held else None  # type: ignore[arg-type]
        except TypeError:
            return None


def keep_list(
    services: Services, name: str, content: bytes, *, round_key: str, by: Person, at: dt.datetime
) -> KeptList:
    """Put the file away under a random path; FilesUnavailableError where it cannot be kept."""
    require(by, Action.IMPORT_FIRMS)
    kept = KeptList(new_path(FOLDER), name, round_key, by.id, (at + LIFETIME).isoformat())
    services.files.put(kept.path, content)
    return kept


def fetch_list(
    services: Services, kept: KeptList | None, path: str, *, round_key: str, by: Person, at: dt.datetime
) -> bytes:
    """The file that was looked at under `path`; InputError('file', 'list_gone') for any other, or too late."""
    require(by, Action.IMPORT_FIRMS)
    if kept is None or (kept.path, kept.round_key, kept.by_id) != (path, round_key, by.id):
        raise InputError("file", "list_gone")
    if at > dt.datetime.fromisoformat(kept.until):
        raise InputError("file", "list_gone")
    try:
        return services.files.get(kept.path)
    except NotFoundError as error:
        raise InputError("file", "list_gone") from error


def forget_list(services: Services, kept: KeptList | None) -> None:
    """Delete it: taken in, or another one was looked at."""
    if kept is not None:
        services.files.delete(kept.path)


def delete_abandoned(services: Services, *, at: dt.datetime) -> None:
    """Delete lists that were looked at and never taken in."""
    for path in services.files.list_older(FOLDER, at - ABANDONED):
        services.files.delete(path)
