"""Cities and districts of the questionnaire: whatever word was typed, the code is what is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from readiness.assessment.permissions import Role
from readiness.errors import InputError
from readiness.questionnaire.model import Questionnaire
from readiness.services.clean_input import AREA_LENGTH, clean_line
from readiness.services.context import Services


@dataclass(frozen=True)
class Areas:
    """Cities and districts by code and by name: word → code, (city, word) → code."""

    cities: Mapping[str, str]
    districts: Mapping[tuple[str, str], str]

    @classmethod
    def of(cls, questionnaire: Questionnaire) -> Areas:
        """All words of the questionnaire's areas, also without the ending 市, 区 or 县."""
        cities: dict[str, str] = {}
        districts: dict[tuple[str, str], str] = {}
        for city, inner in questionnaire.areas.items():
            cities |= dict.fromkeys(_words(questionnaire, "areas", city), city)
            for district in inner:
                for word in _words(questionnaire, "districts", district):
                    districts[city, word] = district
        return cls(cities, districts)

    def city(self, typed: str) -> str:
        """The city's code, '' for nothing typed; InputError('city', 'city_unknown')."""
        name = clean_line(typed, "city", AREA_LENGTH, required=False)
        code = self.cities.get(_word(name), "")
        if name and not code:
            raise InputError("city", "city_unknown", city=name)
        return code

    def district(self, city: str, typed: str) -> str:
        """The code of a district of the city, '' for nothing typed; InputError('district', 'district_unknown')."""
        name = clean_line(typed, "district", AREA_LENGTH, required=False)
        code = self.districts.get((city, _word(name)), "")
        if name and not code:
            raise InputError("district", "district_unknown", district=name)
        return code


def clean_city(services: Services, typed: str) -> str:
    """The code of a city of the service's questionnaire, from its code or its name in any language."""
    return Areas.of(services.catalogue.get(services.settings.questionnaire)).city(typed)


def clean_limit(services: Services, typed: str | None, role: str) -> str | None:
    """The city that an officer is limited to, None for no limit; InputError('city', 'city_not_for_role') for others."""
    city = clean_city(services, typed or "") or None
    if city and role != Role.OFFICER:
        raise InputError("city", "city_not_for_role")
    return city


def _words(questionnaire: Questionnaire, group: str, code: str) -> set[str]:
    names = {
        questionnaire.texts.get(f"{group}.{code}", language).value for language in questionnaire.languages
    }
    return {_word(name) for name in {code, *names}}


def _word(name: str) -> str:
    word = " ".join(name.casefold().split())
    return word[:-1] if len(word) > 2 and word[-1] in "市区县" else word
