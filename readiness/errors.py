"""One tree of errors; each message says where, what, and what next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


class ReadinessError(Exception):
    """Root of every error this program raises on purpose."""


class ConfigurationError(ReadinessError):
    """A setting is missing or cannot be used; the program refuses to start."""


class QuestionnaireError(ReadinessError):
    """A questionnaire folder breaks a rule; carries every problem found, not only the first."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


@dataclass(frozen=True)
class Problem:
    """One mistake in a file: where it stands, what it concerns, what was expected."""

    file: Path | str
    line: int
    code: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else f"{self.file}"
        return f"{place}: {self.code}: {self.message}" if self.code else f"{place}: {self.message}"


class AnswerError(ReadinessError):
    """Answers cannot be read; each problem names its place (row, column or code)."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


class StoredAnswersError(AnswerError):
    """Kept answers that the questionnaire, changed since, cannot read (page: 409); they stay as they are. `round_name`
    says where, `codes` which of them."""

    def __init__(self, problems: list[Problem], round_name: str = "") -> None:
        super().__init__(problems)
        self.round_name = round_name
        self.codes = tuple(dict.fromkeys(problem.code for problem in problems if problem.code))


class NotFoundError(ReadinessError):
    """What was asked for does not exist for the one who asks (page: 404)."""


class ForbiddenError(ReadinessError):
    """The person may see the thing but not do this with it (page: 403)."""


class TransitionError(ReadinessError):
    """A step is not possible in the present state (page: 409); names both."""

    def __init__(self, step: str, state: str) -> None:
        self.step = step
        self.state = state
        super().__init__(f"cannot {step} while the assessment is {state}")


class ConflictError(ReadinessError):
    """Somebody else saved meanwhile (page: 409); carries both values for each code."""

    def __init__(self, conflicts: dict[str, tuple[object, object]]) -> None:
        self.conflicts = conflicts
        super().__init__("changed meanwhile: " + ", ".join(sorted(conflicts)))


class InputError(ReadinessError):
    """A service refuses input; `field` names the form field, `code` a message of the catalogue."""

    def __init__(self, field: str, code: str, **values: object) -> None:
        self.field = field
        self.code = code
        self.values = values
        super().__init__(f"{field}: {code}")


class InputErrors(InputError):
    """Several refusals at once; stands for the first of them where only one can be shown."""

    def __init__(self, errors: Sequence[InputError]) -> None:
        self.errors = tuple(errors)
        super().__init__(errors[0].field, errors[0].code, **errors[0].values)


class ReportError(ReadinessError):
    """A report could not be rendered within its limits."""


class UnavailableError(ReadinessError):
    """A part the service needs does not answer now (page: 503 with Retry-After)."""


class FilesUnavailableError(UnavailableError):
    """The store of files takes or gives none now, as when its disk is full (page: 503, with words of its own)."""
