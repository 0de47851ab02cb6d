"""Report model to PDF: the only module that knows WeasyPrint."""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Mapping
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from readiness.config import shipped
from readiness.document.blank_model import BlankModel
from readiness.document.checklist_model import ChecklistModel
from readiness.document.model import ReportModel
from readiness.errors import ReportError
from readiness.reports.glyphs import FONTS, GETA, code_point, lacking

log = logging.getLogger(__name__)
SCHEME = "report:"
TAGGED = "pdf/ua-1"
Printable = ReportModel | BlankModel | ChecklistModel
TEMPLATES: Mapping[type[Printable], str] = {
    ReportModel: "report/report.html",
    BlankModel: "report/blank.html",
    ChecklistModel: "report/checklist.html",
}


class PackagedFetcher(URLFetcher):  # type: ignore[misc]
    """Gives out what this program packages, from memory, and stops the report on any other address."""

    def __init__(self, assets: Mapping[str, bytes]) -> None:
        super().__init__(fail_on_errors=True)
        self.assets = assets
        self.refused: list[str] = []

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """The packaged file of that exact address."""
        if url not in self.assets:
            self.refused.append(url[:200])
            raise FatalURLFetchingError(url[:200])
        return URLFetcherResponse(url, self.assets[url])


class Printer:
    """Templates, stylesheet and fonts, parsed once for the life of a process."""

    def __init__(self) -> None:
        templates = shipped("templates")
        self.fetcher = PackagedFetcher(
            {f"{SCHEME}{file.name}": file.read_bytes() for file in FONTS.glob("*.ttf")}
        )
        self.fonts = FontConfiguration()
        self.sheet = CSS(
            string=(templates / "report" / "report.css").read_text(encoding="utf-8"),
            base_url=SCHEME,
            url_fetcher=self.fetcher,
            font_config=self.fonts,
        )
        # Report and charts only: no other page can be pulled in by name.
        self.templates = Environment(
            loader=FileSystemLoader(templates), autoescape=True, undefined=StrictUndefined, trim_blocks=True
        )

    def html(self, model: Printable) -> str:
        """The document as one HTML page; a page word without translation is an error.

        Characters that no font draws become 〓, and the cover names them.
        """
        template = self.templates.get_template(TEMPLATES[type(model)], globals={"_": model.words.__getitem__})
        page = template.render(model=model, lacking=())
        unknown = lacking(page)
        if not unknown:
            return page
        named = tuple(code_point(sign) for sign in unknown)
        log.warning("the report's fonts do not draw %s", ", ".join(named))
        again = template.render(model=model, lacking=named)
        return again.translate({ord(sign): GETA for sign in unknown})

    def pdf(self, html: str) -> bytes:
        """The page laid out and tagged; a refused address is an error even where WeasyPrint would go on without it."""
        self.fetcher.refused.clear()
        try:
            page = HTML(string=html, base_url=SCHEME, url_fetcher=self.fetcher)
            written: bytes = _without_collecting(
                lambda: page.write_pdf(
                    stylesheets=[self.sheet],
                    font_config=self.fonts,
                    pdf_variant=TAGGED,
                    optimize_images=True,
                )
            )
        except FatalURLFetchingError as error:
            raise ReportError(f"the report may not fetch {self.fetcher.refused}") from error
        if self.fetcher.refused:
            raise ReportError(f"the report may not fetch {self.fetcher.refused}")
        return written


def _without_collecting(write: Callable[[], bytes]) -> bytes:
    """Garbage collection costs a tenth of a report and frees nothing before its end."""
    gc.disable()
    try:
        return write()
    finally:
        gc.enable()


@cache
def printer() -> Printer:
    """The printer of this process."""
    return Printer()


def write_pdf(model: Printable) -> bytes:
    """The PDF of a report or a paper, in this process; the same model gives the same bytes."""
    found = printer()
    return found.pdf(found.html(model))
