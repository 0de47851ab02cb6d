"""The tables of the method that belong to no single question."""

from __future__ import annotations

from collections.abc import Iterator

from readiness.document.blocks import Paragraph, Section, Table
from readiness.document.method_words import aggregation_word, listed, source_cells, unit_word
from readiness.document.sentences import core_words, evidence_words
from readiness.document.words import Reader, plain
from readiness.questionnaire.model import Benchmark, Kind


def weights_section(reader: Reader) -> Section:
    """Every pillar and dimension with its weight."""
    translate, asked = reader.translate, reader.questionnaire
    whole = sum(pillar.weight for pillar in asked.pillars)
    rows: list[tuple[str, ...]] = []
    for pillar in asked.pillars:
        own = sum(dimension.weight for dimension in pillar.dimensions)
        share = plain(round(100 * pillar.weight / whole, 2))
        mean = aggregation_word(reader, pillar.aggregation)
        rows.append((f"{pillar.code} {reader.name('pillars', pillar.code)}", "", share, mean, ""))
        for line in pillar.dimensions:
            name = f"{line.code} {reader.name('dimensions', line.code)}"
            part = plain(round(100 * line.weight / own, 2))
            mean = aggregation_word(reader, line.aggregation)
            rows.append(("", name, part, mean, str(len(line.questions))))
    heads = (
        translate("Pillar"), translate("Dimension"), translate("Weight, %"), translate("Joined by"),
        translate("Questions"),
    )  # fmt: skip
    note = Paragraph(
        translate(
            "Weights of pillars are percents of the index, weights of dimensions percents of their pillar."
        )
    )
    return Section(
        translate("Pillars, dimensions and weights"),
        "weights",
        (note, Table(heads, tuple(rows), frozenset({2, 4}))),
    )


def caps_table(reader: Reader) -> Table:
    """What an answer can count by its evidence."""
    translate = reader.translate
    givers = {False: translate("the firm"), True: translate("the consultant")}
    rows = tuple(
        (reader.name("evidence", grade.code), plain(grade.cap), givers[grade.by_consultant])
        for grade in reader.questionnaire.grades
    )
    return Table((translate("Evidence"), translate("Cap"), translate("Given by")), rows, frozenset({1}))


def levels_table(reader: Reader) -> Table:
    """Every level with its gates."""
    translate = reader.translate
    rows = tuple(
        (
            f"{level.number} {reader.text('levels', level.number)}",
            reader.text("levels", f"{level.number}_meaning"),
            plain(level.threshold),
            plain(level.pillar_floor),
            core_words(reader, level.core) or "–",
            evidence_words(reader, level.evidence) if level.number else "–",
        )
        for level in reader.questionnaire.levels
    )
    heads = (
        translate("Level"), translate("Meaning"), translate("Index from"), translate("Pillars from"),
        translate("Core questions"), translate("Evidence"),
    )  # fmt: skip
    return Table(heads, rows, frozenset({2, 3}))


def grading_words(reader: Reader) -> str:
    """The grades of graded lists with their shares, each once."""
    shares = {
        code: share
        for question in reader.questionnaire.questions
        if question.grading
        for code, share in question.grading.shares.items()
    }
    name = "%(name)s: %(value)s"
    return listed(
        reader,
        (
            reader.translate(name, name=reader.name("grading", code), value=plain(share))
            for code, share in shares.items()
        ),
    )


def processes_section(reader: Reader) -> Section:
    """Sub-sectors with their processes."""
    translate, asked = reader.translate, reader.questionnaire
    rows = tuple(
        (
            reader.name("sub_sectors", process.sub_sector),
            f"{process.code} {reader.name('processes', process.code)}",
            translate("Yes") if process.wet else translate("No"),
        )
        for process in asked.processes
    )
    heads = (translate("Sub-sector"), translate("Process"), translate("Wet"))
    note = Paragraph(
        translate(
            "A firm states the shares of output value of its processes, each from %(least)s; its sub-sector is that of "
            "the largest. Questions, variants and options follow from them.",
            least=reader.in_percent(plain(asked.rules.process_share_from)),
        )
    )
    return Section(translate("Sub-sectors and processes"), "processes", (note, Table(heads, rows)))


