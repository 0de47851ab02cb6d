"""From scorecards to the report model: the one place where numbers become words."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from readiness.document.charts import Bars, Radar, Value, bars, one_line, radar
from readiness.document.losses import loss_chart, lost_part
from readiness.document.method import indicators, method
from readiness.document.model import Cover, PillarRow, ReportModel, ResultPage
from readiness.document.page_words import PAGE_WORDS
from readiness.document.peer_part import figures_of, peer_part
from readiness.document.proof import Proof
from readiness.document.sentences import basis_word, note_sentences, result_sentences, standing_word
from readiness.document.steps import comparison, next_level
from readiness.document.words import Reader, plain, safe_text
from readiness.questionnaire.answers import FirmAnswers
from readiness.questionnaire.model import Questionnaire
from readiness.scoring.peer_figures import Figure
from readiness.scoring.peer_view import Peers
from readiness.scoring.scorecard import Basis, Scorecard, Standing

HEAD_EMS = 30
RADAR_WIDTH = 270.0
BARS_WIDTH, BARS_LABEL = 362.0, 208.0
PAGE_WIDTH, PAGE_LABEL = 640.0, 280.0


@dataclass(frozen=True)
class FirmHead:
    """Who was assessed; city and district are codes of the questionnaire's areas."""

    name: str
    name_en: str = ""
    credit_code: str = ""
    city: str = ""
    district: str = ""


@dataclass(frozen=True)
class RoundHead:
    """The round: its name ('' outside one) and its closing day; both may be missing."""

    name: str = ""
    closes_on: dt.date | None = None
    reference_year: int | None = None


def report_model(
    questionnaire: Questionnaire,
    scorecards: Mapping[Basis, Scorecard],
    *,
    firm: FirmHead,
    round_head: RoundHead,
    on: dt.date,
    language: str,
    translate: Callable[..., str],
    answers: FirmAnswers | None = None,
    proof: Proof | None = None,
    sub_sector: str = "",
    peers: Peers | None = None,
) -> ReportModel:
    """The report of one firm: verified when there is such a scorecard, with the declared one beside it.

    `on` is the day from which the result counts: of the submission, or of the signature of the audit. `answers` adds
    the table of numeric indicators with the firm's own figures; `proof` how to check the report; `sub_sector` the words
    of the firm's trade; `peers` sets every dimension beside theirs.
    """
    reader = Reader(questionnaire, language, translate)
    declared, verified = scorecards.get(Basis.DECLARED), scorecards.get(Basis.VERIFIED)
    card = verified or declared
    if card is None:
        raise ValueError("a report needs at least one scorecard")
    cover = _cover(reader, card, firm, round_head, on, proof)
    figures = figures_of(peers) if peers else {}
    return ReportModel(
        language=language.replace("_", "-"),
        title=translate("Readiness report: %(firm)s", firm=cover.firm),
        service=reader.text("questionnaire", "name"),
        page_head=(one_line(reader.text("questionnaire", "name"), HEAD_EMS), one_line(cover.firm, HEAD_EMS)),
        page_label=page_label(translate),
        cover=cover,
        result=result_page(reader, card, declared if verified else None, sub_sector=sub_sector),
        lost=lost_part(reader, card),
        loss_chart=loss_chart(reader, card, width=PAGE_WIDTH, label=PAGE_LABEL),
        peers=peer_part(reader, peers, practice=False) if peers and figures else None,
        peer_chart=_beside(reader, card, figures) if figures else None,
        next_level=next_level(reader, card),
        comparison=comparison(reader, declared, verified) if declared and verified else None,
        indicators=indicators(reader, answers) if answers else (),
        method=method(reader, card),
        words={word: translate(word) for word in PAGE_WORDS},
    )


def result_page(
    reader: Reader, card: Scorecard, earlier: Scorecard | None = None, *, sub_sector: str = ""
) -> ResultPage:
    """Level, index, sentences and charts of one scorecard; `earlier` is drawn behind it. The level's meaning is that of
    the `sub_sector`, '' for no trade in particular."""
    whole = sum(pillar.weight for pillar in reader.questionnaire.pillars)
    return ResultPage(
        level=str(card.level),
        level_name=reader.text("levels", card.level),
        level_meaning=reader.level_meaning(card.level, sub_sector),
        index=reader.index(card.index),
        coverage=reader.percent(card.coverage, reader.questionnaire.rules.coverage_overall),
        basis=basis_word(card.basis, reader.translate),
        standing=standing_word(reader.questionnaire, card.standing, reader.translate),
        official=card.standing is Standing.OFFICIAL and not reader.questionnaire.orientation,
        steps=tuple(
            (level.number, reader.text("levels", level.number), level.number == card.level)
            for level in reader.questionnaire.levels
        ),
        sentences=result_sentences(reader.questionnaire, card, reader.language, reader.translate),
        notes=note_sentences(reader.questionnaire, card, reader.language, reader.translate),
        pillars=tuple(
            PillarRow(
                code=pillar.code,
                name=reader.name("pillars", pillar.code),
                score=reader.pillar(line.score),
                weight=reader.in_percent(plain(round(100 * pillar.weight / whole, 1))),
                accent=pillar.accent,
            )
            for pillar, line in zip(reader.questionnaire.pillars, card.pillars, strict=True)
        ),
        pillar_chart=pillar_chart(reader, card, earlier, width=RADAR_WIDTH),
        dimension_chart=dimension_chart(reader, card, earlier, width=BARS_WIDTH, label=BARS_LABEL),
    )


