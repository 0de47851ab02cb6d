"""Every blueprint of the service; a new one is one import and one line here."""

from __future__ import annotations

from flask import Flask

from readiness.config import Settings
from readiness.web import (
    admin,
    consultant,
    dev,
    devices,
    downloads,
    firm,
    identity,
    invitations,
    leaving,
    method,
    notices,
    office,
    papers,
    passkeys,
    public,
    registration,
    shared,
    two_factor,
    verify,
)

BLUEPRINTS = (
    public.blueprint,
    identity.blueprint,
    registration.blueprint,
    invitations.blueprint,
    two_factor.blueprint,
    passkeys.blueprint,
    devices.blueprint,
    leaving.blueprint,
    notices.blueprint,
    admin.blueprint,
    firm.blueprint,
    consultant.blueprint,
    office.blueprint,
    downloads.blueprint,
    method.blueprint,
    verify.blueprint,
    shared.blueprint,
    papers.blueprint,
)


def register_blueprints(app: Flask, settings: Settings) -> None:
    """Register them all; the page of demo mails exists in development only."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    if settings.development:
        app.register_blueprint(dev.blueprint)
