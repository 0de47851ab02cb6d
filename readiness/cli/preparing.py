"""What `make run` needs before server and worker start, in one program start."""

from __future__ import annotations

import datetime as dt

import click

from readiness.cli.administration import demo
from readiness.cli.checking import check
from readiness.cli.common import settings
from readiness.cli.data import upgrade
from readiness.cli.work import open_services
from readiness.services.open_practice_round import open_practice_round


@click.command()
@click.pass_context
def prepare(ctx: click.Context) -> None:
    """Apply missing migrations, check the questionnaires, open the practice round, in development fill in the demo.

    `readiness db upgrade`, `readiness check` and (where no firm is there) `readiness demo --if-empty` in one start. The
    practice round is opened once for each version of the questionnaire.
    """
    ctx.invoke(upgrade)
    ctx.invoke(check)
    with open_services(write=True) as (services, session):
        opened = open_practice_round(services, session, at=dt.datetime.now(dt.UTC))
        if opened:
            click.echo(f"opened the practice round: {opened.name}")
    if settings().environment == "development":
        ctx.invoke(demo, if_empty=True)
