"""A backup that was never restored is a hope; these tests restore."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from readiness.config import Settings
from readiness.services.backup import BackupError, make_backup, restore_backup
from readiness.services.context import Services
from readiness.services.replay import replay
from readiness.services.seed_demo import seed_demo
from readiness.store import migrate
from readiness.store.database import Database
from readiness.store.dump import count_rows, dump_table, table_names
from readiness.store.files import Files

NOW = dt.datetime(2026, 5, 4, 8, 30, tzinfo=dt.UTC)


def settings_for(url: str, folder: Path) -> Settings:
    return Settings.from_environment(
        {"READINESS_ENVIRONMENT": "development", "READINESS_DATABASE": url, "READINESS_DATA": str(folder)}
    )


def fill(settings: Settings) -> None:
    database = Database(settings.database_url)
    with database.transaction() as session:
        seed_demo(Services.from_settings(settings), session, firms=6, seed=3, at=NOW)
    database.close()
    Files(settings.files_url).put("evidence/one", b"permit")


def content(url: str) -> dict[str, list[object]]:
    database = Database(url)
    with database.session() as session:
        found = {name: [json.loads(line) for line in dump_table(session, name)] for name in table_names()}
    database.close()
    return found


def test_every_row_and_file_of_all_firms_comes_back(database_url: str, tmp_path: Path) -> None:
    source = settings_for(database_url, tmp_path / "a")
    fill(source)
    made = make_backup(source, tmp_path / "backup.zip")
    target = settings_for(f"sqlite:///{tmp_path / 'new.db'}", tmp_path / "b")
    restored = restore_backup(target, tmp_path / "backup.zip")
    assert restored.files == made.files
    assert content(target.database_url) == content(database_url)
    assert Files(target.files_url).get("evidence/one") == b"permit"


def test_restored_firms_score_the_same(sqlite_url: str, tmp_path: Path) -> None:
    source = settings_for(sqlite_url, tmp_path / "a")
    fill(source)
    make_backup(source, tmp_path / "backup.zip")
    target = settings_for(f"sqlite:///{tmp_path / 'new.db'}", tmp_path / "b")
    restore_backup(target, tmp_path / "backup.zip")
    database = Database(target.database_url)
    with database.session() as session:
        result = replay(Services.from_settings(target), session)
    database.close()
    assert result.checked > 0
    assert result.differences == ()


def test_a_damaged_backup_changes_nothing(sqlite_url: str, tmp_path: Path) -> None:
    source = settings_for(sqlite_url, tmp_path / "a")
    fill(source)
    whole = tmp_path / "backup.zip"
    make_backup(source, whole)
    damaged = tmp_path / "damaged.zip"
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(damaged, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"other" if name == "files/evidence/one" else old.read(name))
    target = settings_for(f"sqlite:///{tmp_path / 'new.db'}", tmp_path / "b")
    with pytest.raises(BackupError, match="files/evidence/one is damaged"):
        restore_backup(target, damaged)
    assert migrate.current(target.database_url) is None


def test_a_database_with_firms_is_not_overwritten_unasked(sqlite_url: str, tmp_path: Path) -> None:
    source = settings_for(sqlite_url, tmp_path / "a")
    fill(source)
    make_backup(source, tmp_path / "backup.zip")
    before = content(sqlite_url)
    with pytest.raises(BackupError, match="not empty"):
        restore_backup(source, tmp_path / "backup.zip")
    assert content(sqlite_url) == before
    restore_backup(source, tmp_path / "backup.zip", replace=True)
    database = Database(sqlite_url)
    with database.session() as session:
        assert count_rows(session, "firm") == 6
    database.close()


def remade(whole: Path, other: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """The backup with some entries changed, or left out for None; its manifest says so only if changed too."""
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(other, "w") as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return other


def of_another_version(name: str, content: bytes) -> bytes | None:
    return content.replace(b'"revision": "', b'"revision": "9') if name == "manifest.json" else content


def without_manifest(name: str, content: bytes) -> bytes | None:
    return None if name == "manifest.json" else content


def without_firms(name: str, content: bytes) -> bytes | None:
    return None if name == "tables/firm.jsonl" else content


def with_unreadable_rows(name: str, content: bytes) -> bytes | None:
    """Rows that fit their checksum and no database: a firm with half a line."""
    half = b'{"id": 1, "key":\n'
    if name == "tables/firm.jsonl":
        return half
    if name != "manifest.json":
        return content
    manifest = json.loads(content)
    manifest["sha256"]["tables/firm.jsonl"] = hashlib.sha256(half).hexdigest()
    return json.dumps(manifest).encode()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (of_another_version, "made by another version"),
        (without_manifest, "manifest.json is missing"),
        (without_firms, "tables/firm.jsonl is missing"),
        (with_unreadable_rows, "rows cannot be read"),
    ],
)
def test_firms_are_kept_when_the_backup_that_shall_replace_them_is_unusable(
    database_url: str, tmp_path: Path, change: Callable[[str, bytes], bytes | None], said: str
) -> None:
    source = settings_for(database_url, tmp_path / "a")
    fill(source)
    make_backup(source, tmp_path / "backup.zip")
    before = content(database_url)
    with pytest.raises(BackupError, match=said):
        restore_backup(source, remade(tmp_path / "backup.zip", tmp_path / "other.zip", change), replace=True)
    assert content(database_url) == before


def test_a_file_that_is_no_archive_is_named_and_changes_nothing(sqlite_url: str, tmp_path: Path) -> None:
    (tmp_path / "notes.zip").write_text("notes")
    with pytest.raises(BackupError, match="no archive"):
        restore_backup(settings_for(sqlite_url, tmp_path), tmp_path / "notes.zip", replace=True)


def test_firms_of_a_backup_replace_those_of_now(database_url: str, tmp_path: Path) -> None:
    source = settings_for(database_url, tmp_path / "a")
    fill(source)
    before = content(database_url)
    make_backup(source, tmp_path / "backup.zip")
    database = Database(database_url)
    with database.transaction() as session:
        session.execute(sa.text("UPDATE firm SET name = 'changed since'"))
    database.close()
    restore_backup(source, tmp_path / "backup.zip", replace=True)
    assert content(database_url) == before
    assert migrate.check(database_url) == []
