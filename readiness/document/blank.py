"""The blank questionnaire of one sub-sector: what a firm needs before it starts, then every question that applies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

from readiness.document.blank_model import (
    BlankFigure,
    BlankModel,
    BlankPart,
    BlankPillar,
    BlankQuestion,
    BlankSpace,
)
from readiness.document.build import HEAD_EMS, page_label
from readiness.document.charts import one_line
from readiness.document.help_words import help_pairs, known_by
from readiness.document.method_questions import option_text
from readiness.document.method_words import figure_word, ratio_words, role_word, unit_word, variant_name
from readiness.document.words import Reader
from readiness.errors import NotFoundError
from readiness.questionnaire.model import Dimension, Kind, Option, Question, Questionnaire

BLANK_WORDS = (
    ": ",
    "Answer",
    "Blank questionnaire",
    "Code",
    "Entry statements",
    "Figure",
    "Figures of the questions",
    "For your own notes. Answers are given in the service; nothing is sent with this paper.",
    "Help",
    "How to answer",
    "Notes",
    "Question",
    "Questions",
    "Statement",
    "Unit",
    "Value",
    "What to have ready",
    "Who to ask for what",
    "Who usually knows",
)
"""The fixed words of the template and of the workbook."""


def blank_model(
    questionnaire: Questionnaire, sub_sector: str, language: str, translate: Callable[..., str]
) -> BlankModel:
    """The model; NotFoundError for a sub-sector that the questionnaire does not know."""
    if sub_sector not in questionnaire.sub_sectors:
        raise NotFoundError(f"sub-sector {sub_sector!r}; there are: {', '.join(questionnaire.sub_sectors)}")
    sheet = _Sheet(Reader(questionnaire, language, translate), sub_sector)
    reader, name = sheet.reader, sheet.reader.text("questionnaire", "name")
    title = translate("Questionnaire for %(sub_sector)s", sub_sector=reader.name("sub_sectors", sub_sector))
    return BlankModel(
        language=language.replace("_", "-"),
        title=title,
        sub_sector=reader.name("sub_sectors", sub_sector),
        service=name,
        version=translate("Version %(version)s", version=questionnaire.version),
        intro=tuple(sheet.intro()),
        profile=tuple(sheet.profile()),
        figures=tuple(sheet.figures()),
        people=tuple(sheet.people()),
        statements=tuple((s.code, reader.name("statements", s.code)) for s in questionnaire.statements),
        pillars=tuple(sheet.pillars()),
        notice=translate(
            "Indication only. This result is not a CMMM, SIRI or Higg grade, not a smart-factory title and no "
            "certificate of any standard; it does not replace an assessment under one."
        ),
        page_head=(one_line(name, HEAD_EMS), one_line(title, HEAD_EMS)),
        page_label=page_label(translate),
        words={word: translate(word) for word in BLANK_WORDS},
    )


Way = Literal["one", "many", "graded", "figures", "computed"]


class _Sheet:
    """Reads the questionnaire for the firms of one sub-sector."""

    def __init__(self, reader: Reader, sub_sector: str) -> None:
        self.reader = reader
        self.sub_sector = sub_sector
        own = [p for p in reader.questionnaire.processes if p.sub_sector == sub_sector]
        self.processes = tuple(process.code for process in own)
        self.wet = any(process.wet for process in own)

    def asked(self, dimension: Dimension) -> tuple[Question, ...]:
        """The questions of a dimension that apply."""
        return tuple(q for q in dimension.questions if set(self.processes) & set(q.weights))

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions that apply."""
        return tuple(q for d in self.reader.questionnaire.dimensions for q in self.asked(d))

    def intro(self) -> Iterator[str]:
        translate = self.reader.translate
        yield translate(
            "%(questions)s questions apply. Gather the figures first; several people of the firm can "
            "answer at the same time.",
            questions=len(self.questions),
        )
        yield translate(
            "Figures that are not measured may be left so: not measured is an answer. Choose the step that is true "
            "today, not the one that is planned."
        )

    def profile(self) -> Iterator[tuple[str, tuple[BlankFigure, ...]]]:
        reader, fields = self.reader, self.reader.questionnaire.profile
        for group in dict.fromkeys(entry.group for entry in fields):
            figures = []
            for entry in (entry for entry in fields if entry.group == group):
                askers = [
                    q
                    for q in self.questions
                    if q.computed and q.formula and entry.code in q.formula.numerator + q.formula.denominator
                ]
                needed = reader.translate(", ").join(q.code for q in askers)
                figures.append(
                    BlankFigure(needed, reader.name("profile", entry.code), unit_word(reader, entry.unit), "")
                )
            yield reader.name("profile_groups", group), tuple(figures)

    def figures(self) -> Iterator[BlankFigure]:
        for question in self.questions:
            if question.kind is Kind.NUMBER and not question.computed:
                units = dict.fromkeys(space.unit for space in self.spaces(question) if space.unit)
                yield BlankFigure(
                    question.code,
                    self.reader.question(question.code),
                    self.reader.translate("; ").join(units),
                    known_by(self.reader, question),
                )

    def people(self) -> Iterator[tuple[str, str]]:
        """Each role with the questions it most likely knows."""
        guidance = self.reader.questionnaire.guidance
        for role in guidance.roles if guidance else ():
            codes = [q.code for q in self.questions if q.known_by and q.known_by[0] == role]
            if codes:
                yield self.reader.name("roles", role), self.reader.translate(", ").join(codes)

    def pillars(self) -> Iterator[BlankPillar]:
        reader = self.reader
        for pillar in reader.questionnaire.pillars:
            parts = tuple(
                BlankPart(
                    dimension.code,
                    reader.name("dimensions", dimension.code),
                    tuple(self.question(question) for question in self.asked(dimension)),
                )
                for dimension in pillar.dimensions
                if self.asked(dimension)
            )
            if parts:
                yield BlankPillar(pillar.code, reader.name("pillars", pillar.code), pillar.accent, parts)

    def question(self, question: Question) -> BlankQuestion:
        reader, translate = self.reader, self.reader.translate
        marks = [role_word(reader, question)]
        if question.na_allowed and not (question.na_when_dry and self.wet):
            marks.append(translate("may be not applicable, with a reason"))
        way, instruction = self.way(question)
        text = reader.text("questions", question.code, ".help")
        pairs = help_pairs(reader, question, self.processes)
        return BlankQuestion(
            code=question.code,
            text=reader.question(question.code),
            way=way,
            instruction=instruction,
            marks=tuple(mark for mark in marks if mark),
            choices=tuple(self.choices(question)),
            grades=self.grades(question),
            spaces=tuple(self.spaces(question)),
            help=((("", text), *pairs) if text else pairs),
        )

    def way(self, question: Question) -> tuple[Way, str]:
        """How the question is answered, and a line that says so."""
        translate = self.reader.translate
        if question.computed:
            formula = ratio_words(self.reader, question)
            return "computed", translate("Computed from the profile: %(formula)s", formula=formula)
        match question.kind:
            case Kind.LADDER:
                return "one", translate("Choose the highest step that is met with all steps below it.")
            case Kind.MULTIPLE:
                return "many", translate("Tick all that are true today.")
            case Kind.GRADED_MULTIPLE:
                return "graded", translate("Choose one grade for each line.")
            case Kind.NUMBER:
                return "figures", ""
            case _:
                return "one", translate("Choose one.")

    def choices(self, question: Question) -> Iterator[tuple[str, str]]:
        """Steps with their number, options, or yes and no."""
        if question.kind is Kind.LADDER:
            for step in range(question.levels + 1):
                yield str(step), self.reader.text("questions", question.code, f".ladder.{step}")
        elif question.kind is Kind.YES_NO:
            yield "", self.reader.translate("Yes")
            yield "", self.reader.translate("No")
        for option in question.options:
            if self.fits(option):
                yield "", option_text(self.reader, question, option)

    def fits(self, option: Option) -> bool:
        """True where firms of this sub-sector can choose the option."""
        return option.sub_sector in ("", self.sub_sector) and (self.wet or not option.wet_only)

    def grades(self, question: Question) -> tuple[str, ...]:
        """The grades of a graded list, the one for what does not exist last."""
        if question.grading is None:
            return ()
        codes = (*question.grading.shares, question.grading.absent)
        return tuple(self.reader.name("grading", code) for code in codes)

    def spaces(self, question: Question) -> Iterator[BlankSpace]:
        """Where figures are written: each part, or each variant that applies."""
        if question.kind is not Kind.NUMBER or question.computed:
            return
        if question.parts:
            for code in question.parts:
                yield BlankSpace(figure_word(self.reader, question, code), "")
            return
        fitting = [v for v in question.variants if set(v.processes) & set(self.processes)]
        for variant in fitting:
            label = variant_name(self.reader, question, variant) if len(fitting) > 1 else ""
            yield BlankSpace(label, unit_word(self.reader, variant.unit))
