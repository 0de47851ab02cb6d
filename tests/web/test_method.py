"""Anyone reads the method and the blank questionnaire; nobody can make the service draw without end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from readiness.jobs.tasks import TASKS, Work
from readiness.store.rows import Job
from tests.factories import NOON
from tests.questionnaire.bakers import BAKERY
from tests.web.conftest import TOKEN, Site


@pytest.fixture
def site(tmp_path: Path, sqlite_url: str) -> Iterator[Site]:
    found = Site(
        tmp_path,
        sqlite_url,
        READINESS_QUESTIONNAIRES=str(BAKERY.parents[1]),
        READINESS_QUESTIONNAIRE="bakery/1",
    )
    yield found
    found.close()


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "working grouping"), ("zh_Hans", "工作分组"), ("vi", "cách nhóm để làm việc")],
)
def test_anyone_reads_the_method_in_three_languages(site: Site, language: str, words: str) -> None:
    page = site.browser(language=language).get("/method").get_data(as_text=True)
    assert words in page
    assert 'href="/method/CRAFT"' in page


def test_pillar_has_a_page_with_every_question_and_no_other_pillar_has_one(site: Site) -> None:
    visitor = site.browser()
    page = visitor.get("/method/CRAFT").get_data(as_text=True)
    assert all(f"{code} " in page for code in ("DOUGH.1", "OVEN.3"))
    assert "PEOPLE.1" not in page
    assert visitor.get("/method/NOTHING").status_code == 404


def test_landing_page_and_footer_lead_to_method_and_questionnaire(site: Site) -> None:
    page = site.browser().get("/").get_data(as_text=True)
    assert page.count('href="/method"') == 2
    assert page.count('href="/questionnaire"') == 2


def test_visitor_chooses_a_sub_sector_and_reads_its_questions(site: Site) -> None:
    visitor = site.browser()
    assert 'href="/questionnaire/CAKE"' in visitor.get("/questionnaire").get_data(as_text=True)
    page = visitor.get("/questionnaire/CAKE").get_data(as_text=True)
    assert "How are recipes kept?" in page
    assert "How much is burnt?" not in page
    assert visitor.get("/questionnaire/STONE").status_code == 404


def test_visitor_downloads_the_workbook(site: Site) -> None:
    answer = site.browser().get("/questionnaire/BREAD/en/xlsx")
    assert answer.data.startswith(b"PK")
    assert site.browser().get("/questionnaire/BREAD/fr/xlsx").status_code == 404


def test_pdf_is_drawn_once_by_a_worker_however_often_it_is_asked_for(site: Site) -> None:
    visitor = site.browser()
    address = "/questionnaire/BREAD/en/pdf"
    found = TOKEN.search(visitor.get(address).get_data(as_text=True))
    assert found
    assert jobs(site) == []
    for _ in range(3):
        assert visitor.post(address, data={"csrf_token": found[1]}).status_code == 303
    [job] = jobs(site)
    assert "Refresh" in visitor.get(address).headers
    services = site.app.extensions["readiness_services"]
    TASKS[job.kind](Work(job.key, job.payload, None, services, site.database, lambda _: None, NOON))
    assert visitor.get(address).data.startswith(b"%PDF")
    visitor.post(address, data={"csrf_token": found[1]})
    assert len(jobs(site)) == 1


def jobs(site: Site) -> list[Job]:
    with site.database.session() as session:
        return list(session.scalars(sa.select(Job).where(Job.kind == "blank")))
