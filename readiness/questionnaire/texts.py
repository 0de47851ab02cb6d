"""Words of a questionnaire by language, with a stated fallback."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

FALLBACK = "en"


@dataclass(frozen=True)
class Text:
    """A text and the language it is really written in (it may be the fallback's)."""

    value: str
    language: str

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True)
class Texts:
    """`words[language][path]`, path like 'questions.<code>.text' or 'options.<question>.<option>'."""

    words: Mapping[str, Mapping[str, str]]

    def get(self, path: str, language: str) -> Text:
        """The text in `language`, else the fallback's, else the path itself (marked as fallback)."""
        for candidate in (language, FALLBACK):
            value = self.words.get(candidate, {}).get(path)
            if value:
                return Text(value, candidate)
        return Text(path, FALLBACK)

    def has(self, path: str, language: str) -> bool:
        """True when the language has its own words for the path."""
        return bool(self.words.get(language, {}).get(path))


def path(code: str) -> str:
    """A code as one step of a text path: dots would split it."""
    return code.replace(".", "_")
