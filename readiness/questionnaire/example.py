"""The firm that a version works through in its method: example.yaml beside questionnaire.yaml, an answer file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from readiness.errors import AnswerError
from readiness.questionnaire.answers import FirmAnswers
from readiness.questionnaire.documents import from_document, identity_of
from readiness.questionnaire.model import Questionnaire
from readiness.questionnaire.yaml_reader import read_yaml

FILE = "example.yaml"


@dataclass(frozen=True)
class Example:
    """An invented firm with its names and answers."""

    name: str
    name_en: str
    answers: FirmAnswers


def example_of(questionnaire: Questionnaire, folder: Path) -> Example | None:
    """The version's example, None where it has none; raises AnswerError with every problem in the file."""
    file = folder / FILE
    if not file.is_file():
        return None
    document, problems = read_yaml(file)
    if problems:
        raise AnswerError(problems)
    answers = from_document(questionnaire, document.data, place=FILE, line_of=document.line)
    identity = identity_of(document.data)
    return Example(identity.get("name", ""), identity.get("name_en", ""), answers)
