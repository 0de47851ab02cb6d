"""Growth since the round before, measured alike even where the questionnaire has changed."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from readiness.assessment.permissions import Role
from readiness.questionnaire.documents import from_document
from readiness.questionnaire.matching import asking_only
from readiness.scoring.engine import scorecard
from readiness.scoring.grid import on_grid
from readiness.scoring.scorecard import Basis
from readiness.services.remake_ranking import Remade, remake_rankings
from readiness.services.request_ranking import SensitivityPage, get_sensitivity
from readiness.services.run_ranking import run_ranking
from readiness.services.seal import seal_of_run
from readiness.store.rows import Assessment, RankingRun, Round, Sheet
from readiness.store.rows_ranking import GrowthLine
from tests.architecture.source import ROOT
from tests.databases import Place
from tests.web.office.conftest import AT, Office

SHIPPED = ROOT / "questionnaires" / "textile" / "2026.1"
EARLIER = "textile/2025.9"


@pytest.fixture(scope="module")
def years(module_place: Place, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Two rounds of the demo; the earlier one asked a version with other weights and one figure in another unit."""
    folder = tmp_path_factory.mktemp("questionnaires")
    shutil.copytree(SHIPPED, folder / "textile" / "2026.1")
    shutil.copytree(SHIPPED, folder / EARLIER)
    change(folder / EARLIER / "questionnaire.yaml", 'version: "2026.1"', 'version: "2025.9"')
    change(folder / EARLIER / "questionnaire.yaml", "code: HE, weight: 20", "code: HE, weight: 40")
    change(folder / EARLIER / "questionnaire.yaml", "code: IM, weight: 40", "code: IM, weight: 20")
    for path in (folder / EARLIER).rglob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"kgce/100 m\b", "kgce/100 yd", text), encoding="utf-8")
    office = Office(module_place, questionnaires=folder)
    with office.database.transaction() as session:
        before = session.scalars(sa.select(Round).where(Round.key == office.closed)).one()
        before.questionnaire = EARLIER
        before.digest = office.services.catalogue.get(EARLIER).digest
    with office.database.transaction() as session:
        run_ranking(office.services, session, office.open, 50, 3, by=office.person(Role.OFFICER), at=AT)
    yield office
    office.close()


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def page_of(office: Office, round_key: str, **person: str) -> SensitivityPage:
    with office.database.session() as session:
        by = replace(office.person(Role.OFFICER), **person)
        found = get_sensitivity(office.services, session, round_key, by=by)
        session.expunge_all()
    return found


def test_growth_counts_the_questions_that_both_rounds_asked_alike(years: Office) -> None:
    told = page_of(years, years.open).growth["declared"].told
    assert (told["questions"], told["of_questions"]) == (73, 74)
    assert 90 < told["weight_percent"] < 100
    assert told["questionnaire"] == EARLIER


def test_only_growers_are_listed_and_those_that_fell_are_counted(years: Office) -> None:
    part = page_of(years, years.open).growth["declared"]
    gains = [line.gained for _, line in part.growers]
    assert gains == sorted(gains, reverse=True)
    assert min(gains) > 0
    assert len(gains) == part.counts.grew
    assert part.counts.compared >= part.counts.grew + part.counts.fell
    for _, line in part.growers:
        assert line.low < line.gained < line.high
        assert line.gained == pytest.approx(line.after - line.before, abs=1e-9)


def test_both_rounds_are_scored_on_the_common_questions_by_the_engine_itself(years: Office) -> None:
    """By a method that asks nothing but them, the answers of either round give the scores that are told."""
    asked = years.services.catalogue.get("textile/2026.1")
    method = asking_only(asked, set(asked.question) - {"GR1.1"})
    with years.database.session() as session:
        lines = {line.credit_code: line for line in session.scalars(sa.select(GrowthLine))}
        query = sa.select(Assessment).join(Round).where(Round.key.in_([years.open, years.closed]))
        seen = 0
        for assessment in session.scalars(query):
            line = lines.get(assessment.firm.credit_code)
            if line is None:
                continue
            stated = from_document(asked, assessment.sheet.document, place="here")
            basis = Basis.VERIFIED if stated.verification else Basis.DECLARED
            card = scorecard(method, stated, basis=basis, on=assessment.round.closes_on)
            told = line.after if assessment.round.key == years.open else line.before
            assert told == pytest.approx(on_grid(card.index), abs=1e-9)
            seen += 1
    assert seen == 2 * len(lines) > 4


