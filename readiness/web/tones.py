"""How a state looks to those who look after many firms: the same for consultants and the office."""

from __future__ import annotations

TONES = {
    "submitted": "busy",
    "in_verification": "busy",
    "returned": "warn",
    "verified": "done",
    "final": "done",
}
