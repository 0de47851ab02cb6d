"""Addresses as pictures that phones read."""

from __future__ import annotations

import segno

SCALE, BORDER = 8, 4


def picture_of(address: str) -> str:
    """A QR code as the data address of a PNG, which phones and chats can save and read again."""
    drawn = segno.make(address, error="m")
    return drawn.png_data_uri(scale=SCALE, border=BORDER, dark="#111", light="#fff")
