"""All questionnaire versions below one folder; each is loaded once."""

from __future__ import annotations

import re
from pathlib import Path
from threading import Lock

from readiness.errors import NotFoundError, Problem, QuestionnaireError
from readiness.questionnaire.checked_copy import load_kept, load_remembered
from readiness.questionnaire.model import Questionnaire
from readiness.questionnaire.published import frozen_problem


class Catalogue:
    """Versions by name 'code/version', as the folders are named; safe to share between threads.

    `kept` is a folder for checked copies, which load faster; without it every version is read from its files.
    """

    def __init__(self, root: Path, kept: Path | None = None) -> None:
        self.root = root
        self.kept = kept
        self._loading = Lock()
        self._loaded: dict[str, Questionnaire] = {}

    def folders(self) -> list[Path]:
        """Every version's folder, in order of code and version."""
        found = (file.parent for file in self.root.glob("*/*/questionnaire.yaml"))
        return sorted(found, key=lambda folder: (folder.parent.name, _rank(folder.name)))

    def versions(self) -> list[str]:
        """Every version as 'code/version', oldest first inside a code."""
        return [f"{folder.parent.name}/{folder.name}" for folder in self.folders()]

    def get(self, code: str, version: str = "") -> Questionnaire:
        """The version named by code and version, or by 'code/version' alone; NotFoundError when there is none."""
        name = f"{code}/{version}" if version else code
        if name not in self._loaded:
            if name not in self.versions():
                raise NotFoundError(
                    f"questionnaire {name!r}; there are: {', '.join(self.versions()) or 'none'}"
                )
            with self._loading:
                if name not in self._loaded:
                    self._loaded[name] = _loaded_as(name, self.root, self.kept)
        return self._loaded[name]

    def latest(self, code: str) -> Questionnaire:
        """The newest version of a code; NotFoundError when there is none."""
        found = [name for name in self.versions() if name.split("/")[0] == code]
        return self.get(found[-1] if found else code)


def _loaded_as(name: str, root: Path, kept: Path | None) -> Questionnaire:
    folder = root / name
    found = load_remembered(folder) if kept is None else load_kept(folder, kept)
    if f"{found.code}/{found.version}" != name:
        message = f"says it is {found.code}/{found.version}, but stands in the folder {name}"
        raise QuestionnaireError([Problem(folder / "questionnaire.yaml", 1, found.code, message)])
    problem = frozen_problem(root, found)
    if problem is not None:
        raise QuestionnaireError([problem])
    return found


def _rank(version: str) -> tuple[tuple[int, str], ...]:
    """Versions in human order: 2026.10 after 2026.9."""
    return tuple((int(step), "") if step.isdigit() else (-1, step) for step in re.split(r"[.\-]", version))
