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
class Worded:
    """Words in every language; whoever shows them chooses one, plain text is the fallback's."""

    words: Mapping[str, str]

    def said(self, language: str) -> str:
        """The words in this language, else in the fallback."""
        return self.words.get(language) or self.words.get(FALLBACK, "")

    def __str__(self) -> str:
        return self.said(FALLBACK)


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

    def everywhere(self, path: str) -> Worded:
        """The text in every language that has words of its own for it."""
        return Worded({language: words[path] for language, words in self.words.items() if words.get(path)})

    def has(self, path: str, language: str) -> bool:
        """True when the language has its own words for the path."""
        return bool(self.words.get(language, {}).get(path))


def path(code: str) -> str:
    """A code as one step of a text path: dots would split it."""
    return code.replace(".", "_")
