"""Is a file what it says it is? By content and by name, before it is kept; pictures are drawn anew."""

from __future__ import annotations

import hashlib
import io
import threading
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath

import filetype
from PIL import Image, ImageFile, ImageOps

from readiness.errors import InputError
from readiness.services.clean_input import clean_line

LARGEST = 20 * 1024 * 1024
NAME_LENGTH = 200
MOST_PIXELS = 25_000_000
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
MEGABYTES = LARGEST // 1024 // 1024
OFFICE_PARTS = {"xlsx": "xl/workbook.xml", "docx": "word/document.xml"}
PICTURES = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP"}
SAVED: dict[str, dict[str, int]] = {"PNG": {}, "JPEG": {"quality": 90}, "WEBP": {"quality": 90, "method": 2}}
"""How pictures are drawn anew: WebP's best methods take too long for the largest of them."""
BROKEN = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)

_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class CheckedFile:
    """What may be kept: a clean name, the media type found in the content, the bytes and their SHA-256."""

    name: str
    media_type: str
    content: bytes
    sha256: str


def check_file(name: str, content: bytes) -> CheckedFile:
    """The file as it may be kept, or InputError('file', …): file_empty, file_too_large, file_type, file_broken,
    image_too_large. Pictures lose their metadata (place, device) and anything hidden behind the image."""
    plain = clean_line(name.replace("\\", "/").rsplit("/", 1)[-1], "file", NAME_LENGTH)
    if not content:
        raise InputError("file", "file_empty")
    if len(content) > LARGEST:
        raise InputError("file", "file_too_large", megabytes=MEGABYTES)
    media_type = _media_type(plain, content)
    if media_type in PICTURES:
        content = _redrawn(content, PICTURES[media_type])
    return CheckedFile(plain, media_type, content, hashlib.sha256(content).hexdigest())


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


def _redrawn(content: bytes, kind: str) -> bytes:
    """The picture upright, in the same format, without metadata.

    The PDF engine switches Pillow to accept truncated pictures for the whole process: here they are refused.
    """
    with _one_at_a_time:
        before = ImageFile.LOAD_TRUNCATED_IMAGES
        ImageFile.LOAD_TRUNCATED_IMAGES = False
        try:
            return _draw(content, kind)
        except BROKEN as error:
            raise InputError("file", "file_broken") from error
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before


def _draw(content: bytes, kind: str) -> bytes:
    out = io.BytesIO()
    with Image.open(io.BytesIO(content), formats=[kind]) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise InputError("file", "image_too_large", megapixels=MOST_PIXELS // 1_000_000)
        picture.load()
        upright = ImageOps.exif_transpose(picture)
        if upright.mode in ("P", "PA") or "transparency" in upright.info:
            upright = upright.convert("RGBA")
        clean = Image.new(upright.mode, upright.size)
        clean.paste(upright)
        clean.save(out, kind, **SAVED[kind])
    return out.getvalue()
