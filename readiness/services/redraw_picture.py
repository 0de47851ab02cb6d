"""Draw a picture anew, upright and without metadata, together with a small one to be shown on pages."""

from __future__ import annotations

import io
import threading

from PIL import Image, ImageFile, ImageOps

from readiness.errors import InputError

MOST_PIXELS = 25_000_000
PREVIEW = (480, 480)
"""Twice as wide as pages show it, for screens with small dots."""
PREVIEW_TYPE = "image/jpeg"
PICTURES = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP"}
SAVED: dict[str, dict[str, int]] = {"PNG": {}, "JPEG": {"quality": 90}, "WEBP": {"quality": 90, "method": 2}}
"""How pictures are drawn anew: WebP's best methods take too long for the largest of them."""
SHOWN = frozenset({"1", "L", "LA", "RGB", "RGBA", "CMYK"})
BROKEN = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)

_one_at_a_time = threading.Lock()


def redraw_picture(content: bytes, media_type: str) -> tuple[bytes, bytes]:
    """The picture in the same format and its preview as JPEG; InputError('file', 'file_broken', 'image_too_large').

    Place, device and whatever else hides in the file or behind it stay away. The PDF engine switches Pillow to accept
    truncated pictures for the whole process: here they are refused.
    """
    with _one_at_a_time:
        before = ImageFile.LOAD_TRUNCATED_IMAGES
        ImageFile.LOAD_TRUNCATED_IMAGES = False
        try:
            return _draw(content, PICTURES[media_type])
        except BROKEN as error:
            raise InputError("file", "file_broken") from error
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before


def _draw(content: bytes, kind: str) -> tuple[bytes, bytes]:
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
    return out.getvalue(), _small(clean)


def _small(picture: Image.Image) -> bytes:
    """The preview; what is transparent becomes white. None for depths that JPEG cannot show."""
    if picture.mode not in SHOWN:
        return b""
    picture.thumbnail(PREVIEW)
    if picture.mode in ("LA", "RGBA"):
        paper = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(paper, picture.convert("RGBA"))
    out = io.BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=80)
    return out.getvalue()
