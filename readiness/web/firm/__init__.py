"""The firm's pages: from the list of its assessments to the result."""

from flask import Blueprint

blueprint = Blueprint("firm", __name__)

from readiness.web.firm import assessments, dimensions, evidence, finish, members, part_saving, profile  # noqa: E402 - views need the blueprint

__all__ = [
    "assessments",
    "blueprint",
    "dimensions",
    "evidence",
    "finish",
    "members",
    "part_saving",
    "profile",
]
