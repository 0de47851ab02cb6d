"""The checklist of figures as a workbook: one sheet with room for the values, sorted by whoever usually knows."""

from __future__ import annotations

from readiness.document.checklist_model import ChecklistModel
from readiness.exports.ranking_xlsx import Column, Sheet, ranking_xlsx


def checklist_xlsx(model: ChecklistModel) -> bytes:
    """The workbook; texts are the model's own, cells for values and notes are empty."""
    word = model.words
    columns = [
        Column(word["Who usually knows"], width=16), Column(word["Figure"], width=44), Column(word["Unit"], width=20),
        Column(word["Value"], width=16), Column(word["Usually found in"], width=44),
        Column(word["Questions"], width=10), Column(word["Notes"], width=30),
    ]  # fmt: skip
    rows = [
        [part.who, figure.name, figure.unit, None, figure.found, figure.code, None]
        for part in model.parts
        for figure in part.figures
    ]
    return ranking_xlsx([Sheet(model.sub_sector, columns, rows)])
