"""Receipts of what was submitted, and the locked copies behind them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from io import BytesIO

from flask import render_template, send_file
from werkzeug.wrappers import Response

from readiness.assessment.permissions import Action
from readiness.assessment.readable import grouped
from readiness.document.sentences import basis_word, standing_word
from readiness.document.stated import StatedPart, stated_parts
from readiness.document.words import Reader
from readiness.scoring.scorecard import Basis, Standing
from readiness.services.get_receipt import LockedCopy, Receipt, Receipts, get_locked_copy, list_receipts
from readiness.web.access import access, current_person
from readiness.web.database import get_services, get_session
from readiness.web.firm import blueprint
from readiness.web.i18n import language, translate

JSON = "application/json"
DIGEST_GROUP = 4


@dataclass(frozen=True)
class ReceiptPage:
    """One receipt among all of its assessment, in words; None while nothing was submitted."""

    all: Receipts
    one: Receipt | None
    basis: str = ""
    standing: str = ""
    index: str = ""
    level_name: str = ""

    @property
    def digest(self) -> str:
        """In groups, as people compare it."""
        return grouped(self.one.digest, DIGEST_GROUP, " ") if self.one else ""


@blueprint.get("/assessments/<key:key>/receipts")
@access(Action.VIEW_RECEIPT)
def receipts(key: str) -> str:
    """The newest receipt, and the way to the earlier ones."""
    found = list_receipts(get_services(), get_session(), key, by=current_person())
    return _render(found, found.receipts[0] if found.receipts else None)


@blueprint.get("/assessments/<key:key>/receipts/<key:receipt>")
@access(Action.VIEW_RECEIPT)
def receipt(key: str, receipt: str) -> str:
    """One receipt, for as long as the service stands."""
    found = list_receipts(get_services(), get_session(), key, by=current_person())
    return _render(found, found.get(receipt))


@blueprint.get("/assessments/<key:key>/receipts/<key:receipt>/copy")
@access(Action.VIEW_RECEIPT)
def locked_copy(key: str, receipt: str) -> str:
    """What was stated, as it stood, to read only."""
    copy = get_locked_copy(get_services(), get_session(), key, receipt, by=current_person())
    return render_template("firm/locked_copy.html", copy=copy, parts=_parts(copy))


@blueprint.get("/assessments/<key:key>/receipts/<key:receipt>/copy.json")
@access(Action.VIEW_RECEIPT)
def locked_file(key: str, receipt: str) -> Response:
    """The document itself: the SHA-256 of this file is the receipt's digest."""
    copy = get_locked_copy(get_services(), get_session(), key, receipt, by=current_person())
    name = f"{copy.receipt.number}.json"
    return send_file(BytesIO(copy.text.encode()), JSON, as_attachment=True, download_name=name)


def _render(found: Receipts, one: Receipt | None) -> str:
    if one is None:
        return render_template("firm/receipt.html", page=ReceiptPage(found, None))
    reader = Reader(found.questionnaire, language(), translate)
    page = ReceiptPage(
        all=found,
        one=one,
        basis=basis_word(Basis(one.basis), translate),
        standing=standing_word(found.questionnaire, Standing(one.standing), translate),
        index=reader.index(one.index),
        level_name=reader.text("levels", one.level),
    )
    return render_template("firm/receipt.html", page=page)


def _parts(copy: LockedCopy) -> tuple[StatedPart, ...]:
    files = defaultdict(list)
    for file in copy.files:
        files[file.question].append(file.name)
    return stated_parts(Reader(copy.questionnaire, language(), translate), copy.answers, files)
