"""Words that people read aloud and type off paper: letters nobody mixes up, in groups, with a check letter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

from stdnum.iso7064 import mod_37_36

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V", "-": "", "–": "", " ": ""})
NUMBER_LENGTH, NUMBER_GROUP = 12, 4
CODE_LENGTH, CODE_GROUP = 20, 5
CODE_IN_TEXT = re.compile(r"(?<![0-9A-Za-z-])(?:[0-9A-Za-z]{5}[-–]){3}[0-9A-Za-z]{5}(?![0-9A-Za-z-])")


def plain_code(word: str) -> str:
    """The word in capitals, without hyphens and blanks, lookalike letters made one."""
    return word.strip().upper().translate(LOOKALIKES)


def grouped(word: str, size: int, between: str = "-") -> str:
    """The word in groups of `size` letters."""
    return between.join(word[start : start + size] for start in range(0, len(word), size))


def code_in(text: str) -> str:
    """The code that stands in a pasted message or link as it is kept, the first if there are several; else ''."""
    wide = unicodedata.normalize("NFKC", text)
    found = CODE_IN_TEXT.search(wide)
    letters = plain_code(found[0] if found else wide)
    return (
        grouped(letters, CODE_GROUP)
        if len(letters) == CODE_LENGTH and not set(letters) - set(LETTERS)
        else ""
    )


def wrong_in_code(text: str) -> tuple[str, dict[str, object]] | None:
    """What is wrong with a typed code at first sight, as a refusal's name and values; None where nothing is."""
    if code_in(text):
        return None
    letters = plain_code(unicodedata.normalize("NFKC", text))
    odd = sorted(sign for sign in set(letters) - set(LETTERS) if sign.isprintable())
    if odd and len(letters) <= CODE_LENGTH + CODE_GROUP:
        return "code_letters", {"letters": " ".join(odd[:CODE_GROUP])}
    return "code_length", {"count": len(letters), "needed": CODE_LENGTH}


def new_number(choose: Callable[[Sequence[str]], str]) -> str:
    """A number like 7K3M-9QXT-04RC: eleven letters by `choose`, 55 bits, and a check letter.

    The check letter is that of ISO 7064's hybrid systems over our 32 letters: one wrong letter is always seen.
    """
    body = "".join(choose(LETTERS) for _ in range(NUMBER_LENGTH - 1))
    return grouped(body + mod_37_36.calc_check_digit(body, LETTERS), NUMBER_GROUP)


def read_number(typed: str) -> str | None:
    """The number as it is kept, however it was typed; None where length or check letter are wrong."""
    letters = plain_code(typed)
    if len(letters) != NUMBER_LENGTH or not mod_37_36.is_valid(letters, LETTERS):
        return None
    return grouped(letters, NUMBER_GROUP)
