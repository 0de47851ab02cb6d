"""Is a file what it says it is? By content and by name, before it is kept."""

from __future__ import annotations

import hashlib
import io
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath

import filetype

from readiness.errors import InputError
from readiness.services.redraw_picture import PICTURES, redraw_picture

LARGEST = 20 * 1024 * 1024
NAME_LENGTH = 200
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
"""Kinds of characters that a name does not need and that can make it look like another."""
OFFICE = "application/vnd.openxmlformats-officedocument."
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "xlsx": f"{OFFICE}spreadsheetml.sheet",
    "docx": f"{OFFICE}wordprocessingml.document",
}
KINDS = ("PDF", "PNG", "JPEG", "WebP", "XLSX", "DOCX")
"""The same for people."""
KIND_OF = dict(zip(dict.fromkeys(MEDIA_TYPES.values()), KINDS, strict=True))
"""Media type → its kind."""
MEGABYTES = LARGEST // 1024 // 1024
OFFICE_PARTS = {"xlsx": "xl/workbook.xml", "docx": "word/document.xml"}


@dataclass(frozen=True)
class CheckedFile:
    """What may be kept: a clean name, the media type found in the content, the bytes and their SHA-256, and for a
    picture a small one to be shown."""

    name: str
    media_type: str
    content: bytes
    sha256: str
    preview: bytes = b""


def check_file(name: str, content: bytes) -> CheckedFile:
    """The file as it may be kept, or InputError('file', …): file_empty, file_too_large, file_type, file_broken,
    image_too_large. Pictures lose their metadata (place, device) and anything hidden behind the image."""
    plain = clean_name(name)
    if not content:
        raise InputError("file", "file_empty")
    if len(content) > LARGEST:
        raise InputError("file", "file_too_large", megabytes=MEGABYTES)
    media_type = _media_type(plain, content)
    preview = b""
    if media_type in PICTURES:
        content, preview = redraw_picture(content, media_type)
    return CheckedFile(plain, media_type, content, hashlib.sha256(content).hexdigest(), preview)


def clean_name(name: str) -> str:
    """The last part of a path as a name that shows what it is: without unseen characters, long ones cut before the
    ending. Nobody can do anything about a name that a phone made up, so none is refused."""
    last = unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1])
    seen = "".join(sign for sign in last if unicodedata.category(sign) not in UNSEEN)
    stem, dot, ending = " ".join(seen.split()).rpartition(".")
    if not dot:
        stem, ending = ending, ""
    ending = f"{dot}{ending}"[: NAME_LENGTH - 1]
    return f"{stem[: NAME_LENGTH - len(ending)] or '-'}{ending}"


def _media_type(name: str, content: bytes) -> str:
    """The type that name and content agree on."""
    extension = PurePosixPath(name).suffix.lower().lstrip(".")
    expected = MEDIA_TYPES.get(extension)
    if expected is None:
        raise InputError("file", "file_type", allowed=", ".join(KINDS))
    if extension in OFFICE_PARTS:
        _check_office(content, OFFICE_PARTS[extension])
    elif filetype.guess_mime(content) != expected:
        raise InputError("file", "file_type", allowed=", ".join(KINDS))
    return expected


def _check_office(content: bytes, part: str) -> None:
    """An Office document by its table of contents alone; nothing is unpacked. Macros are refused."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise InputError("file", "file_broken") from error
    macros = any(entry.lower().endswith("vbaproject.bin") for entry in names)
    if macros or part not in names or "[Content_Types].xml" not in names:
        raise InputError("file", "file_type", allowed=", ".join(KINDS))
