"""What `make run` needs before server and worker start, in one program start."""

from __future__ import annotations

import click

from readiness.cli.administration import demo
from readiness.cli.checking import check
from readiness.cli.common import settings
from readiness.cli.data import upgrade


@click.command()
@click.pass_context
def prepare(ctx: click.Context) -> None:
    """Apply missing migrations, check the questionnaires, in development fill an empty database with the demo.

    The same as `readiness db upgrade`, `readiness check` and `readiness demo --if-empty`, in one start.
    """
    ctx.invoke(upgrade)
    ctx.invoke(check)
    if settings().environment == "development":
        ctx.invoke(demo, if_empty=True)
