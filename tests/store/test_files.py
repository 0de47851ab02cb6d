"""Files by random names in a folder of any name."""

from __future__ import annotations

from pathlib import Path

import pytest

from readiness.errors import NotFoundError
from readiness.store.files import Files, new_path


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(f"file://{tmp_path}/证据 100%")


def test_file_comes_back_whole_and_is_gone_after_delete(files: Files) -> None:
    path = new_path("evidence")
    files.put(path, b"\x00permit" * 1000)
    assert files.get(path) == b"\x00permit" * 1000
    assert files.list() == [path]
    files.delete(path)
    files.delete(path)
    with pytest.raises(NotFoundError):
        files.get(path)


def test_names_are_random(files: Files) -> None:
    assert len({new_path("evidence") for _ in range(1000)}) == 1000


def test_path_out_of_the_folder_is_refused(files: Files, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"\.\."):
        files.put("../outside", b"x")
    assert not (tmp_path / "outside").exists()
