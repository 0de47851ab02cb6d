"""The firm's pages: from the list of its assessments to the result."""

from flask import Blueprint

blueprint = Blueprint("firm", __name__)

from readiness.web.firm import (  # noqa: E402 - views need the blueprint
    action_done,
    actions,
    answer_import,
    assessments,
    deletion,
    dimensions,
    evidence,
    explaining,
    finish,
    history,
    members,
    own_data,
    part_saving,
    plan,
    profile,
    question_saving,
    receipts,
    scan,
    scenarios,
    shares,
    taking_over,
    what_if,
)

__all__ = [
    "action_done",
    "actions",
    "answer_import",
    "assessments",
    "blueprint",
    "deletion",
    "dimensions",
    "evidence",
    "explaining",
    "finish",
    "history",
    "members",
    "own_data",
    "part_saving",
    "plan",
    "profile",
    "question_saving",
    "receipts",
    "scan",
    "scenarios",
    "shares",
    "taking_over",
    "what_if",
]
