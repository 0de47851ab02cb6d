"""The checked parts of one version, before they are put together; as plain data they can be kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from readiness.questionnaire import build, schema
from readiness.questionnaire.guidance_schema import AdviceFile, BenchmarksFile, GuidanceFile
from readiness.questionnaire.model import Questionnaire
from readiness.questionnaire.outlook_schema import OutlookFile
from readiness.questionnaire.texts import Texts


@dataclass(frozen=True)
class Parts:
    """What the files of one version say; `words[language][path]` are flat."""

    head: schema.QuestionnaireFile
    measures: schema.MeasuresFile
    dimensions: Mapping[str, schema.DimensionFile]
    guidance: GuidanceFile | None
    advice: Mapping[str, AdviceFile]
    benchmarks: BenchmarksFile | None
    outlook: OutlookFile | None
    words: Mapping[str, Mapping[str, str]]

    def questionnaire(self) -> Questionnaire:
        """The parts put together."""
        return build.questionnaire(
            self.head,
            self.measures,
            self.dimensions,
            self.guidance,
            self.advice,
            self.benchmarks,
            self.outlook,
            Texts(self.words),
        )

    def plain(self) -> dict[str, Any]:
        """Dicts, lists and scalars from which `from_plain` makes the same parts."""
        return {
            "head": self.head.model_dump(exclude_defaults=True),
            "measures": self.measures.model_dump(exclude_defaults=True),
            "dimensions": {
                code: file.model_dump(exclude_defaults=True) for code, file in self.dimensions.items()
            },
            "guidance": self.guidance and self.guidance.model_dump(exclude_defaults=True),
            "advice": {code: file.model_dump(exclude_defaults=True) for code, file in self.advice.items()},
            "benchmarks": self.benchmarks and self.benchmarks.model_dump(exclude_defaults=True),
            "outlook": self.outlook and self.outlook.model_dump(exclude_defaults=True),
            "words": self.words,
        }


def from_plain(data: Mapping[str, Any]) -> Parts:
    """The parts again; KeyError, TypeError or ValueError when the data are not those of `plain`."""
    guidance, benchmarks, outlook = data["guidance"], data["benchmarks"], data["outlook"]
    return Parts(
        head=schema.QuestionnaireFile.model_validate(data["head"]),
        measures=schema.MeasuresFile.model_validate(data["measures"]),
        dimensions={
            code: schema.DimensionFile.model_validate(file) for code, file in data["dimensions"].items()
        },
        guidance=None if guidance is None else GuidanceFile.model_validate(guidance),
        advice={code: AdviceFile.model_validate(file) for code, file in data["advice"].items()},
        benchmarks=None if benchmarks is None else BenchmarksFile.model_validate(benchmarks),
        outlook=None if outlook is None else OutlookFile.model_validate(outlook),
        words=data["words"],
    )
