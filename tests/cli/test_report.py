"""`readiness report`: the PDF that a firm gets without a server."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner
from pypdf import PdfReader

from readiness.cli import main
from tests.architecture.source import ROOT

MILL = ROOT / "samples" / "wujiang-dyeing-mill.yaml"


def test_report_of_a_file_shows_the_firms_own_figures(tmp_path: Path) -> None:
    out = tmp_path / "mill.pdf"
    result = CliRunner().invoke(main, ["report", str(MILL), "--language", "en", "--out", str(out)])
    assert result.exit_code == 0, result.output
    text = "".join(page.extract_text() for page in PdfReader(out).pages)
    assert "Numeric indicators" in text
