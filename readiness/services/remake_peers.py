"""Make the peer figures that stand again from those they count, and name what differs."""

from __future__ import annotations

from sqlalchemy.orm import Session

from readiness.errors import ReadinessError
from readiness.services.context import Services
from readiness.services.editing import questionnaire_of
from readiness.services.seal import seal_of_peers
from readiness.services.snapshot_peers import document_of
from readiness.store.peers import find_snapshot, list_members
from readiness.store.rounds import list_counted_rounds
from readiness.store.rows import PeerSnapshot, Round


def remake_peers(services: Services, session: Session) -> tuple[int, list[str]]:
    """How many rounds' figures were made again, and a line for each round and group that differs."""
    checked, differences = 0, list[str]()
    for round_ in list_counted_rounds(session):
        snapshot = find_snapshot(session, round_)
        if snapshot is None:
            continue
        checked += 1
        try:
            found = _differences(services, session, round_, snapshot)
        except ReadinessError as error:
            found = [f"cannot be made again: {error}"]
        differences += [f"peers:{round_.key} {snapshot.number}: {line}" for line in found]
    return checked, differences


def _differences(services: Services, session: Session, round_: Round, snapshot: PeerSnapshot) -> list[str]:
    members = list_members(session, round_)
    again = document_of(questionnaire_of(services, round_), members)
    found = [f"firms was {snapshot.firms}, is {len(members)}"] if snapshot.firms != len(members) else []
    if snapshot.seal != (seal := seal_of_peers(snapshot.document, members)):
        found.append(
            f"the records it counts are not those that were stored: its seal was {snapshot.seal}, is {seal}"
        )
    groups = sorted({*snapshot.document, *again})
    return found + [
        f"the figures of group {group or 'all'!r} are not those of the firms they count"
        for group in groups
        if snapshot.document.get(group) != again.get(group)
    ]
