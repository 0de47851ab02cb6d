"""What a firm writes into an answer document is what is kept, and comes out again unchanged."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.errors import AnswerError
from readiness.questionnaire.answers import Answer, FirmAnswers, State, Value
from readiness.questionnaire.cells import read_cell
from readiness.questionnaire.codec import digest, from_document, identity_of, table_row, to_document
from readiness.questionnaire.columns import column_list
from readiness.questionnaire.model import Kind, Question
from tests.questionnaire.bakers import baker, bakery

NUMBERS = st.floats(-1e9, 1e9, allow_nan=False)
NAMES = st.text("abcxyz中文é .-", min_size=1, max_size=12).map(str.strip).filter(bool)


def values(question: Question) -> st.SearchStrategy[Value]:
    """Any value that a question's kind admits."""
    codes = [option.code for option in question.options]
    free = [option.code for option in question.options if not option.exclusive and not option.group]
    grades = [*question.grading.shares, question.grading.absent] if question.grading else []
    kinds: dict[Kind, Callable[[], st.SearchStrategy[Value]]] = {
        Kind.LADDER: lambda: st.integers(0, question.levels),
        Kind.YES_NO: st.booleans,
        Kind.SINGLE: lambda: st.sampled_from(codes),
        Kind.MULTIPLE: lambda: st.lists(st.sampled_from(free), unique=True),
        Kind.GRADED_MULTIPLE: lambda: st.dictionaries(st.sampled_from(codes), st.sampled_from(grades)),
        Kind.NUMBER: lambda: figures(question),
    }
    return kinds[question.kind]()


def figures(question: Question) -> st.SearchStrategy[Value]:
    if question.computed:
        return st.none()
    if question.parts:
        return st.fixed_dictionaries(dict.fromkeys(question.parts, NUMBERS))
    processes = [variant.processes[0] for variant in question.variants]
    return st.one_of(NUMBERS, st.dictionaries(st.sampled_from(processes), NUMBERS, min_size=1))


def answer_to(question: Question) -> st.SearchStrategy[Answer]:
    documents = st.lists(NAMES, max_size=3).map(tuple)
    answered = st.builds(Answer, st.just(State.ANSWERED), values(question), st.just(""), documents)
    choices = [answered, st.builds(Answer, st.just(State.NOT_MEASURED), documents=documents)]
    if question.na_allowed:
        choices.append(st.builds(Answer, st.just(State.NOT_APPLICABLE), reason=NAMES, documents=documents))
    return st.one_of(choices)


@st.composite
def firms(draw: st.DrawFn) -> FirmAnswers:
    found = bakery()
    questions = draw(st.lists(st.sampled_from(found.questions), unique_by=lambda q: q.code))
    processes = draw(st.lists(st.sampled_from(list(found.process)), unique=True))
    statements = draw(st.dictionaries(st.sampled_from([s.code for s in found.statements]), st.booleans()))
    return FirmAnswers(
        profile={"employees": draw(st.integers(1, 500)), "flour_t": draw(NUMBERS)},
        shares={code: draw(st.integers(1, 100)) / 100 for code in processes},
        statements=statements,
        answers={q.code: draw(answer_to(q)) for q in questions},
    )


@given(firms())
def test_any_firm_comes_back_from_its_document_unchanged(firm: FirmAnswers) -> None:
    document = to_document(bakery(), firm)
    again = from_document(bakery(), document, place="firm.yaml")
    assert again == firm
    assert to_document(bakery(), again) == document


@given(firms())
def test_every_cell_of_any_firm_is_read_back_to_what_its_document_says(firm: FirmAnswers) -> None:
    columns = column_list(bakery(), verification=False)
    document = to_document(bakery(), firm)
    row = table_row(bakery(), {}, firm, [column.name for column in columns])
    for column, cell in zip(columns, row, strict=True):
        if cell:
            found: Any = document
            for step in column.place:
                found = found[step]
            assert read_cell(column, cell) == found


def test_full_document_comes_back_word_for_word() -> None:
    document = baker()
    answers = from_document(bakery(), document, place="baker.yaml")
    assert to_document(bakery(), answers, identity_of(document)) == document


def test_the_four_states_are_never_merged() -> None:
    answers = from_document(bakery(), baker(), place="baker.yaml").answers
    assert answers["OVEN.3"].state is State.ANSWERED
    assert answers["PEOPLE.3"].state is State.NOT_MEASURED
    assert answers["PEOPLE.2"] == Answer(State.NOT_APPLICABLE, None, "no contracts yet")
    assert "DOUGH.9" not in answers