def entry_section(reader: Reader) -> Section:
    """Statements, profile figures, and what is asked back when answers do not fit together."""
    translate, asked = reader.translate, reader.questionnaire
    effects = {
        "required": translate("needed for a submission"),
        "hold": translate("on hold without it"),
        "unranked": translate("not ranked without it"),
    }
    statements = Table(
        (translate("Code"), translate("Statement"), translate("Effect")),
        tuple((s.code, reader.name("statements", s.code), effects[s.effect]) for s in asked.statements),
    )
    profile = Table(
        (translate("Profile figure"), translate("Unit")),
        tuple((reader.name("profile", f.code), unit_word(reader, f.unit) or "–") for f in asked.profile),
    )
    severities = {"error": translate("must be put right"), "ask": translate("is asked back")}
    rules = Table(
        (translate("Question"), translate("What it says"), translate("Effect")),
        tuple(
            (rule.question, reader.name("plausibility", rule.code), severities[rule.severity])
            for rule in asked.plausibility
        ),
    )
    return Section(
        translate("Statements, profile and plausibility"),
        "entry",
        (statements, profile, *((rules,) if asked.plausibility else ())),
    )


def measures_section(reader: Reader) -> Section:
    """The measures with the questions that serve them."""
    translate, asked = reader.translate, reader.questionnaire
    rows = tuple(
        (
            measure.code,
            reader.name("measures", measure.code),
            translate(", ").join(q.code for q in asked.questions if measure.code in q.measures) or "–",
        )
        for measure in asked.measures
    )
    heads = (translate("Code"), translate("Measure"), translate("Questions"))
    note = Paragraph(
        translate(
            "The measures are a working grouping of the action plan's measures, made for this assessment; they are not "
            "the official list."
        )
    )
    return Section(translate("Measures"), "measures", (note, Table(heads, rows)))


def benchmarks_section(reader: Reader) -> Section:
    """Public reference figures."""
    translate = reader.translate
    heads = (
        translate("Figure"), translate("Kind"), translate("Value"), translate("Question"), translate("Source"),
        translate("Grade"), translate("Year"), translate("Settled?"),
    )  # fmt: skip
    rows = tuple(tuple(benchmark_cells(reader, entry)) for entry in reader.questionnaire.benchmarks)
    note = Paragraph(
        translate(
            "Public figures to set a result beside. No figure here is an official limit, and none changes a score."
        )
    )
    return Section(translate("Benchmarks"), "benchmarks", (note, Table(heads, rows, frozenset({2}))))


def benchmark_cells(reader: Reader, entry: Benchmark) -> Iterator[str]:
    """Name, kind, value with unit, question, source, grade, year, and whether it is settled."""
    translate = reader.translate
    kinds = {
        "state": translate("measured"),
        "target": translate("target of a policy"),
        "example": translate("example"),
    }
    sectors = [reader.name("sub_sectors", code) for code in entry.sub_sectors]
    name = reader.name("benchmarks", entry.code)
    if sectors:
        name = translate("%(name)s (%(more)s)", name=name, more=translate(", ").join(sectors))
    unit = reader.text("benchmark_units", entry.unit) or unit_word(reader, entry.unit)
    source, grade, _, settled = source_cells(reader, entry.source)
    yield from (name, kinds[entry.kind], f"{plain(entry.value)} {unit}".strip(), entry.question or "–")
    yield from (source, grade, str(entry.year), settled)


def sources_section(reader: Reader) -> Section:
    """What the grades of sources mean, and how many sets of values are settled."""
    translate = reader.translate
    variants = [v for q in reader.questionnaire.questions if q.kind is Kind.NUMBER for v in q.variants]
    unsure = sum(variant.source.unsure for variant in variants)
    return Section(
        translate("Sources of the values"),
        "sources",
        (
            Paragraph(
                translate(
                    "Values that earn points are proposals of this method. None is an official limit, and none "
                    "replaces a law, a standard or a permit."
                ),
                tone="notice",
            ),
            Paragraph(
                translate(
                    "Grades: A official text, B press or association, C commercial page or draft, D other program, "
                    "K general knowledge of the trade, P proposal of experts. “unsure” marks what is still to be "
                    "checked."
                )
            ),
            Paragraph(
                translate(
                    "%(unsure)s of %(all)s sets of values are marked unsure.",
                    unsure=unsure,
                    all=len(variants),
                )
            ),
        ),
    )
