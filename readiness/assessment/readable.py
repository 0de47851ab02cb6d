"""Words that people read aloud and type off paper: letters nobody mixes up, in groups, with a check letter."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from stdnum.iso7064 import mod_37_36

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V", "-": "", "–": "", " ": ""})
NUMBER_LENGTH, NUMBER_GROUP = 12, 4


def plain_code(word: str) -> str:
    """The word in capitals, without hyphens and blanks, lookalike letters made one."""
    return word.strip().upper().translate(LOOKALIKES)


def grouped(word: str, size: int, between: str = "-") -> str:
    """The word in groups of `size` letters."""
    return between.join(word[start : start + size] for start in range(0, len(word), size))


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
