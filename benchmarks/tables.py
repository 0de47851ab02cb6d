"""Time and memory of the command line for a table of firms: `python benchmarks/tables.py --firms 100000`."""

from __future__ import annotations

import argparse
import csv
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from readiness.questionnaire.codec import columns, read_file, table_row
from readiness.questionnaire.loader import load

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = [sys.executable, "-c", "from readiness.cli import main; main()"]


def write_table(path: Path, firms: int) -> None:
    """The sample firms again and again under every column, each row with a credit code of its own."""
    asked = load(ROOT / "questionnaires" / "textile" / "2026.1")
    names = columns(asked, verification=True)
    samples = [read_file(asked, file).firms[0] for file in sorted((ROOT / "samples").glob("*.yaml"))]
    rows = [table_row(asked, firm.identity, firm.answers, names) for firm in samples]
    code = names.index("credit_code")
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(names)
        for number in range(firms):
            row = rows[number % len(rows)]
            writer.writerow([*row[:code], f"X{number:08d}", *row[code + 1 :]])


def main() -> None:
    """Print one line for each command; the peak is that of the hungriest child so far."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--firms", type=int, default=4000)
    firms = parser.parse_args().firms
    print(f"{'what':<28}{'firms':>10}{'MB':>8}{'wall s':>10}{'CPU s':>10}{'peak MB':>10}")
    with tempfile.TemporaryDirectory() as folder:
        table, out = Path(folder, "firms.csv"), Path(folder, "out.csv")
        write_table(table, firms)
        size = table.stat().st_size / 1e6
        for command in ("score", "rank"):
            before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
            subprocess.run([*PROGRAM, command, str(table), "--out", str(out)], check=True)
            wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
            cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            what = f"readiness {command} --out"
            print(
                f"{what:<28}{firms:>10,}{size:>8.0f}{wall:>10.1f}{cpu:>10.1f}{after.ru_maxrss / 1024:>10.0f}"
            )


if __name__ == "__main__":
    main()
