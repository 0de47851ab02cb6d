"""Seconds and kilobytes of one PDF report, cold and warm: .venv/bin/python benchmarks/pdf.py

Cold: a new child process, up to its first PDF. Warm: the median of the next reports from the same child.
The firm has answered nothing, so that every question that applies has a row. CPU is that of the child per report,
its start included; a busy machine stretches the other two.
"""

from __future__ import annotations

import argparse
import datetime as dt
import resource
import statistics
import time

from readiness.config import Settings
from readiness.document.build import FirmHead, RoundHead, report_model
from readiness.document.model import ReportModel
from readiness.questionnaire.answers import FirmAnswers
from readiness.questionnaire.loader import load
from readiness.reports.worker import PdfWorker
from readiness.scoring.engine import scorecard
from readiness.scoring.scorecard import Basis

ON = dt.date(2026, 12, 31)


def longest(language: str) -> ReportModel:
    """The report of a firm with one process and no answer."""
    settings = Settings.from_environment({"READINESS_ENVIRONMENT": "development"})
    asked = load(settings.questionnaires_dir / settings.questionnaire)
    answers = FirmAnswers(shares={asked.processes[0].code: 1.0})
    card = scorecard(asked, answers, basis=Basis.DECLARED, on=ON)
    return report_model(
        asked,
        {Basis.DECLARED: card},
        firm=FirmHead("示例纺织有限公司", "Sample Textiles"),
        round_head=RoundHead("2026", ON),
        on=ON,
        language=language,
        translate=lambda message, **values: message % values if values else message,
        answers=answers,
    )


def main() -> None:
    """Print one line per language."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=7, help="warm reports per language")
    reports = parser.parse_args().reports
    print(f"{'language':10} {'cold s':>7} {'warm s':>7} {'CPU s':>7} {'KB':>6}")
    for language in ("zh_Hans", "en"):
        model = longest(language)
        worker = PdfWorker()
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds = []
        size = 0
        for _ in range(reports + 1):
            start = time.perf_counter()
            size = len(worker.render(model))
            seconds.append(time.perf_counter() - start)
        worker.close()
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        used = (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / (reports + 1)
        print(
            f"{language:10} {seconds[0]:7.2f} {statistics.median(seconds[1:]):7.2f} {used:7.2f} {size / 1024:6.0f}"
        )


if __name__ == "__main__":
    main()
