"""Evidence and reports as files by random names: a folder by default, S3 and the like by another URL."""

from __future__ import annotations

import builtins
import datetime as dt
import secrets
from pathlib import Path

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, from_url

from readiness.errors import FilesUnavailableError, NotFoundError

SCHEME = "file://"


def new_path(folder: str) -> str:
    """A path nobody can guess, spread over subfolders: 'evidence/3f/3f9a…'."""
    name = secrets.token_hex(16)
    return f"{folder}/{name[:2]}/{name}"


def _store(url: str) -> ObjectStore:
    if url.startswith(SCHEME):
        return LocalStore(Path(url.removeprefix(SCHEME)), automatic_cleanup=True, mkdir=True)
    return from_url(url)


class Files:
    """A file store by its URL; paths are ours ('/'-separated), never anything a person typed."""

    def __init__(self, url: str) -> None:
        self._store = _store(url)

    def put(self, path: str, content: bytes) -> None:
        """Store all of it or nothing; the file counts once the row that names it is committed."""
        try:
            obstore.put(self._store, path, content)
        except (BaseError, OSError) as error:
            raise FilesUnavailableError("the file store does not take files now") from error

    def get(self, path: str) -> bytes:
        """The whole content, or NotFoundError."""
        try:
            return bytes(obstore.get(self._store, path).bytes())
        except FileNotFoundError as error:
            raise NotFoundError(f"no file {path}") from error
        except (BaseError, OSError) as error:
            raise FilesUnavailableError("the file store does not give files now") from error

    def delete(self, path: str) -> None:
        """Remove it; a file that is gone already is no error."""
        try:
            obstore.delete(self._store, path)
        except FileNotFoundError:
            return
        except (BaseError, OSError) as error:
            raise FilesUnavailableError("the file store does not answer now") from error

    def list_older(self, folder: str, before: dt.datetime) -> builtins.list[str]:
        """The paths of a folder's files that were written before."""
        found = (item for portion in obstore.list(self._store, prefix=f"{folder}/") for item in portion)
        return sorted(item["path"] for item in found if item["last_modified"] < before)

    def list(self) -> list[str]:
        """The paths of all files, for backups."""
        return sorted(item["path"] for portion in obstore.list(self._store) for item in portion)
