"""What people are told, by which ways, and which of it can be turned off."""

from __future__ import annotations

import enum
from collections.abc import Collection


class Kind(enum.StrEnum):
    """What a notice is about; people choose by kind."""

    INVITED = "invited"
    ROLE = "role"
    RETURNED = "returned"
    ASSIGNED = "assigned"
    REMINDED = "reminded"
    LATE = "late"
    SUBMITTED = "submitted"
    VERIFIED = "verified"
    EXPIRING = "expiring"


class Way(enum.StrEnum):
    """How a notice reaches its reader."""

    MAIL = "mail"
    PAGE = "page"


ESSENTIAL = frozenset({Kind.INVITED, Kind.ROLE, Kind.RETURNED})
"""They change what one can or must do, and cannot be turned off."""

OPTIONAL = tuple(kind for kind in Kind if kind not in ESSENTIAL)

KIND_OF: dict[str, Kind] = {
    "invited": Kind.INVITED,
    "made_owner": Kind.ROLE,
    "made_editor": Kind.ROLE,
    "member_removed": Kind.ROLE,
    "returned": Kind.RETURNED,
    "assigned": Kind.ASSIGNED,
    "parts_given": Kind.ASSIGNED,
    "reminder": Kind.REMINDED,
    "late": Kind.LATE,
    "late_team": Kind.LATE,
    "submitted": Kind.SUBMITTED,
    "verified": Kind.VERIFIED,
    "expiring": Kind.EXPIRING,
}
"""Message → what it is about."""


def switch(kind: Kind, way: Way) -> str:
    """The name under which a person's choice is stored."""
    return f"{kind}.{way}"


SWITCHES = frozenset(switch(kind, way) for kind in OPTIONAL for way in Way)


def is_on(muted: Collection[str], kind: Kind, way: Way) -> bool:
    """True unless the person has turned this off; what is essential is always on."""
    return kind in ESSENTIAL or switch(kind, way) not in muted
