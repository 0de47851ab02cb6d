"""Texts that a spreadsheet program cannot take for formulas; the one place for CSV and XLSX alike."""

from __future__ import annotations

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def safe(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet would compute it; numbers are never passed here."""
    return f"'{text}" if text.lstrip(" \u3000").startswith(FORMULA_STARTS) else text


def written(cell: str) -> str:
    """What `safe` was given when it wrote this cell."""
    return cell[1:] if cell.startswith("'") and safe(cell[1:]) == cell else cell
