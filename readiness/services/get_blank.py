"""The blank questionnaire of a sub-sector for everybody: as a model, a workbook, and a PDF that is drawn once."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

from sqlalchemy.orm import Session

from readiness import __version__
from readiness.document.blank import blank_model
from readiness.document.blank_model import BlankModel
from readiness.errors import NotFoundError
from readiness.exports.blank_xlsx import blank_xlsx
from readiness.services.context import Services
from readiness.services.keep import Kept
from readiness.services.translator import translator
from readiness.store.jobs import add_job, find_open_job

KIND = "blank"
FOLDER = "blank"
_models: Kept[BlankModel] = Kept()
_workbooks: Kept[bytes] = Kept()


@dataclass(frozen=True)
class BlankFile:
    """How the PDF is: its content once drawn; `waiting` while a job is to draw it."""

    content: bytes | None
    waiting: bool


def get_blank(services: Services, sub_sector: str, language: str) -> BlankModel:
    """The model, made once; NotFoundError for a sub-sector or language that there is not."""
    asked = services.catalogue.get(services.settings.questionnaire)
    if language not in asked.languages:
        raise NotFoundError(f"language {language!r}")
    make = lambda: blank_model(asked, sub_sector, language, translator(language))  # noqa: E731
    return _models.get((sub_sector, language), asked, make)


def get_blank_workbook(services: Services, sub_sector: str, language: str) -> bytes:
    """The workbook, made once."""
    asked = services.catalogue.get(services.settings.questionnaire)
    model = get_blank(services, sub_sector, language)
    return _workbooks.get((sub_sector, language), asked, lambda: blank_xlsx(model))


def blank_path(model: BlankModel) -> str:
    """Where the PDF of exactly these words by this program stands in the file store."""
    digest = hashlib.sha256(f"{__version__}\n{model!r}".encode()).hexdigest()
    return f"{FOLDER}/{digest[:2]}/{digest}"


def get_blank_pdf(services: Services, session: Session, sub_sector: str, language: str) -> BlankFile:
    """The PDF if it was drawn; never draws it."""
    model = get_blank(services, sub_sector, language)
    try:
        return BlankFile(services.files.get(blank_path(model)), waiting=False)
    except NotFoundError:
        payload = {"sub_sector": sub_sector, "language": language}
        return BlankFile(None, find_open_job(session, KIND, payload, by_id=None) is not None)


def request_blank_pdf(
    services: Services, session: Session, sub_sector: str, language: str, *, at: dt.datetime
) -> None:
    """Have it drawn unless it is there or on its way: no more than one job for each sub-sector and language."""
    found = get_blank_pdf(services, session, sub_sector, language)
    if found.content is None and not found.waiting:
        add_job(session, KIND, {"sub_sector": sub_sector, "language": language}, by_id=None, at=at)
