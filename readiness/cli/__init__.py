"""The readiness command: what can be done without a browser."""

from __future__ import annotations

import sys
from importlib import import_module

import click

from readiness import __version__
from readiness.cli.mistakes import message_of

# command → module of readiness.cli that holds it under its own name, and what the overview says of it.
# A module is loaded when its command is called: the overview needs neither numpy nor the database.
COMMANDS = {
    "backup": ("data", "Write database and evidence files into one archive, while the service runs."),
    "check": ("checking", "Check questionnaire folders, or all that the service knows."),
    "compare": ("explaining", "What changed between two results, by cause and by answer."),
    "db": ("data", "Bring the database to this version, or tell whether it is."),
    "demo": (
        "administration",
        "Fill a development database with synthetic firms and one login for each role.",
    ),
    "plan": ("planning", "The cheapest way to a level, or the most index for a budget, for one firm."),
    "prepare": ("preparing", "All that comes before the first page: migrations, questionnaires, demo."),
    "quality": ("quality", "Judge the questionnaire, the audits and the sheets of a round."),
    "questionnaire": (
        "questionnaires",
        "For authors: compare versions, freeze one, exchange words with translators.",
    ),
    "rank": ("scoring", "Rank the firms of a file."),
    "replay": ("data", "Compute every stored result again and name what differs."),
    "report": ("scoring", "Write the PDF report of one firm."),
    "restore": ("data", "Put back what `readiness backup` wrote."),
    "score": ("scoring", "Score answer files: one firm in a file, or one firm a row."),
    "serve": ("serving", "Serve the pages."),
    "user": ("administration", "People who may sign in."),
    "why": ("explaining", "Why one result: points lost by every answer, and what lifts each gate."),
    "worker": ("serving", "Run background work: reports and mails."),
}


class Program(click.Group):
    """Finds commands by COMMANDS; what may be expected to go wrong becomes one plain message and exit status 1."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of the overview."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command with all that it needs, which may take a second to load."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"readiness.cli.{COMMANDS[cmd_name][0]}"), cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The overview, without loading a command."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> object:
        """Run the chosen command; a trace is a defect of ours."""
        try:
            return super().invoke(ctx)
        except Exception as error:
            message = message_of(error)
            if message is None:
                raise
            click.echo(message, err=True)
            sys.exit(1)


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="readiness")
def main() -> None:
    """Assess how high-end, intelligent, green and integrated textile firms are.

    Start with `readiness check`, then `readiness score samples/*.yaml`. A service with pages and a demo
    starts with `make run`.
    """
