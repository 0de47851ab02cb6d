"""Commands on people and the demo."""

from __future__ import annotations

import datetime as dt

import click

from readiness.assessment.permissions import Role
from readiness.cli.common import settings
from readiness.cli.work import open_services
from readiness.errors import ConfigurationError
from readiness.services.add_user import add_user
from readiness.services.passwords import check_password, hash_password
from readiness.services.seed_demo import demo_logins, is_empty, seed_demo


@click.group()
def user() -> None:
    """People who may sign in."""


@user.command()
@click.option("--email", required=True, help="Address to sign in with.")
@click.option("--name", required=True, help="How others see the person.")
@click.option(
    "--role", required=True, type=click.Choice([str(role) for role in Role]), help="What they may do."
)
@click.option("--city", help="Limit an officer to one city: its code, or its name in any language.")
@click.password_option(help="At least 12 characters; asked for when not given.")
def add(email: str, name: str, role: str, city: str | None, password: str) -> None:
    """Add a person; the first administrator of a new service comes this way."""
    with open_services(write=True) as (services, session):
        add_user(
            services,
            session,
            email=email,
            name=name,
            role=Role(role),
            city=city,
            password=hash_password(check_password(password, about=(name, email))),
            by=None,
            at=dt.datetime.now(dt.UTC),
        )
    click.echo(f"{email}: {role}")


@click.command()
@click.option("--if-empty", is_flag=True, help="Do nothing when the database already holds firms.")
@click.option("--firms", default=300, show_default=True, help="How many synthetic firms.")
@click.option("--seed", default=2026, show_default=True, help="The same seed gives the same firms.")
def demo(if_empty: bool, firms: int, seed: int) -> None:
    """Fill a development database with synthetic firms, two rounds and one login for each role."""
    if settings().environment == "production":
        raise ConfigurationError(
            "demo accounts exist only in development; READINESS_ENVIRONMENT is production"
        )
    with open_services(write=True) as (services, session):
        if is_empty(session):
            seed_demo(services, session, firms=firms, seed=seed, at=dt.datetime.now(dt.UTC))
        elif not if_empty:
            raise ConfigurationError("the database already holds firms; the demo wants an empty one")
    click.echo("Demo logins (password, then for officers, consultants and administrators a code):")
    for login in demo_logins():
        click.echo(f"  {login.role:<14} {login.email:<28} {login.password}  {login.totp_secret}")
    click.echo("Current codes and all mails of this development service: /dev/mail")
