"""A checked copy is used only while it fits: any change, or anything broken, and the files are read again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from readiness.errors import QuestionnaireError
from readiness.questionnaire.catalogue import Catalogue
from readiness.questionnaire.checked_copy import key_of, load_kept
from tests.questionnaire.bakers import BAKERY, bakery


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the bakery questionnaire that a test may change."""
    return Path(shutil.copytree(BAKERY, tmp_path / "all" / "bakery" / "1"))


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """Where copies are kept; it does not exist yet."""
    return tmp_path / "data" / "kept"


def spoil(file: Path, find: str, put: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert find in text
    file.write_text(text.replace(find, put, 1), encoding="utf-8")


def test_copy_gives_the_same_questionnaire(folder: Path, kept: Path) -> None:
    first = load_kept(folder, kept)
    copy = kept / "bakery-1.json"
    written = copy.stat().st_mtime_ns
    second = load_kept(folder, kept)
    assert copy.stat().st_mtime_ns == written
    assert first == second == bakery()
    assert second.digest == bakery().digest


def test_copy_is_what_is_read_while_it_fits(
    folder: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_kept(folder, kept)
    monkeypatch.setattr(
        "readiness.questionnaire.loader.checked", lambda _: pytest.fail("read from the files")
    )
    assert load_kept(folder, kept) == bakery()


@pytest.mark.parametrize("file", sorted(f.relative_to(BAKERY).as_posix() for f in BAKERY.rglob("*.yaml")))
def test_a_changed_byte_in_any_file_is_noticed(folder: Path, kept: Path, file: str) -> None:
    before = key_of(folder)
    with (folder / file).open("a", encoding="utf-8") as stream:
        stream.write("#")
    assert key_of(folder) != before


def test_changed_word_is_shown_though_a_copy_stands(folder: Path, kept: Path) -> None:
    load_kept(folder, kept)
    spoil(folder / "texts" / "en.yaml", "Bakery check", "Bakery test")
    assert load_kept(folder, kept).texts.get("questionnaire.name", "en").value == "Bakery test"
    spoil(folder / "texts" / "en.yaml", "Bakery test", "Bakery check")
    assert load_kept(folder, kept).texts.get("questionnaire.name", "en").value == "Bakery check"


def test_file_renamed_is_noticed(folder: Path) -> None:
    before = key_of(folder)
    (folder / "dimensions" / "OVEN.yaml").rename(folder / "dimensions" / "STOVE.yaml")
    assert key_of(folder) != before


def test_mistake_made_after_the_copy_is_named(folder: Path, kept: Path) -> None:
    load_kept(folder, kept)
    spoil(folder / "questionnaire.yaml", "threshold: 60", "threshold: 20")
    with pytest.raises(QuestionnaireError, match="must lie above"):
        load_kept(folder, kept)


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"{}",
        b"[]\n{}",
        b"\xff\xfe",
        b'{"key": "another", "body": ""}\n{}',
    ],
)
def test_broken_copy_is_ignored_and_written_anew(folder: Path, kept: Path, broken: bytes) -> None:
    load_kept(folder, kept)
    copy = kept / "bakery-1.json"
    good = copy.read_bytes()
    copy.write_bytes(broken)
    assert load_kept(folder, kept) == bakery()
    assert copy.read_bytes() == good


def test_copy_with_one_other_byte_is_ignored(folder: Path, kept: Path) -> None:
    load_kept(folder, kept)
    copy = kept / "bakery-1.json"
    copy.write_bytes(copy.read_bytes().replace(b'"Bakery check"', b'"Bakery cheek"'))
    assert load_kept(folder, kept) == bakery()


def test_folder_that_cannot_be_written_costs_time_only(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    assert load_kept(folder, tmp_path / "file") == bakery()
    assert load_kept(folder, tmp_path / "file" / "deeper") == bakery()


def test_catalogue_keeps_a_copy_and_loads_once(folder: Path, kept: Path) -> None:
    catalogue = Catalogue(folder.parents[1], kept)
    assert catalogue.get("bakery/1") is catalogue.get("bakery", "1")
    assert [file.name for file in kept.iterdir()] == ["bakery-1.json"]
    assert Catalogue(folder.parents[1], kept).get("bakery/1") == catalogue.get("bakery/1")
