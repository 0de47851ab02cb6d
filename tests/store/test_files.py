"""Files by random names: in a folder of any name, and in a bucket of an S3 server."""

from __future__ import annotations

import datetime as dt
import os
import socket
from pathlib import Path

import pytest

from readiness.errors import FilesUnavailableError, NotFoundError
from readiness.store.files import Files, new_path

LARGE = os.urandom(20 * 1024 * 1024)
"""As large as the largest file that is taken: a bucket gets it in several parts."""


@pytest.fixture(params=["folder", "bucket"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> Files:
    if request.param == "bucket":
        return Files(request.getfixturevalue("s3_url"))
    return Files(f"file://{tmp_path}/证据 100%")


def test_file_comes_back_whole_and_is_gone_after_delete(files: Files) -> None:
    path = new_path("evidence")
    files.put(path, LARGE)
    assert files.get(path) == LARGE
    assert files.list() == [path]
    files.delete(path)
    files.delete(path)
    assert files.list() == []
    with pytest.raises(NotFoundError):
        files.get(path)


def test_old_files_of_one_folder_are_found(files: Files) -> None:
    now = dt.datetime.now(dt.UTC)
    files.put("lists/aa/one", b"1")
    files.put("evidence/aa/two", b"2")
    assert files.list_older("lists", now + dt.timedelta(hours=1)) == ["lists/aa/one"]
    assert files.list_older("lists", now - dt.timedelta(hours=1)) == []


def test_names_are_random(files: Files) -> None:
    assert len({new_path("evidence") for _ in range(1000)}) == 1000


def test_path_out_of_the_folder_is_refused(files: Files, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"\.\."):
        files.put("../outside", b"x")
    assert not (tmp_path / "outside").exists()


def test_bucket_that_is_not_there_is_no_missing_file(s3_url: str) -> None:
    files = Files("s3://nobody-made-this/readiness")
    with pytest.raises(FilesUnavailableError):
        files.put(new_path("evidence"), b"x")
    with pytest.raises(FilesUnavailableError):
        files.list()


def test_bucket_that_cannot_be_reached_is_said_so(s3_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{closed.getsockname()[1]}")
    files, path = Files(s3_url), new_path("evidence")
    for ask in (
        files.list,
        lambda: files.put(path, b"x"),
        lambda: files.get(path),
        lambda: files.delete(path),
    ):
        with pytest.raises(FilesUnavailableError):
            ask()
