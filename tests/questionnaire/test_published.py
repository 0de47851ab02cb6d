"""A published version keeps its scores; its words may still be put right."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from readiness.cli import main
from readiness.errors import QuestionnaireError
from readiness.questionnaire.catalogue import Catalogue
from readiness.questionnaire.loader import load
from readiness.questionnaire.published import lock_of, publish, published
from tests.questionnaire.bakers import BAKERY, bakery


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder of questionnaires with the bakery's first version, published."""
    shutil.copytree(BAKERY, tmp_path / "bakery" / "1")
    assert publish(tmp_path, load(tmp_path / "bakery" / "1"))
    return tmp_path


def change(root: Path, file: str, find: str, put: str) -> None:
    path = root / "bakery" / "1" / file
    text = path.read_text(encoding="utf-8")
    assert find in text
    path.write_text(text.replace(find, put, 1), encoding="utf-8")


def test_lock_names_the_version_with_its_digest(root: Path) -> None:
    assert published(root) == {"bakery/1": bakery().digest}


def test_publishing_twice_changes_nothing(root: Path) -> None:
    before = lock_of(root).read_bytes()
    assert not publish(root, load(root / "bakery" / "1"))
    assert lock_of(root).read_bytes() == before


def test_published_version_may_have_its_words_put_right(root: Path) -> None:
    change(root, "texts/en.yaml", "Is there an apprentice?", "Do you have an apprentice?")
    assert Catalogue(root).get("bakery/1").digest == bakery().digest


def test_published_version_with_another_weight_is_refused_everywhere(root: Path) -> None:
    change(root, "dimensions/OVEN.yaml", "points: 40", "points: 41")
    with pytest.raises(QuestionnaireError, match="make it in a new version"):
        Catalogue(root).get("bakery/1")
    with pytest.raises(QuestionnaireError, match="is published with scoring digest"):
        publish(root, load(root / "bakery" / "1"))
    checked = CliRunner().invoke(main, ["check", str(root / "bakery" / "1")])
    assert checked.exit_code == 1
    assert "take the change back" in checked.output


def test_check_names_the_mistakes_of_every_version_at_once(root: Path) -> None:
    shutil.copytree(BAKERY, root / "bakery" / "2")
    change(root, "dimensions/OVEN.yaml", "points: 40", "points: 400")
    path = root / "bakery" / "2" / "measures.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("pillar: CARE", "pillar: CURE", 1), encoding="utf-8"
    )
    checked = CliRunner().invoke(main, ["check", str(root / "bakery" / "1"), str(root / "bakery" / "2")])
    assert "OVEN.yaml" in checked.output
    assert "unknown pillar 'CURE'" in checked.output


def test_versions_are_compared_on_the_command_line(root: Path) -> None:
    shutil.copytree(root / "bakery" / "1", root / "bakery" / "2")
    change(root, "dimensions/OVEN.yaml", "points: 40", "points: 41")
    told = CliRunner().invoke(
        main, ["questionnaire", "diff", str(root / "bakery" / "2"), str(root / "bakery" / "1"), "--scoring"]
    )
    assert told.output.splitlines() == ["scoring (1)", "  question OVEN.1 option dial points: 40 → 41"]


def test_shipped_versions_stay_published() -> None:
    shipped = Path(__file__).resolve().parents[2] / "questionnaires"
    frozen = published(shipped)
    assert set(frozen) == {"miit_sme/2024", "textile/2026.1"}
    assert {name: load(shipped / name).digest for name in frozen} == dict(frozen)
