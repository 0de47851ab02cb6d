"""Evidence and reports as files by random names: a folder by default, S3 and the like by another URL."""

from __future__ import annotations

import builtins
import datetime as dt
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, S3Store

from readiness.errors import FilesUnavailableError, NotFoundError

if TYPE_CHECKING:
    from obstore.store import ClientConfig, RetryConfig

SCHEME = "file://"
CLIENT: ClientConfig = {"connect_timeout": "5s", "read_timeout": "10s", "timeout": "60s", "allow_http": True}
"""Plain HTTP only where somebody wrote `http://` into the endpoint: a store of their own, beside the service."""
RETRIES: RetryConfig = {"max_retries": 1, "retry_timeout": dt.timedelta(seconds=20)}
"""Somebody waits at a page: better a plain refusal soon than three minutes of silence, which is the library's way."""


def new_path(folder: str) -> str:
    """A path nobody can guess, spread over subfolders: 'evidence/3f/3f9a…'."""
    name = secrets.token_hex(16)
    return f"{folder}/{name[:2]}/{name}"


def _store(url: str) -> ObjectStore:
    """Folder or bucket; keys, region and endpoint of a bucket come from the `AWS_…` variables."""
    if url.startswith(SCHEME):
        return LocalStore(Path(url.removeprefix(SCHEME)), automatic_cleanup=True, mkdir=True)
    return S3Store.from_url(url, client_options=CLIENT, retry_config=RETRIES)


@contextmanager
def _reached(said: str) -> Iterator[None]:
    """Whatever else goes wrong with the store is FilesUnavailableError; a file that is not there stays what it is."""
    try:
        yield
    except FileNotFoundError:
        raise
    except (BaseError, OSError) as error:
        raise FilesUnavailableError(said) from error


class Files:
    """A file store by its URL; paths are ours ('/'-separated), never anything a person typed."""

    def __init__(self, url: str) -> None:
        self._store = _store(url)

    def put(self, path: str, content: bytes) -> None:
        """Store all of it or nothing; the file counts once the row that names it is committed."""
        try:
            with _reached("the file store does not take files now"):
                obstore.put(self._store, path, content)
        except FileNotFoundError as error:  # the folder or the bucket itself
            raise FilesUnavailableError("the file store is not there") from error

    def get(self, path: str) -> bytes:
        """The whole content, or NotFoundError."""
        try:
            with _reached("the file store does not give files now"):
                return bytes(obstore.get(self._store, path).bytes())
        except FileNotFoundError as error:
            raise NotFoundError(f"no file {path}") from error

    def delete(self, path: str) -> None:
        """Remove it; a file that is gone already is no error."""
        try:
            with _reached("the file store does not answer now"):
                obstore.delete(self._store, path)
        except FileNotFoundError:
            return

    def list_older(self, folder: str, before: dt.datetime) -> builtins.list[str]:
        """The paths of a folder's files that were written before."""
        return sorted(path for path, at in self._found(f"{folder}/") if at < before)

    def list(self) -> list[str]:
        """The paths of all files, for backups."""
        return sorted(path for path, _ in self._found(None))

    def _found(self, prefix: str | None) -> builtins.list[tuple[str, dt.datetime]]:
        """Path and time of writing; nothing where there is no folder yet."""
        with _reached("the file store does not answer now"):
            portions = obstore.list(self._store, prefix=prefix)
            return [(item["path"], item["last_modified"]) for portion in portions for item in portion]
