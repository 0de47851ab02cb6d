"""Back up everything into one archive while people work, and put it back only when every checksum holds."""

from __future__ import annotations

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from readiness.config import Settings
from readiness.errors import ReadinessError
from readiness.store import dump, migrate
from readiness.store.files import Files

MANIFEST = "manifest.json"


class BackupError(ReadinessError):
    """An archive is damaged, of another version, or would overwrite data."""


@dataclass(frozen=True)
class BackupSummary:
    """How many entries an archive holds, and its size in bytes."""

    files: int
    size: int


def make_backup(settings: Settings, archive: Path) -> BackupSummary:
    """Write tables and files as of one moment; the archive appears under its name only when it is complete."""
    files = Files(settings.files_url)
    unfinished = archive.with_name(archive.name + ".part")
    sums: dict[str, str] = {}
    with (
        dump.open_database(settings.database_url) as session,
        zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as out,
    ):
        for name in dump.table_names():
            sums[f"tables/{name}.jsonl"] = _write(out, f"tables/{name}.jsonl", _lines(session, name))
        for path in files.list():
            sums[f"files/{path}"] = _write(out, f"files/{path}", [files.get(path)])
        revision = migrate.current(settings.database_url)
        out.writestr(MANIFEST, json.dumps({"revision": revision, "sha256": sums}, indent=1))
    unfinished.replace(archive)
    return BackupSummary(len(sums), archive.stat().st_size)


def _lines(session: Session, name: str) -> Iterator[bytes]:
    for line in dump.dump_table(session, name):
        yield line.encode() + b"\n"


def _write(out: zipfile.ZipFile, name: str, parts: Iterable[bytes]) -> str:
    """Write one entry; returns its SHA-256."""
    digest = hashlib.sha256()
    with out.open(name, "w", force_zip64=True) as entry:
        for part in parts:
            digest.update(part)
            entry.write(part)
    return digest.hexdigest()


def restore_backup(settings: Settings, archive: Path, *, replace: bool = False) -> BackupSummary:
    """Put an archive back, all of it or nothing.

    It is first read into a database of its own, so that whatever is wrong with it is found before anything of the
    present one is touched. BackupError when it cannot be read, is damaged or of another version, or when the database
    holds rows and `replace` is not said.
    """
    if not replace:
        _require_empty(settings.database_url, archive)
    with _opened(archive) as found, tempfile.TemporaryDirectory() as folder:
        manifest = _manifest(found, archive)
        sums = manifest["sha256"]
        _verify(found, sums, archive)
        rehearsed = f"sqlite:///{Path(folder) / 'rehearsal.db'}"
        _rehearse(rehearsed, found, manifest, archive)
        files = Files(settings.files_url)
        for name in sums:
            if name.startswith("files/"):
                files.put(name.removeprefix("files/"), found.read(name))
        _take_over(rehearsed, settings.database_url, archive)
    return BackupSummary(len(sums), archive.stat().st_size)


def _require_empty(url: str, archive: Path) -> None:
    if migrate.current(url) is None:
        return
    with dump.open_database(url) as session:
        for table in dump.tables_in(session):
            if session.scalar(table.select().limit(1)) is not None:
                raise BackupError(
                    f"{archive}: table {table.name} is not empty; restore with --replace or into a new database"
                )


@contextmanager
def _opened(archive: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(archive) as found:
            yield found
    except (zipfile.BadZipFile, OSError) as error:
        raise BackupError(f"{archive}: this is no archive that can be read; nothing was restored") from error


def _manifest(found: zipfile.ZipFile, archive: Path) -> dict[str, Any]:
    """The archive's table of contents; its revision is one that this version knows."""
    try:
        manifest = json.loads(found.read(MANIFEST))
        revision, names = manifest["revision"], set(manifest["sha256"])
    except (KeyError, ValueError, TypeError) as error:
        raise BackupError(
            f"{archive}: no backup of this service: {MANIFEST} is missing or damaged"
        ) from error
    if not migrate.known(revision):
        raise BackupError(
            f"{archive}: made by another version (database {revision}); restore it with that version or a newer one"
        )
    if lost := names - set(found.namelist()):
        raise BackupError(f"{archive}: {min(lost)} is missing; nothing was restored, use another backup")
    return dict(manifest)


def _verify(found: zipfile.ZipFile, sums: dict[str, str], archive: Path) -> None:
    for name, expected in sums.items():
        digest = hashlib.sha256()
        try:
            with found.open(name) as entry:
                while part := entry.read(1 << 20):
                    digest.update(part)
        except zipfile.BadZipFile:  # the zip's own checksum of the entry
            digest = hashlib.sha256()
        if digest.hexdigest() != expected:
            raise BackupError(f"{archive}: {name} is damaged; nothing was restored, use another backup")


def _rehearse(url: str, found: zipfile.ZipFile, manifest: dict[str, Any], archive: Path) -> None:
    """Load everything into a new database of the archive's revision and bring that to the newest."""
    names = {name for name in manifest["sha256"] if name.startswith("tables/")}
    migrate.upgrade(url, manifest["revision"])
    try:
        with dump.open_database(url, write=True) as session:
            tables = dump.tables_in(session)
            if names != {f"tables/{table.name}.jsonl" for table in tables}:
                wrong = ", ".join(sorted(names ^ {f"tables/{table.name}.jsonl" for table in tables}))
                raise BackupError(
                    f"{archive}: other tables than its version has: {wrong}; nothing was restored"
                )
            for table in tables:
                with found.open(f"tables/{table.name}.jsonl") as entry:
                    dump.load_table(session, table, (line.decode() for line in entry))
        migrate.upgrade(url)
    except (ValueError, AttributeError, dump.DatabaseError) as error:
        raise BackupError(f"{archive}: its rows cannot be read ({error}); nothing was restored") from error


def _take_over(rehearsed: str, url: str, archive: Path) -> None:
    """The rows of the rehearsal in place of what the database held, in one transaction."""
    try:
        with dump.open_database(rehearsed) as source, migrate.made_anew(url) as target:
            for table in dump.tables_in(target):
                dump.load_table(target, table, dump.dump_table(source, table.name))
    except (dump.DatabaseError, migrate.CommandError) as error:
        raise BackupError(f"{archive}: the database did not take it; it is as it was before") from error
