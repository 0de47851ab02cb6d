"""A warm child process that writes PDFs within limits, so that no text can stop the service."""

from __future__ import annotations

import atexit
import importlib
import multiprocessing
import resource
import signal
import threading
from dataclasses import dataclass
from functools import cache
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess

from readiness.document.blank_model import BlankModel
from readiness.document.checklist_model import ChecklistModel
from readiness.document.model import ReportModel
from readiness.errors import ReportError

PATIENCE = 5.0


@dataclass(frozen=True)
class Limits:
    """What one report may use: bytes of address space, seconds of processor, seconds of waiting."""

    memory_bytes: int = 1 << 30
    cpu_seconds: int = 60
    wall_seconds: float = 120.0


class PdfWorker:
    """One child, started at the first report and again after it was ended; safe to share between threads."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._lock = threading.Lock()
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None

    def render(self, model: ReportModel | BlankModel | ChecklistModel) -> bytes:
        """The PDF; ReportError when it fails or reaches a limit, and the next report gets a fresh child."""
        with self._lock:
            pipe = self._started()
            try:
                pipe.send(model)
                if not pipe.poll(self.limits.wall_seconds):
                    raise ReportError(
                        f"the report took more than {self.limits.wall_seconds:g} seconds and was stopped"
                    )
                done, result = pipe.recv()
            except (EOFError, OSError) as error:
                self._end()
                raise ReportError(
                    "the report needed more memory or processor time than it may use"
                ) from error
            except BaseException:
                self._end()
                raise
            if not done:
                if result == MemoryError.__name__:
                    self._end()
                    raise ReportError("the report needed more memory than it may use")
                raise ReportError(f"the report could not be written: {result}")
            return bytes(result)

    def close(self) -> None:
        """End the child; the next report would start another."""
        with self._lock:
            self._end()

    def _started(self) -> Connection:
        if self._process and self._pipe and self._process.is_alive():
            return self._pipe
        self._end()
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(
            target=serve, args=(theirs, self.limits), name="readiness-pdf", daemon=True
        )
        self._process.start()
        theirs.close()
        return self._pipe

    def _end(self) -> None:
        """Close the pipe, which tells an idle child to leave, and kill one that does not."""
        process, pipe, self._process, self._pipe = self._process, self._pipe, None, None
        if pipe:
            busy = process is not None and process.is_alive() and self._lock.locked()
            pipe.close()
            if process and busy:
                process.kill()
        if process:
            process.join(PATIENCE)
            if process.is_alive():
                process.kill()
                process.join()
            process.close()


def serve(pipe: Connection, limits: Limits) -> None:
    """The child's life: read a model, answer (True, PDF) or (False, message), until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    write_pdf = importlib.import_module("readiness.reports.pdf").write_pdf
    while True:
        try:
            model = pipe.recv()
        except EOFError:
            return
        except MemoryError:  # the rest of the message is still in the pipe: this child is of no more use
            pipe.send((False, MemoryError.__name__))
            return
        _allow_more_time(limits.cpu_seconds)
        try:
            answer = (True, write_pdf(model))
        except MemoryError:
            answer = (False, MemoryError.__name__)
        except Exception as error:
            answer = (False, f"{type(error).__name__}: {error}"[:500])
        pipe.send(answer)


def _allow_more_time(seconds: int) -> None:
    """Raise the soft processor limit to what is used already and so many seconds more."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds, hard))


@cache
def shared_worker() -> PdfWorker:
    """The worker of this process, ended with it."""
    worker = PdfWorker()
    atexit.register(worker.close)
    return worker


def render_pdf(model: ReportModel | BlankModel | ChecklistModel) -> bytes:
    """The PDF of a report or a paper by the shared worker."""
    return shared_worker().render(model)
