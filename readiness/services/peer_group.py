"""The peer group of a firm: the sub-sector of its principal process, and its size."""

from __future__ import annotations

from typing import NamedTuple

from readiness.questionnaire.answers import FirmAnswers
from readiness.questionnaire.model import Questionnaire
from readiness.questionnaire.trade import sub_sector_of
from readiness.scoring.cohorts import Path, path_of


class PeerGroup(NamedTuple):
    """Codes of sub-sector and size, '' for what is not known yet."""

    sub_sector: str
    size: str


def peer_group(questionnaire: Questionnaire, answers: FirmAnswers) -> PeerGroup:
    """As the profile and the shares of processes in these answers say."""
    return PeerGroup(sub_sector_of(questionnaire, answers.shares), questionnaire.size_of(answers.profile))


def peer_path(questionnaire: Questionnaire, group: PeerGroup) -> Path:
    """The group in the tree of peer groups, as far down as it is known."""
    codes = group._asdict()
    return path_of([codes[name] for name in questionnaire.rules.peers.groups])
