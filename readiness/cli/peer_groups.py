"""The peer group that a ranking on the command line is narrowed to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import click

from readiness.cli.answer_files import Brief
from readiness.errors import InputError
from readiness.questionnaire.model import Questionnaire
from readiness.scoring.cohorts import Path
from readiness.scoring.group_ranges import least_firms, ranked_groups
from readiness.scoring.scorecard import Basis

BASES = (Basis.VERIFIED, Basis.DECLARED)


def group_named(asked: Questionnaire, name: str) -> Path:
    """'GM' or 'GM/small' as a group; InputError names the codes that the questionnaire has."""
    known = {"sub_sector": asked.sub_sectors, "size": tuple(size.code for size in asked.sizes)}
    steps, path = asked.rules.peers.groups, tuple(name.split("/"))
    for step, code in zip(steps, path, strict=False):
        if code not in known[step]:
            raise InputError("group", "group_unknown", name=code, known=", ".join(known[step]))
    if len(path) > len(steps):
        raise InputError("group", "group_too_long", form="/".join(steps))
    return path


def inside(one: Brief, group: Path) -> bool:
    """Whether the firm belongs to the group."""
    return one.path[: len(group)] == group


def narrowed(asked: Questionnaire, briefs: Sequence[Brief], group: Path) -> list[Brief]:
    """The firms of the group, without those of a list that is too small there, which is told.

    InputError where no list has firms enough; it names the next larger group that has.
    """
    if not group:
        return list(briefs)
    ranked = {basis: [one.path for one in briefs if one.basis is basis and not one.causes] for basis in BASES}
    groups = {basis: ranked_groups(paths, least_firms(asked, basis)) for basis, paths in ranked.items()}
    counts = {basis: sum(path[: len(group)] == group for path in paths) for basis, paths in ranked.items()}
    small = [basis for basis in BASES if group not in groups[basis]]
    if len(small) == len(BASES):
        raise InputError("group", "group_too_few", **_told(asked, counts, groups, group))
    for basis in small:
        if counts[basis]:
            least = least_firms(asked, basis)
            click.echo(
                f"{'/'.join(group)}: {counts[basis]} {basis} firms are too few for a list; it takes {least}",
                err=True,
            )
    return [one for one in briefs if inside(one, group) and (one.causes or one.basis not in small)]


def _told(
    asked: Questionnaire, counts: Mapping[Basis, int], groups: Mapping[Basis, Mapping[Path, int]], group: Path
) -> dict[str, object]:
    larger = next(
        (group[:depth] for depth in range(len(group) - 1, 0, -1) if any(group[:depth] in g for g in groups.values())),
        (),
    )  # fmt: skip
    return {
        "group": "/".join(group),
        "verified": counts[Basis.VERIFIED],
        "declared": counts[Basis.DECLARED],
        "places": least_firms(asked, Basis.VERIFIED),
        "quartiles": least_firms(asked, Basis.DECLARED),
        "larger": "/".join(larger) or "all firms",
    }
