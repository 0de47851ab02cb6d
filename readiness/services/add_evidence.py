"""Attach a file to an answer."""

from __future__ import annotations

import contextlib
import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person
from readiness.assessment.states import Step
from readiness.errors import FilesUnavailableError, InputError
from readiness.services.check_file import CheckedFile, check_file
from readiness.services.context import Services
from readiness.services.count_evidence import count_changed
from readiness.services.describe_evidence import About, read_about
from readiness.services.editing import Held, hold, local_day, require_dimensions, view_held
from readiness.store.evidence import find_same, list_evidence
from readiness.store.files import new_path
from readiness.store.rows import Evidence, EvidenceFile

MOST = 10
NOTHING = About()


@dataclass(frozen=True)
class KeptFile:
    """A file that was checked and put into the file store under `path`, its preview under another ('': none); it
    counts once it is attached."""

    checked: CheckedFile
    path: str
    preview: str = ""


@dataclass(frozen=True)
class Attached:
    """What stands beside the answer now; `new` is False where this very content was there already."""

    row: Evidence
    new: bool


def require_evidence(
    services: Services,
    session: Session,
    assessment_key: str,
    code: str,
    *,
    by: Person,
    at: dt.datetime,
    about: About = NOTHING,
) -> None:
    """Return if this person can attach a file to the answer, with this said about it; asked before it is looked at."""
    held = view_held(services, session, assessment_key, Action.ADD_EVIDENCE, by=by)
    require_dimensions(held, {code}, by=by)
    read_about(about, today=local_day(services, at))


def keep_file(services: Services, name: str, content: bytes) -> KeptFile:
    """Check the file and put it under a random name, without the database: a large picture takes its time.

    InputError('file', …) as `check_file` says.
    """
    checked = check_file(name, content)
    kept = KeptFile(checked, new_path("evidence"), new_path("evidence") if checked.preview else "")
    services.files.put(kept.path, checked.content)
    if kept.preview:
        services.files.put(kept.preview, checked.preview)
    return kept


def attach_file(
    services: Services,
    session: Session,
    assessment_key: str,
    code: str,
    kept: KeptFile,
    *,
    by: Person,
    at: dt.datetime,
    about: About = NOTHING,
) -> Attached:
    """Name the file beside its answer, whose grade it raises while it is valid; at most ten files an answer.

    The same content is kept once for the assessment: sent twice it stands there once, and where it supports another
    answer already, that file is used with what was said about it. InputError('file', 'file_count').
    """
    held = hold(services, session, assessment_key, Action.ADD_EVIDENCE, Step.SAVE, by=by, at=at)
    require_dimensions(held, {code}, by=by)
    today = local_day(services, at)
    about = read_about(about, today=today)
    same = find_same(session, held.assessment, kept.checked.sha256)
    file = same or _file(held, kept, about, by=by, at=at)
    needed = False
    try:
        attached = attach(session, held, code, file, by=by, at=at, on=today)
        needed = file is not same
    finally:
        if not needed:
            _discard(services, kept)
    return attached


def attach(
    session: Session, held: Held, code: str, file: EvidenceFile, *, by: Person, at: dt.datetime, on: dt.date
) -> Attached:
    """Put a file of the locked assessment beside one more answer."""
    there = list_evidence(session, held.assessment, [code])
    for row in there:
        if row.file is file:
            return Attached(row, new=False)
    if len(there) >= MOST:
        raise InputError("file", "file_count", most=MOST)
    row = Evidence(assessment_id=held.assessment.id, code=code, file=file, by_id=by.id, at=at)
    session.add(row)
    session.flush()
    count_changed(session, held, [code], on=on)
    return Attached(row, new=True)


def add_evidence(
    services: Services,
    session: Session,
    assessment_key: str,
    code: str,
    *,
    name: str,
    content: bytes,
    by: Person,
    at: dt.datetime,
    about: About = NOTHING,
) -> Evidence:
    """All three steps for one who does not mind a lock meanwhile: allowed, checked and kept, attached."""
    require_evidence(services, session, assessment_key, code, by=by, at=at, about=about)
    kept = keep_file(services, name, content)
    return attach_file(services, session, assessment_key, code, kept, by=by, at=at, about=about).row


def _file(held: Held, kept: KeptFile, about: About, *, by: Person, at: dt.datetime) -> EvidenceFile:
    return EvidenceFile(
        assessment_id=held.assessment.id,
        name=kept.checked.name,
        size=len(kept.checked.content),
        media_type=kept.checked.media_type,
        sha256=kept.checked.sha256,
        path=kept.path,
        preview=kept.preview,
        issued_on=about.issued_on,
        valid_until=about.valid_until,
        note=about.note,
        by_id=by.id,
        at=at,
    )


def _discard(services: Services, kept: KeptFile) -> None:
    """Bytes that no row names; where they cannot be deleted now they harm nobody."""
    with contextlib.suppress(FilesUnavailableError):
        for path in filter(None, (kept.path, kept.preview)):
            services.files.delete(path)
