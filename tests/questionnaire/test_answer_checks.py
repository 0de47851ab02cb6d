"""Figures that cannot be are refused; figures that are odd are asked about, with the likely slip."""

from __future__ import annotations

import copy
import re
from pathlib import Path
from typing import Any

import pytest

from readiness.questionnaire import answer_checks
from readiness.questionnaire.codec import MESSAGES, Notice, check_answers, from_document
from readiness.questionnaire.expected import EXPECTED
from readiness.questionnaire.magnitude import usual_range
from readiness.questionnaire.yaml_reader import read_yaml
from tests.questionnaire.bakers import baker, bakery


def notices(**changes: Any) -> list[Notice]:
    """What is said of the baker after changes like `DOUGH_2={...}`, `employees=…`, `CLEAN=False`, `processes={…}`."""
    document = copy.deepcopy(baker())
    for key, value in changes.items():
        code = key.replace("_", ".")
        if code in bakery().question:
            document["answers"][code] = value
        elif key in document["statements"]:
            document["statements"][key] = value
        else:
            document["firm"][key] = value
    return check_answers(bakery(), from_document(bakery(), document, place="baker.yaml"))


def test_sound_firm_is_asked_nothing() -> None:
    assert notices() == []


@pytest.mark.parametrize(
    ("changes", "code", "key", "severity"),
    [
        ({"DOUGH_2": {"value": {"steamed": 0}}}, "DOUGH.2", "zero", "error"),
        ({"DOUGH_2": {"value": {"steamed": 49}}}, "DOUGH.2", "above_maximum", "error"),
        ({"DOUGH_2": {"value": {"steamed": -1}}}, "DOUGH.2", "below_minimum", "error"),
        ({"DOUGH_2": {"value": {"steamed": 0.2}}}, "DOUGH.2", "perhaps_times", "ask"),
        ({"DOUGH_2": {"value": {"steamed": 13}}}, "DOUGH.2", "perhaps_times", "ask"),
        ({"DOUGH_2": {"value": {"loaf": 121}}}, "DOUGH.2", "perhaps_times", "ask"),
        ({"OVEN_2": {"value": {"burnt": 30, "baked": 20}}}, "OVEN.2", "above_maximum", "error"),
        ({"OVEN_2": {"value": {"burnt": 45, "baked": 100}}}, "OVEN.2", "perhaps_times", "ask"),
        ({"OVEN_2": {"value": {"burnt": 1, "baked": 500}}}, "OVEN.2", "percent_as_fraction", "ask"),
        ({"rye_t": 90}, "DOUGH.3", "above_maximum", "error"),
        ({"employees": 0}, "employees", "below_minimum", "error"),
        ({"employees": 501}, "employees", "above_maximum", "error"),
        ({"employees": None}, "employees", "required", "error"),
        ({"processes": {"loaf": 60}}, "processes", "shares_sum", "error"),
        ({"processes": None}, "processes", "shares_missing", "error"),
        ({"processes": {"loaf": 95, "layer": 5}}, "processes", "share_small", "ask"),
        ({"CLEAN": False}, "OVEN.3", "contradiction", "error"),
        ({"TRUE": False}, "TRUE", "statement_required", "error"),
        ({"OVEN_1": {"not_applicable": "no oven"}}, "OVEN.1", "na_not_allowed", "error"),
        ({"PEOPLE_3": {"not_applicable": "no bench"}}, "PEOPLE.3", "na_only_dry", "error"),
        (
            {"PEOPLE_1": {"value": ["steam_masks"]}, "processes": {"loaf": 100}},
            "PEOPLE.1",
            "option_wet",
            "ask",
        ),
        ({"processes": {"layer": 100}}, "DOUGH.4", "option_elsewhere", "error"),
    ],
)
def test_firm_is_told(changes: dict[str, Any], code: str, key: str, severity: str) -> None:
    found = [(notice.code, notice.key, notice.severity) for notice in notices(**changes)]
    assert (code, key, severity) in found


@pytest.mark.parametrize("value", [0.5, 1, 6, 12])
def test_figure_from_half_the_best_to_twice_the_worst_is_not_asked_about(value: float) -> None:
    assert notices(DOUGH_2={"value": {"steamed": value}}) == []


def test_likely_slip_is_named() -> None:
    (notice,) = notices(DOUGH_2={"value": {"loaf": 150}})
    assert str(notice) == "150 is far from the usual range of 2 to 24: did you mean 15?"


def test_dry_firm_may_say_that_a_wet_question_does_not_apply() -> None:
    found = notices(processes={"loaf": 100}, PEOPLE_3={"not_applicable": "no steamer"})
    assert "PEOPLE.3" not in {notice.code for notice in found}


def test_change_figures_below_zero_are_measured_on_both_sides() -> None:
    variant = bakery().question["PEOPLE.3"].variants[0]
    assert usual_range(bakery().rules, variant) == (-40, 40)


def test_every_message_can_be_printed() -> None:
    for changes in ({"processes": {"loaf": 60}}, {"CLEAN": False}, {"employees": 501}):
        assert all("%(" not in str(notice) for notice in notices(**changes))


def test_every_message_has_words_in_each_language_with_the_same_values() -> None:
    parts = read_yaml(Path(answer_checks.__file__).parents[1] / "translations" / "parts" / "answers.yaml")[
        0
    ].data
    assert [part["en"] for part in parts] == [*MESSAGES.values(), *EXPECTED.values()]
    names = re.compile(r"%\((\w+)\)s|%%")
    for part in parts:
        wanted = sorted(names.findall(part["en"]))
        assert [sorted(names.findall(part[language])) for language in ("zh_Hans", "vi")] == [wanted, wanted]
