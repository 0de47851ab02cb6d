"""Which passwords may be chosen."""

from __future__ import annotations

import pytest

from readiness.errors import InputError
from readiness.services.passwords import check_password, hash_password, verify_password


@pytest.mark.parametrize(
    "password",
    [
        "qwertyuiop123",
        "Password2026!",
        "1q2w3e4r5t6y",
        "passwordpassword",
        "!!sunshine!!99",
        "\uff50assword12345",
        "QWERTYUIOP12",
    ],
)
def test_password_that_is_tried_first_is_refused(password: str) -> None:
    with pytest.raises(InputError, match="password_common"):
        check_password(password)


@pytest.mark.parametrize(
    "password",
    ["seven looms hum quietly", "七台织机静静地响着今夜无风", "k7#vQz!m2Lp9", "dragon weaves monday"],
)
def test_password_of_own_words_is_taken(password: str) -> None:
    assert check_password(password) == password


@pytest.mark.parametrize("password", ["a" * 12, "readinessreadiness", "weaver.weaver1", "abcdefghijkl"])
def test_password_that_is_monotonous_or_about_oneself_is_refused(password: str) -> None:
    with pytest.raises(InputError, match="password_easy"):
        check_password(password, about=("weaver@mill.example",))


def test_password_of_128_signs_is_checked_and_kept_exactly() -> None:
    password = ("blue warp and weft " * 7)[:128]
    assert verify_password(check_password(password), hash_password(password))
    with pytest.raises(InputError, match="password_long"):
        check_password(password + "x")
