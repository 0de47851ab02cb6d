"""Whoever compares two versions reads every change once, and what moves scores first."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from readiness.questionnaire.differences import differences
from readiness.questionnaire.loader import load
from tests.questionnaire.bakers import BAKERY, bakery


def changed(tmp_path: Path, *changes: tuple[str, str, str]) -> list[str]:
    folder = Path(shutil.copytree(BAKERY, tmp_path / "bakery"))
    for file, find, put in changes:
        text = (folder / file).read_text(encoding="utf-8")
        assert find in text
        (folder / file).write_text(text.replace(find, put, 1), encoding="utf-8")
    return [f"{d.kind}: {d}" for d in differences(bakery(), load(folder))]


def test_version_compared_with_itself_shows_no_change(tmp_path: Path) -> None:
    assert changed(tmp_path) == []


@pytest.mark.parametrize(
    ("file", "find", "put", "told"),
    [
        (
            "dimensions/OVEN.yaml",
            "points: 40",
            "points: 41",
            "scoring: question OVEN.1 option dial points: 40 → 41",
        ),
        (
            "dimensions/OVEN.yaml",
            "    weight: 2\n    role: core",
            "    weight: 3\n    role: core",
            "scoring: question OVEN.1 weight: 2 → 3",
        ),
        (
            "questionnaire.yaml",
            "threshold: 60",
            "threshold: 61",
            "scoring: level 2 threshold: 60 → 61",
        ),
        ("questionnaire.yaml", "cap: 90", "cap: 91", "scoring: grade shown cap: 90 → 91"),
        (
            "dimensions/DOUGH.yaml",
            "grade: P",
            "grade: B",
            "guidance: question DOUGH.2 scale quick source grade: P → B",
        ),
        (
            "texts/en.yaml",
            "Is there an apprentice?",
            "Do you have an apprentice?",
            "words: en questions.PEOPLE_2.text: Is there an apprentice? → Do you have an apprentice?",
        ),
    ],
)
def test_one_change_is_told_in_one_line(tmp_path: Path, file: str, find: str, put: str, told: str) -> None:
    assert changed(tmp_path, (file, find, put)) == [told]


def test_dropped_and_new_options_are_told_before_words(tmp_path: Path) -> None:
    told = changed(
        tmp_path,
        ("texts/en.yaml", "Is there an apprentice?", "Do you have an apprentice?"),
        ("dimensions/OVEN.yaml", "{code: dial, points: 40}", "{code: glass, points: 30}"),
        *((f"texts/{language}.yaml", "dial:", "glass:") for language in ("en", "zh_Hans")),
    )
    assert told[:2] == [
        "scoring: question OVEN.1 option dial: dropped: points 40",
        "scoring: question OVEN.1 option glass: new: points 30",
    ]
    assert all(line.startswith("words: ") for line in told[2:])