def pillar_chart(
    reader: Reader, card: Scorecard, earlier: Scorecard | None = None, *, width: float = 340
) -> Radar | Bars:
    """The radar of the pillars, or bars where there are fewer than three."""
    before = {line.code: line.score for line in earlier.pillars} if earlier else {}
    values = [
        Value(
            code=pillar.code,
            name=reader.name("pillars", pillar.code),
            score=line.score,
            shown=reader.pillar(line.score),
            accent=pillar.accent,
            other=before.get(pillar.code),
            other_shown=reader.pillar(before.get(pillar.code)),
        )
        for pillar, line in zip(reader.questionnaire.pillars, card.pillars, strict=True)
    ]
    return radar(values, title=reader.translate("Pillars"), width=width)


def dimension_chart(
    reader: Reader,
    card: Scorecard,
    earlier: Scorecard | None = None,
    *,
    peers: Mapping[str, Figure] | None = None,
    width: float = 520,
    label: float = 190,
) -> Bars:
    """Bars of all dimensions, grouped by pillar; `label` 0 puts the names above the bars for small screens. `peers`: by
    dimension the figures to mark, none where too few firms can be shown."""
    figures = peers or {}
    before = (
        {line.code: line.score for pillar in earlier.pillars for line in pillar.dimensions} if earlier else {}
    )
    values = [
        Value(
            code=line.code,
            name=reader.name("dimensions", line.code),
            score=line.score,
            shown=reader.score(line.score),
            accent=pillar.accent,
            group=reader.name("pillars", pillar.code),
            other=before.get(line.code),
            other_shown=reader.score(before.get(line.code)),
            median=figures[line.code].median if line.code in figures else None,
            leading=figures[line.code].upper if line.code in figures else None,
        )
        for pillar, pillar_line in zip(reader.questionnaire.pillars, card.pillars, strict=True)
        for line in pillar_line.dimensions
    ]
    return bars(values, title=reader.translate("Dimensions"), width=width, label=label)


def _beside(reader: Reader, card: Scorecard, peers: Mapping[str, Figure]) -> Bars:
    """The dimensions over the whole width, with the marks of peers."""
    return dimension_chart(reader, card, peers=peers, width=PAGE_WIDTH, label=PAGE_LABEL)


def page_label(translate: Callable[..., str]) -> tuple[str, str, str]:
    """'Page 3 of 9' cut at its two numbers, which only the layout knows."""
    before, rest = translate("Page %(page)s of %(pages)s", page="\t", pages="\v").split("\t")
    between, after = rest.split("\v")
    return before, between, after


def _cover(
    reader: Reader, card: Scorecard, firm: FirmHead, head: RoundHead, on: dt.date, proof: Proof | None
) -> Cover:
    translate = reader.translate
    area = [reader.name("areas", firm.city)] if firm.city else []
    area += [reader.name("districts", firm.district)] if firm.district else []
    facts = (
        (translate("Credit code"), safe_text(firm.credit_code)),
        (translate("Place"), translate(", ").join(area)),
        (translate("Round"), safe_text(head.name)),
        (translate("Reference year"), str(head.reference_year or "")),
        (translate("Questionnaire"), f"{reader.questionnaire.code} {reader.questionnaire.version}"),
        (translate("Round closes on"), reader.day(head.closes_on) if head.closes_on else ""),
        (translate("Result as of"), reader.day(on)),
    )
    name, other = firm.name, firm.name_en
    if reader.language != reader.questionnaire.languages[0] and other:
        name, other = other, name
    return Cover(
        firm=safe_text(name),
        name_other=safe_text(other),
        facts=tuple((label, value) for label, value in facts if value),
        basis=basis_word(card.basis, translate),
        standing=standing_word(reader.questionnaire, card.standing, translate),
        official=card.standing is Standing.OFFICIAL and not reader.questionnaire.orientation,
        validity=_validity(reader, card, on),
        proof=proof,
    )


def _validity(reader: Reader, card: Scorecard, on: dt.date) -> str:
    """Until when an official result stands; anything else is no proof."""
    if card.standing is not Standing.OFFICIAL:
        return reader.translate("Not valid as proof while it is not official")
    rules = reader.questionnaire.rules
    months = rules.verified_months if card.basis is Basis.VERIFIED else rules.declared_months
    return reader.translate("Valid until %(day)s", day=reader.day(months_later(on, months)))


def months_later(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