def test_digest_is_the_same_for_other_key_order_and_for_3_and_3_point_0() -> None:
    document = baker()
    turned: dict[str, Any] = dict(reversed(document.items()))
    turned["answers"] = dict(reversed(document["answers"].items()))
    turned["answers"]["DOUGH.1"] = {"documents": ["recipes.pdf", "wall.jpg"], "value": 3.0}
    assert digest(turned) == digest(document)
    turned["answers"]["DOUGH.1"]["value"] = 2
    assert digest(turned) != digest(document)


@pytest.mark.parametrize(
    ("place", "value", "message"),
    [
        (("answers", "DOUGH.1", "value"), 5, "DOUGH.1: 5: expected a whole number from 0 to 4"),
        (("answers", "DOUGH.1", "value"), True, "DOUGH.1: True: expected a whole number from 0 to 4"),
        (("answers", "DOUGH.1", "valeu"), 3, "unknown key 'valeu'; expected one of: value, not_applicable"),
        (("answers", "DOUGH.7"), {}, "unknown key 'DOUGH.7'; expected one of: DOUGH.1"),
        (("answers", "DOUGH.2", "value"), {"layer": 3}, "layer: expected processes among: loaf, steamed"),
        (("answers", "DOUGH.2", "value"), float("nan"), "expected a number"),
        (("answers", "DOUGH.2", "value"), {"loaf": "long"}, "loaf: expected a number"),
        (("answers", "DOUGH.3", "value"), 25, "expected none; it is computed from the profile"),
        (
            ("answers", "DOUGH.4", "value"),
            {"autolyse": "often"},
            "autolyse: expected one of: never, some, daily, no_such",
        ),
        (("answers", "DOUGH.4", "value"), {"knead": "some"}, "knead: expected options among"),
        (("answers", "OVEN.1", "value"), "feel", "'feel': expected one of: guess, dial, probe"),
        (("answers", "OVEN.2", "value"), {"burnt": 3}, "expected a number each for: burnt, baked"),
        (("answers", "OVEN.3", "value"), "yes", "'yes': expected true or false"),
        (("answers", "PEOPLE.1", "value"), ["nothing", "breakfast"], "expected nothing alone"),
        (
            ("answers", "PEOPLE.1", "value"),
            ["guild_local", "guild_national"],
            "expected only one of: guild_local, guild",
        ),
        (("answers", "PEOPLE.1", "value"), ["breakfast", "breakfast"], "expected each option once"),
        (("answers", "PEOPLE.2", "not_applicable"), " ", "expected the reason in words"),
        (("answers", "PEOPLE.2", "value"), True, "expected either a value or not_applicable"),
        (("answers", "OVEN.1", "documents"), "photo.jpg", "expected a list of document names"),
        (("firm", "employees"), 12.5, "employees: 12.5: expected a whole number"),
        (("firm", "shop_kind"), "mall", "expected one of: corner, market"),
        (("firm", "credit_code"), 913, "expected text; put it in quotes"),
        (("firm", "processes", "loaf"), 101, "loaf: 101: expected a percent from 0 to 100"),
        (("statements", "OPEN"), "yes", "OPEN: 'yes': expected true or false"),
        (("questionnaire",), "bakery/2", "'bakery/2': expected bakery/1"),
        (("verification", "signed_on"), "18.9.2026", "expected a day such as 2026-09-18"),
        (("verification", "verdicts", "DOUGH.1", "verdict"), "fine", "expected one of: confirmed, lowered"),
        (("verification", "verdicts", "DOUGH.1", "grade"), "told", "'told': expected one of: tasted"),
        (
            ("verification", "verdicts", "OVEN.1", "value"),
            None,
            "expected the value found with the verdict lowered",
        ),
        (("verification", "verdicts", "OVEN.1", "value"), "feel", "OVEN.1: 'feel': expected one of: guess"),
    ],
)
def test_firm_reads_what_was_expected(place: tuple[str, ...], value: object, message: str) -> None:
    document = copy.deepcopy(baker())
    inner = document
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    with pytest.raises(AnswerError) as caught:
        from_document(bakery(), document, place="baker.yaml")
    assert len(caught.value.problems) == 1
    assert str(caught.value).startswith("baker.yaml: ")
    assert message in str(caught.value)


@pytest.mark.parametrize("document", [[], "text", 3, {"firm": []}, {"answers": {"OVEN.1": "probe"}}])
def test_document_of_the_wrong_shape_is_named_and_nothing_breaks(document: Any) -> None:
    with pytest.raises(AnswerError, match="expected a block of keys"):
        from_document(bakery(), document, place="baker.yaml")


def test_process_with_0_percent_is_not_declared() -> None:
    found = from_document(bakery(), {"firm": {"processes": {"loaf": 100, "layer": 0}}}, place="baker.yaml")
    assert found.shares == {"loaf": 1}


def test_empty_document_is_a_firm_that_has_not_begun() -> None:
    assert from_document(bakery(), {}, place="baker.yaml") == FirmAnswers()
