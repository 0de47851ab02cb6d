"""What was expected where a value does not fit: a code with its values, and the English sentence of each code."""

from __future__ import annotations

from collections.abc import Mapping

from readiness.errors import ReadinessError

EXPECTED: Mapping[str, str] = {
    "number": "expected a number",
    "number_at": "%(place)s: expected a number",
    "number_or_by_process": "expected a number, or one for each process",
    "number_of_parts": "expected a number each for: %(codes)s",
    "number_of_scale": "expected one number for %(codes)s: they share one scale",
    "whole_number": "expected a whole number",
    "step": "expected a whole number from 0 to %(most)s",
    "truth": "expected true or false",
    "text": "expected text",
    "one_of": "expected one of: %(codes)s",
    "some_of": "expected a list of some of: %(codes)s",
    "each_once": "expected each option once",
    "option_alone": "expected %(option)s alone or without it the others",
    "one_of_group": "expected only one of: %(codes)s",
    "grades": "expected a grade for each option",
    "grade_of": "%(option)s: expected one of: %(codes)s",
    "options_among": "%(wrong)s: expected options among: %(codes)s",
    "processes_among": "%(wrong)s: expected processes among: %(codes)s",
    "nothing_computed": "expected none; it is computed from the profile",
}


class UnfitError(ReadinessError, ValueError):
    """A value that does not fit its question or field; `code` is a key of EXPECTED, its text is English."""

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        self.values = values
        super().__init__(EXPECTED[code] % values)
