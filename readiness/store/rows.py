"""All row classes in one place; importing this module makes the metadata complete."""

from __future__ import annotations

from readiness.store.base import Base
from readiness.store.rows_actions import FirmAction
from readiness.store.rows_assessment import (
    AnswerRow,
    Assessment,
    Audit,
    Note,
    Round,
    ScorecardRow,
    Sheet,
    VerdictRow,
)
from readiness.store.rows_evidence import Evidence, EvidenceFile
from readiness.store.rows_identity import (
    Firm,
    Idempotency,
    Invitation,
    Membership,
    Passkey,
    Site,
    Token,
    User,
    WebSession,
)
from readiness.store.rows_issued import IssuedResult, ShareLink
from readiness.store.rows_notice import Notice
from readiness.store.rows_peers import PeerMember, PeerSnapshot
from readiness.store.rows_ranking import RankingLine, RankingRun
from readiness.store.rows_scenario import ScenarioRow
from readiness.store.rows_work import Assignment, Event, Job
from readiness.store.types import constrain

metadata = Base.metadata
constrain(metadata)

__all__ = [
    "AnswerRow",
    "Assessment",
    "Assignment",
    "Audit",
    "Base",
    "Event",
    "Evidence",
    "EvidenceFile",
    "Firm",
    "FirmAction",
    "Idempotency",
    "Invitation",
    "IssuedResult",
    "Job",
    "Membership",
    "Note",
    "Notice",
    "Passkey",
    "PeerMember",
    "PeerSnapshot",
    "RankingLine",
    "RankingRun",
    "Round",
    "ScenarioRow",
    "ScorecardRow",
    "ShareLink",
    "Sheet",
    "Site",
    "Token",
    "User",
    "VerdictRow",
    "WebSession",
    "metadata",
]
