"""The only place where the parts of the web service are put together."""

from __future__ import annotations

import os

from flask import Flask
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from readiness.config import Settings, shipped
from readiness.services.context import Services
from readiness.store.database import Database
from readiness.web.access import init_access, verify_access
from readiness.web.api import init_api
from readiness.web.assets import init_assets
from readiness.web.auth import init_auth
from readiness.web.blueprints import register_blueprints
from readiness.web.confirm import init_confirm
from readiness.web.database import init_database
from readiness.web.errors import init_errors
from readiness.web.filters import init_filters
from readiness.web.headers import init_headers
from readiness.web.help import init_help
from readiness.web.i18n import init_i18n
from readiness.web.kept import init_kept
from readiness.web.navigation import init_navigation
from readiness.web.notices import init_notices
from readiness.web.sanity import init_sanity
from readiness.web.sessions import TableSessions
from readiness.web.throttle import init_throttle
from readiness.web.urls import init_urls

LARGEST_REQUEST = 25 * 1024 * 1024
LARGEST_FORM = 4 * 1024 * 1024
MOST_PARTS = 5000


def build_services(settings: Settings) -> Services:
    """What services need besides a session; nothing is read or connected yet."""
    return Services.from_settings(settings)


def create_app(settings: Settings | None = None) -> Flask:
    """The application; reads no file and asks no database before the first request."""
    settings = settings or Settings.from_environment(os.environ)
    app = Flask("readiness.web", template_folder=str(shipped("templates")))
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM,
        MAX_FORM_PARTS=MOST_PARTS,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=settings.secure,
    )
    app.extensions["readiness_settings"] = settings
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    database = Database(settings.database_url)
    app.session_interface = TableSessions(database, secure=settings.secure)
    init_urls(app)
    init_headers(app, secure=settings.secure)
    init_errors(app)
    init_sanity(app)
    CSRFProtect(app)
    init_database(app, database, build_services(settings))
    init_auth(app, settings)
    init_access(app)
    init_i18n(app, settings)
    init_kept(app)
    init_confirm(app)
    init_filters(app)
    init_help(app)
    init_throttle(app, settings)
    init_assets(app)
    init_navigation(app)
    init_api(app)
    init_notices(app)
    register_blueprints(app, settings)
    verify_access(app)
    return app
