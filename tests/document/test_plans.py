"""What a firm is told of its plan, and why there is none, in three languages."""

from __future__ import annotations

import pytest

from readiness.cli.common import LANGUAGES, catalogue_texts
from readiness.document.plan_refusals import REFUSALS, refusal
from readiness.document.plans import PlanPart, plan_part, unanswered_note
from readiness.document.priorities import priority_notes
from readiness.document.words import Reader
from readiness.errors import InputError
from readiness.questionnaire.answers import FirmAnswers
from readiness.scoring.plan import Goal, make_plans
from readiness.scoring.priority import priorities, wishes_of
from readiness.scoring.steps import plan_rules, steps_of
from tests.scoring.test_plan import mill

VALUES = {"least": 1, "most": 5, "goal": "fame", "goals": "brand, growth", "questionnaire": "textile"}


def reader(language: str) -> Reader:
    return Reader(mill().questionnaire, language, catalogue_texts(language))


def part(language: str, goal: Goal) -> PlanPart:
    return plan_part(reader(language), make_plans(mill(), goal), FirmAnswers())


@pytest.mark.parametrize("code", REFUSALS)
def test_every_refusal_is_a_sentence_of_its_own_in_every_language(code: str) -> None:
    error = InputError("plan", code, **VALUES)
    told = [refusal(error, catalogue_texts(language)) for language in LANGUAGES]
    assert len(set(told)) == len(LANGUAGES)
    assert all(sentence and "%(" not in sentence for sentence in told)


def test_error_about_something_else_is_no_refusal_of_a_plan() -> None:
    assert refusal(InputError("mail", "email_taken"), catalogue_texts("en")) == ""


@pytest.mark.parametrize("goal", [Goal(budget=0), Goal(level=1)])
def test_plan_without_anything_to_do_is_one_sentence_in_every_language(goal: Goal) -> None:
    told = [part(language, goal) for language in LANGUAGES]
    assert all((found.plans, len(found.sentences)) == ((), 1) for found in told)
    assert len({found.sentences[0] for found in told}) == len(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_firm_reads_how_much_of_its_answers_a_plan_rests_on(language: str) -> None:
    none, some, all_ = (unanswered_note(reader(language), coverage) for coverage in (0.0, 41.0, 100.0))
    assert none
    assert none != some
    assert "41" in some
    assert all_ == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_priority_list_says_where_a_usual_value_stands_for_what_is_not_known(language: str) -> None:
    start = mill()
    rules = plan_rules(start).priority
    profile = {"revenue_10k_yuan": 1000, "electricity_mwh": 1000}
    notes = {}
    for known in ({}, {"HE3.2": 55.0}):
        wishes = wishes_of(start, profile, peers=known)
        lines = priorities(start, steps_of(start), wishes)
        notes[len(known)] = priority_notes(reader(language), rules, wishes, lines)
    assert "75" in notes[0][0]
    assert f"{len(lines)}" in notes[1][0]
    assert notes[0][1:] == notes[1][1:]
    assert "7" in notes[0][1]
    silent = wishes_of(start, {})
    assert len(priority_notes(reader(language), rules, silent, lines)) == 3


def test_list_without_any_action_left_says_so() -> None:
    rules = plan_rules(mill()).priority
    assert len(priority_notes(reader("en"), rules, wishes_of(mill(), {}), [])) == 1