def test_the_page_says_against_which_round_and_on_what(years: Office) -> None:
    text = years.browser(Role.OFFICER).get(f"/office/rounds/{years.open}/sensitivity").text
    assert "Growth since round 2025" in text
    assert "by the 73 of 74 questions that both asked" in text
    assert re.search(r"\d+ firms stood in both; \d+ grew, \d+ fell", text)
    assert "Chance that it grew" in text


@pytest.mark.parametrize("language", ["zh_Hans", "vi"])
def test_the_page_speaks_the_reader_s_language(years: Office, language: str) -> None:
    client = years.browser(Role.OFFICER)
    with client.session_transaction() as held:
        held["language"] = language
    page = client.get(f"/office/rounds/{years.open}/sensitivity")
    assert page.status_code == 200
    assert not re.search(r"grew|Chance|asked|fell", page.text.split("<main")[1].split("</main")[0])


def test_an_officer_of_one_city_reads_the_growth_of_that_city_and_no_ranges(years: Office) -> None:
    whole, part = page_of(years, years.open), page_of(years, years.open, city="suzhou")
    assert part.runs == {}
    codes = {line.credit_code for _, line in part.growth["declared"].growers}
    assert codes < {line.credit_code for _, line in whole.growth["declared"].growers}
    assert part.growth["declared"].counts.compared < whole.growth["declared"].counts.compared


def test_the_first_round_has_nothing_to_be_compared_with(years: Office) -> None:
    with years.database.session(write=True) as session:
        run_ranking(years.services, session, years.closed, 20, 3, by=years.person(Role.OFFICER), at=AT)
        page = get_sensitivity(years.services, session, years.closed, by=years.person(Role.OFFICER))
        assert page.runs
        assert page.growth == {}
        session.rollback()


def test_growth_can_be_measured_again(years: Office) -> None:
    with years.database.session() as session:
        found = remake_rankings(years.services, session)
    assert found == Remade(2, 0, ())


@pytest.mark.parametrize("column", ["before", "low", "chance"])
def test_a_line_of_growth_changed_behind_the_programs_back_is_named(years: Office, column: str) -> None:
    with years.database.session(write=True) as session:
        line = session.scalars(sa.select(GrowthLine).limit(1)).one()
        setattr(line, column, getattr(line, column) + 1)
        session.flush()
        session.expire_all()
        differences = remake_rankings(years.services, session).differences
        session.rollback()
    assert [line for line in differences if "its lines of growth are not those that were stored" in line]


def test_growth_by_another_seed_than_the_one_stored_is_named(years: Office) -> None:
    with years.database.session(write=True) as session:
        run = session.scalars(sa.select(RankingRun).where(RankingRun.basis == "declared")).one()
        run.seed += 1
        run.seal = seal_of_run(run)
        session.flush()
        session.expire_all()
        differences = remake_rankings(years.services, session).differences
        session.rollback()
    assert any("its growth is another when it is made again" in line for line in differences)


def test_answers_of_the_round_before_that_have_changed_are_no_difference(years: Office) -> None:
    with years.database.session(write=True) as session:
        before = session.scalars(sa.select(Round).where(Round.key == years.closed)).one()
        query = sa.select(Sheet).join(Assessment, Assessment.id == Sheet.assessment_id)
        for sheet in session.scalars(query.where(Assessment.round_id == before.id)):
            answers = dict(sheet.document["answers"])
            answers.pop(next(iter(answers)))
            sheet.document = {**sheet.document, "answers": answers}
        session.flush()
        session.expire_all()
        assert remake_rankings(years.services, session) == Remade(2, 0, ())
        session.rollback()
