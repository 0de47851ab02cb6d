"""Is what a firm states possible, and is it plausible? Errors must be put right; 'ask' wants a second look."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from readiness.questionnaire.answers import Answer, FirmAnswers, State
from readiness.questionnaire.condition_values import holds
from readiness.questionnaire.figures import ratio_value
from readiness.questionnaire.magnitude import Doubt, doubts
from readiness.questionnaire.model import Kind, Question, Questionnaire, Variant

ERROR, ASK = "error", "ask"
SHARE_TOLERANCE = 0.5  # percent: shares are typed rounded

MESSAGES: Mapping[str, str] = {
    "required": "is required",
    "below_minimum": "%(value)s is below the least possible value %(bound)s",
    "above_maximum": "%(value)s is above the greatest possible value %(bound)s",
    "zero": "0 is not possible here; if it is not measured, say so",
    "percent_over_100": "%(value)s %% is above 100 %%: is that right?",
    "percent_as_fraction": "%(value)s %% is very little: did you mean %(likely)s %%?",
    "unusually_low": "%(value)s is far below the usual range of %(low)s to %(high)s: is that right?",
    "unusually_high": "%(value)s is far above the usual range of %(low)s to %(high)s: is that right?",
    "perhaps_times": "%(value)s is far from the usual range of %(low)s to %(high)s: did you mean %(likely)s?",
    "shares_sum": "the shares of the processes add up to %(sum)s %%; expected 100 %%",
    "share_small": "a dry process below %(least)s %% of output need not be declared",
    "shares_missing": "no process is declared",
    "na_not_allowed": "'not applicable' is not possible for this question",
    "na_only_dry": "'not applicable' is possible only without a wet process",
    "option_elsewhere": "option %(option)s belongs to another trade than the firm's principal process",
    "option_wet": "option %(option)s needs a wet process",
    "contradiction": "%(message)s",
    "statement_required": "must be true before anything can be submitted",
}


@dataclass(frozen=True)
class Notice:
    """One remark on an answer, profile field or statement; `field` is a process or part inside it, `key` a message."""

    code: str
    field: str
    severity: str
    key: str
    values: Mapping[str, object] = dataclasses.field(default_factory=dict)

    def __str__(self) -> str:
        return MESSAGES[self.key] % self.values


def check_answers(questionnaire: Questionnaire, firm_answers: FirmAnswers) -> list[Notice]:
    """Every remark, in the order profile, processes, statements, questions."""
    found = [*_profile(questionnaire, firm_answers), *_shares(questionnaire, firm_answers)]
    found += _statements(questionnaire, firm_answers)
    found += _rules(questionnaire, firm_answers)
    for question in questionnaire.questions:
        answer = firm_answers.answers.get(question.code, Answer())
        found += _question(questionnaire, question, answer, firm_answers)
    return found


def short(value: float) -> float:
    """The number as people write it: 100 instead of 100.0, without the dust of floating point."""
    rounded = round(value, 10)
    return int(rounded) if float(rounded).is_integer() else rounded


def _profile(questionnaire: Questionnaire, firm_answers: FirmAnswers) -> Iterator[Notice]:
    for entry in questionnaire.profile:
        value = firm_answers.profile.get(entry.code)
        if value is None or value == "":
            if entry.required:
                yield Notice(entry.code, "", ERROR, "required")
        elif isinstance(value, int | float):
            if entry.minimum is not None and value < entry.minimum:
                yield _bound(entry.code, "", "below_minimum", value, entry.minimum)
            if entry.maximum is not None and value > entry.maximum:
                yield _bound(entry.code, "", "above_maximum", value, entry.maximum)


def _bound(code: str, field_: str, key: str, value: float, bound: float) -> Notice:
    return Notice(code, field_, ERROR, key, {"value": short(value), "bound": short(bound)})


def _shares(questionnaire: Questionnaire, firm_answers: FirmAnswers) -> Iterator[Notice]:
    if not firm_answers.shares:
        yield Notice("processes", "", ERROR, "shares_missing")
        return
    total = round(100 * sum(firm_answers.shares.values()), 6)
    if abs(total - 100) > SHARE_TOLERANCE:
        yield Notice("processes", "", ERROR, "shares_sum", {"sum": short(total)})
    least = questionnaire.rules.process_share_from
    for code, share in firm_answers.shares.items():
        if round(100 * share, 6) < least and not questionnaire.process[code].wet:
            yield Notice("processes", code, ASK, "share_small", {"least": short(least)})


def _statements(questionnaire: Questionnaire, firm_answers: FirmAnswers) -> Iterator[Notice]:
    for statement in questionnaire.statements:
        if statement.effect == "required" and firm_answers.statements.get(statement.code) is False:
            yield Notice(statement.code, "", ERROR, "statement_required")


def _rules(questionnaire: Questionnaire, firm_answers: FirmAnswers) -> Iterator[Notice]:
    """What the questionnaire's own plausibility rules say; their words come in every language."""
    for rule in questionnaire.plausibility:
        if holds(rule.when, questionnaire, firm_answers):
            words = questionnaire.texts.everywhere(f"plausibility.{rule.code}")
            yield Notice(rule.question, "", rule.severity, "contradiction", {"message": words})


