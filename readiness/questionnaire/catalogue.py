"""All questionnaire versions below one folder; each is loaded once."""

from __future__ import annotations

from pathlib import Path

from readiness.errors import NotFoundError
from readiness.questionnaire.loader import load
from readiness.questionnaire.model import Questionnaire


class Catalogue:
    """Versions by name 'code/version', as the folders are named; safe to share between threads."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._loaded: dict[str, Questionnaire] = {}

    def folders(self) -> list[Path]:
        """Every version's folder, in order of name."""
        return sorted(file.parent for file in self.root.glob("*/*/questionnaire.yaml"))

    def names(self) -> list[str]:
        """Every version as 'code/version'."""
        return [f"{folder.parent.name}/{folder.name}" for folder in self.folders()]

    def get(self, name: str) -> Questionnaire:
        """The version 'code/version'; NotFoundError when there is none, QuestionnaireError when it is broken."""
        if name not in self._loaded:
            if name not in self.names():
                raise NotFoundError(f"questionnaire {name!r}; there are: {', '.join(self.names())}")
            self._loaded[name] = load(self.root / name)
        return self._loaded[name]
