"""The readiness command: what can be done without a browser."""

from __future__ import annotations

import sys

import click

from readiness import __version__
from readiness.cli import administration, data, scoring, serving
from readiness.errors import ReadinessError


class Program(click.Group):
    """Turns the program's own errors into one plain message and exit status 1; a trace is a defect of ours."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the chosen command."""
        try:
            return super().invoke(ctx)
        except ReadinessError as error:
            click.echo(str(error), err=True)
            sys.exit(1)


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="readiness")
def main() -> None:
    """Assess how high-end, intelligent, green and integrated textile firms are.

    Start with `readiness check`, then `readiness score samples/*.yaml`. A service with pages and a demo
    starts with `make run`.
    """


for command in (*scoring.COMMANDS, *data.COMMANDS, *administration.COMMANDS, *serving.COMMANDS):
    main.add_command(command)
