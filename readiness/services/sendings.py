"""A sending is kept once, however often it arrives; another sending is judged by what its sender had seen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from typing import TypeVar

from sqlalchemy.orm import Session

from readiness.errors import ConflictError, InputError
from readiness.questionnaire.answers import Answer, VerdictEntry
from readiness.store.rows import Assessment
from readiness.store.sendings import Kept, find_sent, revisions_until

CLIENT_ID_LENGTH = 100
Entry = TypeVar("Entry", Answer, VerdictEntry)


@dataclass(frozen=True)
class SaveReceipt:
    """What is safe now: the assessment's revision and, for each code sent, the revision to base the next save on."""

    revision: int
    revisions: Mapping[str, int]


def name_sending(client_id: str, entries: Mapping[str, Entry], base: Mapping[str, int]) -> str:
    """The stored name of a sending, 64 characters: its id together with all that it carries and was based on.

    So the same form sent again is known, and the same form with one more value is another sending.
    """
    if not client_id or len(client_id) > CLIENT_ID_LENGTH:
        raise InputError("client_id", "client_id_invalid")
    carried = {code: [asdict(entry), base.get(code, 0)] for code, entry in entries.items()}
    text = json.dumps([client_id, carried], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def first_receipt(
    session: Session, kind: Kept, assessment: Assessment, sending: str, codes: Collection[str]
) -> SaveReceipt | None:
    """The receipt that this very sending had when it came first, None when it is new or changed nothing then."""
    revision = find_sent(session, kind, assessment, sending)
    if revision is None:
        return None
    before = revisions_until(session, kind, assessment, codes, revision)
    return SaveReceipt(revision, {code: before.get(code, 0) for code in codes})


def pick_new(
    entries: Mapping[str, Entry],
    standing: Mapping[str, Entry],
    revisions: Mapping[str, int],
    base: Mapping[str, int],
    *,
    nothing: Entry | None = None,
) -> dict[str, Entry]:
    """The entries that differ from what stands (`nothing` where nothing does).

    ConflictError carries (standing, sent) for each of them that somebody changed after the revision in `base`.
    """
    new = {code: entry for code, entry in entries.items() if entry != standing.get(code, nothing)}
    conflicts: dict[str, tuple[object, object]] = {
        code: (standing.get(code, nothing), entry)
        for code, entry in new.items()
        if base.get(code, 0) != revisions.get(code, 0)
    }
    if conflicts:
        raise ConflictError(conflicts)
    return new
