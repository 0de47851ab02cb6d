"""A folder of questionnaires that holds the published textile version and the one that might follow it, as files."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from readiness.questionnaire.loader import load
from readiness.questionnaire.published import publish
from tests.architecture.source import ROOT

FIRST, SECOND = "textile/2026.1", "textile/2027.1"
CHANGED, REPLACED, DROPPED, NEW = "IN1.3", "IN1.2", "IN4.1", "IN4.9"
"""Another weight; asked in another unit; not asked any more; asked for the first time."""
NEW_TEXTS = {
    "en": "What share of sales goes abroad?",
    "zh_Hans": "外销占销售额的比例是多少？",
    "vi": "Tỷ lệ xuất khẩu?",
}


def publish_both(root: Path) -> Path:
    """Both versions below `root`, each frozen in its lock; returns `root`."""
    for version in (FIRST, SECOND):
        shutil.copytree(ROOT / "questionnaires" / FIRST, root / version)
    folder = root / SECOND
    _edit(folder / "questionnaire.yaml", lambda found: found.update(version=SECOND.split("/")[1]))
    _edit(folder / "dimensions" / "IN1.yaml", _reweigh)
    _edit(folder / "dimensions" / "IN4.yaml", _exchange)
    _edit(folder / "advice" / "IN4.yaml", _advise)
    _edit(
        folder / "example.yaml", lambda found: found["answers"].update({NEW: found["answers"].pop(DROPPED)})
    )
    for language, text in NEW_TEXTS.items():
        _edit(folder / "texts" / language / "IN4.yaml", lambda found, text=text: _reword(found, text))
        _edit(folder / "texts" / language / "figures.yaml", lambda found: _rename(found["figures"]))
    for version in (FIRST, SECOND):
        publish(root, load(root / version))
    return root


def _edit(file: Path, change: Callable[[Any], None]) -> None:
    found = yaml.safe_load(file.read_text(encoding="utf-8"))
    change(found)
    file.write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")  # JSON is YAML


def _reweigh(dimension: Any) -> None:
    questions = {question["code"]: question for question in dimension["questions"]}
    questions[CHANGED]["weight"] *= 2
    for variant in questions[REPLACED]["variants"]:
        variant["unit"] = "% by weight"


def _exchange(dimension: Any) -> None:
    for question in dimension["questions"]:
        if question["code"] == DROPPED:
            question |= {"code": NEW, "weight": 2 * question["weight"]}


def _advise(advice: Any) -> None:
    for action in advice["actions"]:
        if action["question"] == DROPPED:
            action["question"] = NEW


def _reword(words: Any, text: str) -> None:
    for part in ("questions", "actions"):
        _rename(words[part])
    words["questions"][NEW.replace(".", "_")]["text"] = text


def _rename(words: Any) -> None:
    words[NEW.replace(".", "_")] = words.pop(DROPPED.replace(".", "_"))
