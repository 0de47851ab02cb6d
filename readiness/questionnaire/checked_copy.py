"""A version that passed every check, kept as one JSON file: reading it again skips the YAML and the checks.

The copy is used only while its key fits: SHA-256 over every file of the version and over this program's own rules.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from tempfile import NamedTemporaryFile

import pydantic
import structlog
import yaml

from readiness.questionnaire import loader
from readiness.questionnaire.model import Questionnaire
from readiness.questionnaire.parts import Parts, from_plain

log = structlog.get_logger()
HERE = Path(__file__).parent


def load_kept(folder: Path, kept: Path) -> Questionnaire:
    """The questionnaire in `folder`, from its copy in the folder `kept` when that fits; otherwise loaded strictly and
    kept. A copy that cannot be read or written costs time, never the result."""
    file = kept / f"{folder.parent.name}-{folder.name}.json"
    try:
        key = key_of(folder)
    except OSError as error:
        log.warning("questionnaire files cannot be read", folder=str(folder), error=str(error))
        return loader.load(folder)
    found = _read(file, key)
    if found is not None:
        return found
    parts, questionnaire = loader.checked(folder)
    _write(file, key, parts)
    return questionnaire


def load_remembered(folder: Path) -> Questionnaire:
    """The questionnaire in `folder`, loaded strictly; loaded once in a process while its files stay."""
    try:
        key = key_of(folder)
    except OSError:
        return loader.load(folder)
    return _remembered(folder, key)


@lru_cache(maxsize=8)
def _remembered(folder: Path, key: str) -> Questionnaire:
    return loader.load(folder)


def key_of(folder: Path) -> str:
    """SHA-256 over names and bytes of all files of the version, and over the rules they were checked by."""
    found = hashlib.sha256(_rules_key().encode())
    for name, content in _files(folder, "*"):
        found.update(f"{name}\0{len(content)}\0".encode())
        found.update(content)
    return found.hexdigest()


def _files(folder: Path, pattern: str) -> Iterator[tuple[str, bytes]]:
    for file in sorted(folder.rglob(pattern)):
        if file.is_file():
            yield file.relative_to(folder).as_posix(), file.read_bytes()


@cache
def _rules_key() -> str:
    """What this program checks and builds by, with the versions of the readers it uses."""
    found = hashlib.sha256(f"{pydantic.VERSION} {yaml.__version__}".encode())
    for pattern in ("*.py", "*.yaml"):
        for name, content in _files(HERE, pattern):
            found.update(f"{name}\0{len(content)}\0".encode())
            found.update(content)
    return found.hexdigest()


def _read(file: Path, key: str) -> Questionnaire | None:
    """The kept questionnaire; None when there is none, it is of other files, or it is broken."""
    try:
        first, _, body = file.read_bytes().partition(b"\n")
        head = json.loads(first)
        if head["key"] != key:
            return None
        if head["body"] != hashlib.sha256(body).hexdigest():
            raise ValueError("its digest does not fit")
        return from_plain(json.loads(body)).questionnaire()
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        log.warning("kept questionnaire is ignored", file=str(file), error=str(error))
        return None


def _write(file: Path, key: str, parts: Parts) -> None:
    """Write beside and move, so that nobody reads half a file."""
    body = json.dumps(parts.plain(), ensure_ascii=False, separators=(",", ":")).encode()
    head = json.dumps({"key": key, "body": hashlib.sha256(body).hexdigest()}).encode()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=file.parent, prefix=f".{file.stem}", delete=False) as stream:
            stream.write(head + b"\n" + body)
        os.replace(stream.name, file)
    except OSError as error:
        log.warning("questionnaire cannot be kept", file=str(file), error=str(error))
