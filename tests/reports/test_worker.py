"""The child that writes PDFs: warm, limited, and back after it was killed."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from readiness.document.model import ReportModel
from readiness.errors import ReportError
from readiness.reports.pdf import write_pdf
from readiness.reports.worker import Limits, PdfWorker
from tests.document.bakery_reports import model


@pytest.fixture(scope="module")
def worker() -> Iterator[PdfWorker]:
    found = PdfWorker()
    yield found
    found.close()


def endless() -> ReportModel:
    """A report so long that no limit of these tests lets it pass."""
    found = model("en")
    return replace(found, lost=replace(found.lost, rows=found.lost.rows * 3000))


def test_child_writes_what_this_process_would_write(worker: PdfWorker) -> None:
    assert worker.render(model("zh_Hans")) == write_pdf(model("zh_Hans"))


def test_threads_share_one_child(worker: PdfWorker) -> None:
    with ThreadPoolExecutor(3) as pool:
        found = list(pool.map(lambda _: worker.render(model("en")), range(3)))
    assert len(set(found)) == 1


def test_report_that_fails_says_why_and_the_next_one_works(worker: PdfWorker) -> None:
    with pytest.raises(ReportError, match="KeyError"):
        worker.render(replace(model("en"), words={}))
    assert worker.render(model("en")).startswith(b"%PDF")


@pytest.mark.parametrize(
    "limits",
    [Limits(wall_seconds=2.5), Limits(cpu_seconds=2)],
    ids=["waiting", "processor"],
)
def test_report_over_a_limit_is_refused_and_the_next_one_works(limits: Limits) -> None:
    worker = PdfWorker(limits)
    try:
        with pytest.raises(ReportError):
            worker.render(endless())
        worker.limits = Limits()
        assert worker.render(model("en")).startswith(b"%PDF")
    finally:
        worker.close()


def test_report_too_big_for_the_memory_is_refused_and_the_next_one_works() -> None:
    worker = PdfWorker(Limits(memory_bytes=700 << 20))
    try:
        with pytest.raises(ReportError, match="memory"):
            worker.render(replace(model("en"), title="x" * (600 << 20)))
        assert worker.render(model("en")).startswith(b"%PDF")
    finally:
        worker.close()


def test_killed_child_is_replaced() -> None:
    worker = PdfWorker()
    try:
        worker.render(model("en"))
        process = worker._process
        assert process is not None
        assert process.pid
        os.kill(process.pid, signal.SIGKILL)
        process.join(10)
        assert worker.render(model("en")).startswith(b"%PDF")
    finally:
        worker.close()


def test_closed_worker_leaves_no_child_behind() -> None:
    worker = PdfWorker()
    worker.render(model("en"))
    process = worker._process
    assert process is not None
    pid = process.pid
    assert pid
    worker.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
