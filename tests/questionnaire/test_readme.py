"""The worked example of questionnaires/README.md, followed step by step on a copy."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from readiness.cli import main
from readiness.questionnaire.loader import load

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "questionnaires" / "README.md").read_text(encoding="utf-8")
EXAMPLE = README.split("## A worked example")[1]
BLOCK = re.compile(
    r"`(bakery/2/[^`\s]+)`(?:(?!```|`bakery).)*```yaml\n# from\n(.*?)# to\n(.*?)```", re.DOTALL
)
CHANGED = re.compile(r"```\n(question OVEN.*?)```", re.DOTALL)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the reader works: beside the bakery's versions."""
    shutil.copytree(ROOT / "tests" / "questionnaires" / "bakery" / "1", tmp_path / "bakery" / "1")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def changes() -> list[tuple[str, str, str]]:
    """File, text before and text after of every change, in order."""
    return BLOCK.findall(EXAMPLE)


def follow(folder: Path, change: tuple[str, str, str]) -> None:
    """Do what a step says: one place in one file."""
    file, before, after = change
    text = (folder / file).read_text(encoding="utf-8")
    assert text.count(before.rstrip("\n")) == 1, file
    (folder / file).write_text(text.replace(before.rstrip("\n"), after.rstrip("\n")), encoding="utf-8")


def test_reader_who_follows_the_example_publishes_version_2(folder: Path) -> None:
    steps = changes()
    assert [Path(file).name for file, _, _ in steps] == [
        "questionnaire.yaml", "OVEN.yaml", "en.yaml", "zh_Hans.yaml", "OVEN.yaml",
    ]  # fmt: skip
    shutil.copytree(folder / "bakery" / "1", folder / "bakery" / "2")
    for step in steps[:2]:
        follow(folder, step)
    told = run("check", "bakery/2")
    assert told.exit_code != 0
    said = re.compile(r"bakery/2/texts/en\.yaml:\d+: (no words for 'questions\.OVEN_1\.options\.camera'; .*)")
    assert said.search(told.output).group(1) == said.search(EXAMPLE).group(1)  # type: ignore[union-attr]
    for step in steps[2:]:
        follow(folder, step)
    assert run("check", "bakery/2").exit_code == 0
    told = run("questionnaire", "diff", "bakery/1", "bakery/2")
    shown = CHANGED.findall(EXAMPLE)[0].splitlines()
    assert set(shown) <= {line.strip() for line in told.output.splitlines()}
    assert run("questionnaire", "export", "bakery/2", "--out", "words.xlsx").exit_code == 0
    assert run("questionnaire", "import", "bakery/2", "words.xlsx").output == "nothing to change\n"
    assert "is published now" in run("questionnaire", "publish", "bakery/2").output
    assert load(folder / "bakery" / "2").question["OVEN.1"].weight == 3


def test_published_version_of_the_example_refuses_another_weight(folder: Path) -> None:
    shutil.copytree(folder / "bakery" / "1", folder / "bakery" / "2")
    for step in changes():
        follow(folder, step)
    assert run("questionnaire", "publish", "bakery/2").exit_code == 0
    file = folder / "bakery" / "2" / "dimensions" / "OVEN.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("weight: 3", "weight: 4", 1), encoding="utf-8")
    told = run("check", "bakery/2")
    assert (told.exit_code, "make it in a new version" in told.output) == (1, True)


def test_commands_that_the_readme_names_exist() -> None:
    named = set(re.findall(r"^readiness ((?:questionnaire )?\w+)", README, re.MULTILINE))
    assert named == {"check", *(f"questionnaire {word}" for word in ("export", "import", "diff", "publish"))}
    for words in named:
        assert run(*words.split(), "--help").exit_code == 0
