"""The command that checks questionnaires; it needs no database."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from readiness.cli.common import file_settings, load_questionnaire
from readiness.questionnaire.catalogue import Catalogue


@click.command()
@click.argument("folders", nargs=-1, type=click.Path(exists=True, file_okay=False, path_type=Path))
def check(folders: Sequence[Path]) -> None:
    """Check questionnaire FOLDERS, or all that the service knows.

    Every mistake is named with file, line and code.
    """
    for folder in folders or Catalogue(file_settings().questionnaires_dir).folders():
        found = load_questionnaire(folder)
        click.echo(
            f"{found.code} {found.version}: {len(found.pillars)} pillars, {len(found.dimensions)} dimensions, "
            f"{len(found.questions)} questions, digest {found.digest[:12]}: in order"
        )
