"""What services need besides a session and the one who asks."""

from __future__ import annotations

from dataclasses import dataclass

from readiness.config import Settings
from readiness.questionnaire.catalogue import Catalogue
from readiness.store.files import Files


@dataclass(frozen=True)
class Services:
    """Questionnaires, files and settings; one for the whole process, safe to share between threads."""

    catalogue: Catalogue
    files: Files
    settings: Settings

    @classmethod
    def from_settings(cls, settings: Settings) -> Services:
        """The parts as the settings describe them; nothing is read or connected yet."""
        catalogue = Catalogue(settings.questionnaires_dir, settings.data_dir / "questionnaires")
        return cls(catalogue, Files(settings.files_url), settings)

    def link(self, path: str) -> str:
        """The full address of a page, for mails."""
        return f"{self.settings.base_url}{path}"
