"""Numbers on receipts: read back however they are typed, and a slip of the hand is seen."""

from __future__ import annotations

import random

import pytest

from readiness.assessment.readable import LETTERS, grouped, new_number, plain_code, read_number

NUMBERS = [new_number(random.Random(seed).choice) for seed in range(50)]


@pytest.mark.parametrize("number", NUMBERS[:5])
def test_number_is_three_groups_of_four_that_read_back(number: str) -> None:
    assert [len(group) for group in number.split("-")] == [4, 4, 4]
    assert read_number(number) == number


def test_number_typed_small_with_blanks_or_lookalikes_is_the_same() -> None:
    number = next(number for number in NUMBERS if "0" in number and "1" in number)
    typed = number.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert typed != number
    assert read_number(f" {typed} ") == number


def test_every_single_wrong_letter_is_seen() -> None:
    passed = [
        (number, place, letter)
        for number in map(plain_code, NUMBERS)
        for place in range(len(number))
        for letter in LETTERS
        if letter != number[place] and read_number(number[:place] + letter + number[place + 1 :])
    ]
    assert passed == []


def test_nearly_every_swap_of_neighbours_is_seen() -> None:
    swapped = [
        (number, number[:place] + number[place + 1] + number[place] + number[place + 2 :])
        for number in map(plain_code, NUMBERS)
        for place in range(len(number) - 1)
        if number[place] != number[place + 1]
    ]
    unseen = [pair for pair in swapped if read_number(pair[1])]
    assert len(unseen) / len(swapped) < 0.02


@pytest.mark.parametrize("typed", ["", "7K3M", "7K3M-9QXT-04R", "7K3M-9QXT-04RC-9", "厂" * 12, "*" * 12])
def test_what_is_no_number_is_none(typed: str) -> None:
    assert read_number(typed) is None


def test_groups_end_with_what_is_left() -> None:
    assert grouped("ABCDEFG", 3) == "ABC-DEF-G"
