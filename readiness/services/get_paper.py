"""Papers for everybody, by sub-sector: the blank questionnaire and the checklist of figures.

Each as a model, as a workbook, and as a PDF that is drawn once."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy.orm import Session

from readiness import __version__
from readiness.document.blank import blank_model
from readiness.document.blank_model import BlankModel
from readiness.document.checklist import checklist_model
from readiness.document.checklist_model import ChecklistModel
from readiness.errors import NotFoundError
from readiness.exports.blank_xlsx import blank_xlsx
from readiness.exports.checklist_xlsx import checklist_xlsx
from readiness.services.context import Services
from readiness.services.keep import Kept
from readiness.services.translator import translator
from readiness.store.jobs import add_job, find_open_job

KIND = "paper"
Model = TypeVar("Model", BlankModel, ChecklistModel)


@dataclass(frozen=True)
class Paper(Generic[Model]):
    """How a paper is made: its name in addresses, its model, and the workbook of that."""

    name: str
    model: Callable[..., Model]
    workbook: Callable[[Model], bytes]


BLANK = Paper("blank", blank_model, blank_xlsx)
CHECKLIST = Paper("checklist", checklist_model, checklist_xlsx)
PAPERS: Mapping[str, Paper[Any]] = {paper.name: paper for paper in (BLANK, CHECKLIST)}
_models: Kept[Any] = Kept()
_workbooks: Kept[bytes] = Kept()


@dataclass(frozen=True)
class PaperFile:
    """How the PDF is: its content once drawn; `waiting` while a job is to draw it."""

    content: bytes | None
    waiting: bool


def get_paper(services: Services, paper: Paper[Model], sub_sector: str, language: str) -> Model:
    """The model, made once; NotFoundError for a sub-sector or language that there is not."""
    asked = services.catalogue.get(services.settings.questionnaire)
    if language not in asked.languages:
        raise NotFoundError(f"language {language!r}")
    make = lambda: paper.model(asked, sub_sector, language, translator(language))  # noqa: E731
    found: Model = _models.get((paper.name, sub_sector, language), asked, make)
    return found


def get_workbook(services: Services, paper: Paper[Model], sub_sector: str, language: str) -> bytes:
    """The workbook, made once."""
    asked = services.catalogue.get(services.settings.questionnaire)
    model = get_paper(services, paper, sub_sector, language)
    return _workbooks.get((paper.name, sub_sector, language), asked, lambda: paper.workbook(model))


def paper_path(paper: Paper[Model], model: Model) -> str:
    """Where the PDF of exactly these words by this program stands in the file store."""
    digest = hashlib.sha256(f"{__version__}\n{model!r}".encode()).hexdigest()
    return f"{paper.name}/{digest[:2]}/{digest}"


def get_pdf(
    services: Services, session: Session, paper: Paper[Model], sub_sector: str, language: str
) -> PaperFile:
    """The PDF if it was drawn; never draws it."""
    model = get_paper(services, paper, sub_sector, language)
    try:
        return PaperFile(services.files.get(paper_path(paper, model)), waiting=False)
    except NotFoundError:
        payload = _payload(paper, sub_sector, language)
        return PaperFile(None, find_open_job(session, KIND, payload, by_id=None) is not None)


def request_pdf(
    services: Services,
    session: Session,
    paper: Paper[Model],
    sub_sector: str,
    language: str,
    *,
    at: dt.datetime,
) -> None:
    """Have it drawn unless it is there or on its way: no more than one job for each paper, sub-sector and language."""
    found = get_pdf(services, session, paper, sub_sector, language)
    if found.content is None and not found.waiting:
        add_job(session, KIND, _payload(paper, sub_sector, language), by_id=None, at=at)


def _payload(paper: Paper[Any], sub_sector: str, language: str) -> dict[str, Any]:
    return {"paper": paper.name, "sub_sector": sub_sector, "language": language}
