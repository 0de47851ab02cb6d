"""The command that checks questionnaires; it needs no database."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from readiness.cli.common import file_settings
from readiness.errors import Problem, QuestionnaireError
from readiness.questionnaire.catalogue import Catalogue
from readiness.questionnaire.loader import load
from readiness.questionnaire.published import frozen_problem


@click.command()
@click.argument("folders", nargs=-1, type=click.Path(exists=True, file_okay=False, path_type=Path))
def check(folders: Sequence[Path]) -> None:
    """Check questionnaire FOLDERS, or all that the service knows.

    Every mistake of every version is named with file, line and code; a published version must give the scores it gave.
    """
    problems: list[Problem] = []
    for folder in folders or Catalogue(file_settings().questionnaires_dir).folders():
        try:
            found = load(folder)
        except QuestionnaireError as error:
            problems += error.problems
            continue
        frozen = frozen_problem(folder.resolve().parent.parent, found)
        problems += [frozen] if frozen else []
        if not frozen:
            click.echo(
                f"{found.code} {found.version}: {len(found.pillars)} pillars, {len(found.dimensions)} dimensions, "
                f"{len(found.questions)} questions, digest {found.digest[:12]}: in order"
            )
    if problems:
        raise QuestionnaireError(problems)
