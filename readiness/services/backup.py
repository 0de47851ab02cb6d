"""Back up everything into one archive while people work, and put it back only when every checksum holds."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

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
    """Put an archive back; BackupError when it is damaged or the database holds firms and `replace` is not said."""
    with zipfile.ZipFile(archive) as found:
        manifest = json.loads(found.read(MANIFEST))
        _verify(found, manifest["sha256"], archive)
        if replace:
            migrate.reset(settings.database_url)
        migrate.upgrade(settings.database_url, manifest["revision"])
        with dump.open_database(settings.database_url, write=True) as session:
            _load_tables(session, found, archive)
        files = Files(settings.files_url)
        for name in manifest["sha256"]:
            if name.startswith("files/"):
                files.put(name.removeprefix("files/"), found.read(name))
    migrate.upgrade(settings.database_url)
    return BackupSummary(len(manifest["sha256"]), archive.stat().st_size)


def _verify(found: zipfile.ZipFile, sums: dict[str, str], archive: Path) -> None:
    for name, expected in sums.items():
        digest = hashlib.sha256()
        with found.open(name) as entry:
            while part := entry.read(1 << 20):
                digest.update(part)
        if digest.hexdigest() != expected:
            raise BackupError(f"{archive}: {name} is damaged; nothing was restored, use another backup")


def _load_tables(session: Session, found: zipfile.ZipFile, archive: Path) -> None:
    for name in dump.table_names():
        if dump.count_rows(session, name):
            raise BackupError(
                f"{archive}: table {name} is not empty; restore with --replace or into a new database"
            )
    for name in dump.table_names():
        with found.open(f"tables/{name}.jsonl") as entry:
            dump.load_table(session, name, (line.decode() for line in entry))
