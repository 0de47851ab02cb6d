"""One sentence for each gate and each reason: what bites, by how much, what lifts it.

Every sentence goes through `translate(message, **values)`, message in English with %(name)s places.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from readiness.document.words import Reader, plain
from readiness.questionnaire.model import CoreRule, Questionnaire
from readiness.scoring.scorecard import Basis, Gate, Reason, Scorecard, Standing

Translate = Callable[..., str]
Writer = Callable[[Reader, Gate], str]
AUDIT = "audit"
LEAST_SHOWN = 0.05


def gate_sentence(questionnaire: Questionnaire, gate: Gate, language: str, translate: Translate) -> str:
    """A full sentence on one gate, met or not."""
    reader = Reader(questionnaire, language, translate)
    condition, state = _CONDITIONS[gate.kind](reader, gate), _STATES[gate.kind](reader, gate)
    if gate.met:
        return translate(
            "Level %(level)s, met: %(condition)s (%(state)s).",
            level=gate.level,
            condition=condition,
            state=state,
        )
    sentence = translate(
        "Level %(level)s asks for %(condition)s; now %(state)s.",
        level=gate.level,
        condition=condition,
        state=state,
    )
    if not gate.questions:
        return sentence
    return translate(
        "%(sentence)s To lift it: %(questions)s.",
        sentence=sentence,
        questions=reader.questions(gate.questions),
    )


def gate_phrase(questionnaire: Questionnaire, gate: Gate, language: str, translate: Translate) -> str:
    """The gate in a few words, to stand after a colon: 'pillar High-end: 30.0, needs 46'."""
    return _PHRASES[gate.kind](Reader(questionnaire, language, translate), gate)


def level_sentence(questionnaire: Questionnaire, card: Scorecard, language: str, translate: Translate) -> str:
    """Which level and why not the next: 'Level 3 by points, held at 2 by pillar High-end: 30.0, needs 46.'"""
    reader = Reader(questionnaire, language, translate)
    blocks = [gate for gate in card.blocking if gate.kind != "points"]
    if card.level_by_points > card.level and blocks:
        phrases = translate("; ").join(
            gate_phrase(questionnaire, gate, language, translate) for gate in blocks
        )
        return translate(
            "Level %(points)s by points, held at %(level)s by %(gates)s.",
            points=card.level_by_points,
            level=card.level,
            gates=phrases,
        )
    following = next((level for level in questionnaire.levels if level.number == card.level + 1), None)
    if following is None:
        return translate("Level %(level)s, the highest: every condition is met.", level=card.level)
    return translate(
        "Level %(level)s with an index of %(index)s; level %(next)s begins at %(threshold)s.",
        level=card.level,
        index=reader.index(card.index),
        next=following.number,
        threshold=plain(following.threshold),
    )


def reason_sentence(questionnaire: Questionnaire, reason: Reason, language: str, translate: Translate) -> str:
    """Why a result is a draft, on hold or not ranked, and what to do about it."""
    reader = Reader(questionnaire, language, translate)
    values = {"have": reader.percent(reason.have, reason.need), "need": reader.in_percent(plain(reason.need))}
    match reason.kind:
        case "coverage":
            return translate(
                "Draft: %(have)s of the weight that applies is answered, an official result needs %(need)s.",
                **values,
            )
        case "dimension_coverage":
            return translate(
                "Draft: in %(dimension)s %(have)s of the weight that applies is answered, it needs %(need)s.",
                dimension=reader.name("dimensions", reason.subject),
                **values,
            )
        case "hold_open":
            return translate(
                "Draft: question %(code)s is not answered (%(question)s); no result is official without it.",
                code=reason.subject,
                question=_quoted(reader.question(reason.subject)),
            )
        case "hold":
            return translate(
                "On hold: question %(code)s is answered with no or not measured (%(question)s). "
                "The level is shown; ranking and certificate wait until this is put right.",
                code=reason.subject,
                question=_quoted(reader.question(reason.subject)),
            )
        case "statement_hold":
            return translate(
                "On hold: a statement is not confirmed (%(statement)s). "
                "The level is shown; ranking and certificate wait until this is put right.",
                statement=_quoted(reader.name("statements", reason.subject)),
            )
        case _:
            return translate(
                "Not ranked: a statement is not confirmed (%(statement)s). The result is scored all the same.",
                statement=_quoted(reader.name("statements", reason.subject)),
            )


def _quoted(text: str) -> str:
    """Words of the questionnaire inside our sentence: without their own full stop."""
    return text.rstrip(".。 ")


def basis_word(basis: Basis, translate: Translate) -> str:
    """Declared or verified, in words."""
    return translate("Verified on site") if basis is Basis.VERIFIED else translate("Self-declared")


def standing_word(questionnaire: Questionnaire, standing: Standing, translate: Translate) -> str:
    """The standing of a result in words; a questionnaire for orientation has no official ones."""
    match standing:
        case Standing.OFFICIAL if questionnaire.orientation:
            return translate("Complete, for orientation")
        case Standing.OFFICIAL:
            return translate("Official result")
        case Standing.DRAFT:
            return translate("Draft result")
        case Standing.HOLD:
            return translate("On hold")
        case _:
            return translate("Not ranked")


def result_sentences(
    questionnaire: Questionnaire, card: Scorecard, language: str, translate: Translate
) -> tuple[str, ...]:
    """What is to be said under a result: the level first, then every reason why it is not official."""
    level = level_sentence(questionnaire, card, language, translate)
    return level, *(reason_sentence(questionnaire, reason, language, translate) for reason in card.reasons)


def note_sentences(
    questionnaire: Questionnaire, card: Scorecard, language: str, translate: Translate
) -> tuple[str, ...]:
    """Remarks on the index that change nothing: its floor, and what uneven pillars cost."""
    reader = Reader(questionnaire, language, translate)
    notes = []
    if card.index <= questionnaire.rules.floor:
        floor = plain(questionnaire.rules.floor)
        notes.append(translate("The least possible index is %(floor)s; it stands at that.", floor=floor))
    if card.balance_loss >= LEAST_SHOWN:
        lost = reader.score(card.balance_loss)
        notes.append(translate("Uneven pillars cost %(points)s points of the index.", points=lost))
    return tuple(notes)


def core_words(reader: Reader, rules: Sequence[CoreRule]) -> str:
    """The core conditions of a level: '60 % of the core questions at question level 2 or above'."""
    return reader.translate("; ").join(_core_words(reader, rule) for rule in rules)


def _core_words(reader: Reader, rule: CoreRule) -> str:
    if rule.count:
        members = [q for q in reader.questionnaire.core if not rule.of or rule.of in q.groups]
        return reader.translate(
            "%(count)s of the %(all)s %(questions)s at question level %(level)s or above",
            count=rule.count,
            all=len(members),
            questions=_core_name(reader, rule),
            level=rule.level,
        )
    return reader.translate(
        "%(percent)s of the %(questions)s at question level %(level)s or above",
        percent=reader.in_percent(plain(rule.percent)),
        questions=_core_name(reader, rule),
        level=rule.level,
    )


def _core_name(reader: Reader, rule: CoreRule) -> str:
    """What the questionnaire calls the questions that a rule counts."""
    return reader.text("groups", rule.of or "core") or reader.translate("core questions")


def evidence_words(reader: Reader, level_evidence: str) -> str:
    """What evidence a level asks of the core answers."""
    if level_evidence == AUDIT:
        return reader.translate(
            "a signed on-site audit not older than %(months)s months that covers the core answers",
            months=reader.questionnaire.rules.audit_months,
        )
    if reader.questionnaire.grade_number.get(level_evidence, 0) == 0:
        return reader.translate("no evidence beyond the declaration")
    return reader.translate(
        "evidence of grade “%(grade)s” or better for the core answers",
        grade=reader.name("evidence", level_evidence),
    )


def gate_have(reader: Reader, gate: Gate) -> str:
    """What stands now, in the gate's own unit."""
    return _STATES[gate.kind](reader, gate)


