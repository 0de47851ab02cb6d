"""How long a questionnaire takes to load, from its files and from its checked copy: `python benchmarks/loading.py`."""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from readiness.questionnaire.checked_copy import load_kept
from readiness.questionnaire.loader import load

FOLDER = Path(__file__).resolve().parents[1] / "questionnaires" / "textile" / "2026.1"


def timed(what: str, run: Callable[[], object]) -> None:
    """Print one line: wall and CPU milliseconds."""
    wall, cpu = time.perf_counter(), time.process_time()
    run()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(f"{what:<28}{wall * 1000:>10.0f}{cpu * 1000:>10.0f}")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    folder = parser.parse_args().folder
    print(f"{'what':<28}{'wall ms':>10}{'CPU ms':>10}")
    timed("from the files, checked", lambda: load(folder))
    with tempfile.TemporaryDirectory() as kept:
        timed("the same, and kept", lambda: load_kept(folder, Path(kept)))
        for _ in range(3):
            timed("from the checked copy", lambda: load_kept(folder, Path(kept)))


if __name__ == "__main__":
    main()
