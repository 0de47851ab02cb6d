"""Commands on the database and the files: migrate, check, back up, restore, replay."""

from __future__ import annotations

from pathlib import Path

import click

from readiness.cli.common import settings
from readiness.cli.work import open_services
from readiness.services.backup import make_backup, restore_backup
from readiness.services.replay import replay as replay_scorecards
from readiness.store import migrate


@click.group()
def db() -> None:
    """Bring the database to this version, or tell whether it is."""


@db.command()
def upgrade() -> None:
    """Apply the migrations that are missing; all of one migration or nothing of it."""
    url = settings().database_url
    migrate.upgrade(url)
    click.echo(f"database at {migrate.current(url)}")


@db.command("check")
def check_database() -> None:
    """Exit with 1 when the tables differ from what this version expects."""
    differences = migrate.check(settings().database_url)
    for line in differences:
        click.echo(line, err=True)
    if differences:
        raise SystemExit(1)
    click.echo("database and program agree")


@click.command()
@click.argument("archive", type=click.Path(path_type=Path))
def backup(archive: Path) -> None:
    """Write database and evidence files into ARCHIVE (.zip), while the service runs.

    The archive holds every answer acknowledged before the backup began; it carries a checksum for each file.
    """
    summary = make_backup(settings(), archive)
    click.echo(f"{archive}: {summary.files} files, {summary.size // 1024} KB")


@click.command()
@click.argument("archive", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Overwrite a database that already holds firms.")
def restore(archive: Path, replace: bool) -> None:
    """Put back what `readiness backup` wrote; stop server and worker before.

    Every checksum is verified before anything is touched.
    """
    summary = restore_backup(settings(), archive, replace=replace)
    click.echo(f"{archive}: {summary.files} files restored")


@click.command()
def replay() -> None:
    """Compute every stored scorecard, drawn ranking and peer figure again and name those that differ."""
    with open_services() as (services, session):
        result = replay_scorecards(services, session)
    for line in result.differences:
        click.echo(line, err=True)
    click.echo(
        f"{result.checked} scorecards, {result.rankings} rankings and the peer figures of {result.peers} rounds "
        f"computed again; differences: {len(result.differences)}"
    )
    if result.outrun:
        click.echo(
            f"{result.outrun} rankings saw other answers than those of today; only what is stored of them was checked"
        )
    if result.differences:
        raise SystemExit(1)