def _question(
    questionnaire: Questionnaire, question: Question, answer: Answer, firm_answers: FirmAnswers
) -> Iterator[Notice]:
    wet = any(questionnaire.process[code].wet for code in firm_answers.shares)
    if answer.state is State.NOT_APPLICABLE:
        if not question.na_allowed:
            yield Notice(question.code, "", ERROR, "na_not_allowed")
        elif question.na_when_dry and wet:
            yield Notice(question.code, "", ERROR, "na_only_dry")
    elif question.kind is Kind.NUMBER:
        for field_, variant, value in _numbers(question, answer, firm_answers):
            found = doubts(questionnaire.rules, variant, value)
            yield from (_notice(question.code, field_, doubt) for doubt in found)
    elif answer.state is State.ANSWERED and firm_answers.shares:
        principal = questionnaire.process[questionnaire.principal(firm_answers.shares)].sub_sector
        yield from _options(question, answer, principal, wet=wet)


def _notice(code: str, field_: str, doubt: Doubt) -> Notice:
    return Notice(
        code,
        field_,
        ERROR if doubt.impossible else ASK,
        doubt.key,
        {k: short(v) for k, v in doubt.values.items()},
    )


def _options(question: Question, answer: Answer, principal: str, *, wet: bool) -> Iterator[Notice]:
    value = answer.value
    chosen = [value] if isinstance(value, str) else list(value) if isinstance(value, list | dict) else []
    for option in question.options:
        if option.code in chosen and option.sub_sector not in ("", principal):
            yield Notice(question.code, option.code, ERROR, "option_elsewhere", {"option": option.code})
        elif option.code in chosen and option.wet_only and not wet:
            yield Notice(question.code, option.code, ASK, "option_wet", {"option": option.code})


def _numbers(
    question: Question, answer: Answer, firm_answers: FirmAnswers
) -> Iterator[tuple[str, Variant, float]]:
    """Each number with the scale it is read on; a plain one is read on every scale the firm's processes use."""
    serving = {
        variant.code: variant
        for process, variant in question.variant_of.items()
        if process in firm_answers.shares
    }
    value = answer.value
    if question.computed or question.parts:
        figures = firm_answers.profile if question.computed else value
        ratio = question.formula
        computed = ratio_value(ratio, figures) if ratio and isinstance(figures, Mapping) else None
        if computed is not None:
            yield from (("", variant, computed) for variant in serving.values())
    elif isinstance(value, Mapping):
        yield from (
            (process, question.variant_of[process], float(number)) for process, number in value.items()
        )
    elif isinstance(value, int | float):
        yield from (("", variant, float(value)) for variant in serving.values())
