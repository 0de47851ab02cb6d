"""Commands that stay: the web server and the worker."""

from __future__ import annotations

import socket

import click

from readiness.cli.common import settings


@click.command()
@click.option("--host", help="Address to listen on; without it the setting READINESS_HOST.")
@click.option("--port", type=int, help="Port; without it the setting READINESS_PORT, or the next free one.")
def serve(host: str | None, port: int | None) -> None:
    """Serve the pages with waitress, which slow clients cannot block."""
    import waitress  # both are needed by this command only

    from readiness.app import create_app

    found = settings()
    address = host or found.host
    chosen = port or _free_port(address, found.port, strict=found.environment == "production")
    app = create_app(found)
    click.echo(f"Readiness is at http://{address}:{chosen}/  (Ctrl-C stops it)")
    waitress.serve(app, host=address, port=chosen, threads=found.threads, ident=None, channel_timeout=60)


def _free_port(address: str, wanted: int, *, strict: bool) -> int:
    """The wanted port; in development the next free one of ten, with a word about it."""
    for port in range(wanted, wanted + (1 if strict else 10)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((address, port))
            except OSError:
                continue
        if port != wanted:
            click.echo(f"Port {wanted} is taken; using {port}.", err=True)
        return port
    raise click.ClickException(f"port {wanted} is taken; choose another with --port or READINESS_PORT")


@click.command()
def worker() -> None:
    """Run background work: reports and mails."""
    from readiness.app import build_services
    from readiness.jobs.worker import run

    found = settings()
    run(found, build_services(found))
