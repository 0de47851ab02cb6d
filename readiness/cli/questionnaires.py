"""Commands for authors of questionnaires: compare versions, freeze one, exchange words with translators."""

from __future__ import annotations

from pathlib import Path

import click

from readiness.questionnaire.differences import differences
from readiness.questionnaire.loader import load
from readiness.questionnaire.published import lock_of, publish

version_argument = click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))


@click.group()
def questionnaire() -> None:
    """For authors of questionnaires: compare two versions, freeze one, exchange words with translators."""


@questionnaire.command("diff")
@click.argument("before", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("after", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--scoring", is_flag=True, help="Only what can change a score.")
def diff(before: Path, after: Path, *, scoring: bool) -> None:
    """Say in words what changed from the version in folder BEFORE to the one in AFTER."""
    found = differences(load(before), load(after))
    if scoring:
        found = [difference for difference in found if difference.kind == "scoring"]
    for kind in dict.fromkeys(difference.kind for difference in found):
        own = [difference for difference in found if difference.kind == kind]
        click.echo(f"{kind} ({len(own)})")
        for difference in own:
            click.echo(f"  {difference}")
    if not found:
        click.echo("no difference")


@questionnaire.command("publish")
@version_argument
def publish_version(folder: Path) -> None:
    """Freeze the scores of the version in FOLDER: from now on a change that moves a score is refused.

    Words, advice and public figures may still be put right. Needs a version that `readiness check` finds in order.
    """
    found = load(folder)
    root = folder.resolve().parent.parent
    done = publish(root, found)
    what = "is published now" if done else "was published before, unchanged"
    click.echo(f"{found.code} {found.version} {what}: digest {found.digest[:12]} in {lock_of(root).name}")