def gate_need(reader: Reader, gate: Gate) -> str:
    """What the gate asks, as a condition without a subject."""
    return _CONDITIONS[gate.kind](reader, gate)


def _core_rule(reader: Reader, gate: Gate) -> CoreRule:
    """The core rule that the gate stands for: `subject` is its name."""
    level = next(level for level in reader.questionnaire.levels if level.number == gate.level)
    return next(rule for rule in level.core if rule.name == gate.subject)


def _points_condition(reader: Reader, gate: Gate) -> str:
    return reader.translate("an index of at least %(need)s", need=plain(gate.need))


def _pillar_condition(reader: Reader, gate: Gate) -> str:
    return reader.translate(
        "at least %(need)s in pillar %(pillar)s",
        need=plain(gate.need),
        pillar=reader.name("pillars", gate.subject),
    )


def _core_condition(reader: Reader, gate: Gate) -> str:
    return core_words(reader, [_core_rule(reader, gate)])


def _evidence_condition(reader: Reader, gate: Gate) -> str:
    level = next(level for level in reader.questionnaire.levels if level.number == gate.level)
    return evidence_words(reader, level.evidence)


def _audit_condition(reader: Reader, _gate: Gate) -> str:
    return evidence_words(reader, AUDIT)


def _short(reader: Reader, shown: str, gap: float) -> str:
    """A shown score with what is missing to the need, both with one decimal."""
    return reader.translate("%(have)s, %(gap)s short", have=shown, gap=reader.score(max(gap, LEAST_SHOWN)))


def _points_state(reader: Reader, gate: Gate) -> str:
    shown = reader.index(gate.have)
    return shown if gate.met else _short(reader, shown, gate.need - gate.have)


def _pillar_state(reader: Reader, gate: Gate) -> str:
    shown = reader.pillar(gate.have)
    return shown if gate.met else _short(reader, shown, gate.need - gate.have)


def _core_state(reader: Reader, gate: Gate) -> str:
    return plain(gate.have) if _core_rule(reader, gate).count else reader.percent(gate.have, gate.need)


def _evidence_state(reader: Reader, gate: Gate) -> str:
    if gate.met:
        return reader.translate("all have it")
    if not gate.questions:
        return reader.translate("it is missing")
    return reader.translate("core answers without it: %(count)s", count=len(gate.questions))


def _audit_state(reader: Reader, gate: Gate) -> str:
    if gate.met:
        return reader.translate("signed and complete")
    if not gate.questions:
        return reader.translate("there is none")
    return reader.translate("core answers not verified on site: %(count)s", count=len(gate.questions))


def _points_phrase(reader: Reader, gate: Gate) -> str:
    return reader.translate(
        "the index: %(have)s, needs %(need)s", have=reader.index(gate.have), need=plain(gate.need)
    )


def _pillar_phrase(reader: Reader, gate: Gate) -> str:
    return reader.translate(
        "pillar %(pillar)s: %(have)s, needs %(need)s",
        pillar=reader.name("pillars", gate.subject),
        have=reader.pillar(gate.have),
        need=plain(gate.need),
    )


def _core_phrase(reader: Reader, gate: Gate) -> str:
    rule = _core_rule(reader, gate)
    return reader.translate(
        "%(questions)s at question level %(level)s or above: %(have)s, needs %(need)s",
        questions=_core_name(reader, rule),
        level=rule.level,
        have=_core_state(reader, gate),
        need=plain(gate.need) if rule.count else reader.in_percent(plain(gate.need)),
    )


def _evidence_phrase(reader: Reader, gate: Gate) -> str:
    return reader.translate("evidence: %(state)s", state=_evidence_state(reader, gate))


def _audit_phrase(reader: Reader, gate: Gate) -> str:
    return reader.translate("on-site audit: %(state)s", state=_audit_state(reader, gate))


_CONDITIONS: dict[str, Writer] = {
    "points": _points_condition,
    "pillar": _pillar_condition,
    "core": _core_condition,
    "evidence": _evidence_condition,
    AUDIT: _audit_condition,
}
_STATES: dict[str, Writer] = {
    "points": _points_state,
    "pillar": _pillar_state,
    "core": _core_state,
    "evidence": _evidence_state,
    AUDIT: _audit_state,
}
_PHRASES: dict[str, Writer] = {
    "points": _points_phrase,
    "pillar": _pillar_phrase,
    "core": _core_phrase,
    "evidence": _evidence_phrase,
    AUDIT: _audit_phrase,
}
