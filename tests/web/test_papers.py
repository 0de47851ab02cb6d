"""Anyone reads and downloads blank questionnaire and checklist; nobody can make the service draw without end."""

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


def test_first_page_says_how_it_goes_and_leads_to_the_papers_of_every_sub_sector(site: Site) -> None:
    page = site.browser().get("/").get_data(as_text=True)
    for words in (
        "How it goes",
        "Quick scan",
        "about 2 minutes",
        "fewer than 3 firms",
        "What happens with your data",
    ):
        assert words in page
    for sub_sector in ("BREAD", "CAKE"):
        assert f'href="/checklist/{sub_sector}"' in page
        assert f'href="/questionnaire/{sub_sector}"' in page
    assert page.count('href="/method"') == 2
    assert page.count('href="/questionnaire"') == 1


@pytest.mark.parametrize(("language", "words"), [("zh_Hans", "谁能看到什么"), ("vi", "Ai xem được gì")])
def test_first_page_speaks_three_languages(site: Site, language: str, words: str) -> None:
    assert words in site.browser(language=language).get("/").get_data(as_text=True)


def test_visitor_chooses_a_sub_sector_and_reads_its_questions(site: Site) -> None:
    visitor = site.browser()
    assert 'href="/questionnaire/CAKE"' in visitor.get("/questionnaire").get_data(as_text=True)
    page = visitor.get("/questionnaire/CAKE").get_data(as_text=True)
    assert "How are recipes kept?" in page
    assert "How much is burnt?" not in page
    assert visitor.get("/questionnaire/STONE").status_code == 404


def test_visitor_reads_whom_to_ask_for_which_figure(site: Site) -> None:
    page = site.browser().get("/checklist/BREAD").get_data(as_text=True)
    assert "Hours of rest of the dough" in page
    assert "wage book" in page
    assert 'href="/questionnaire/BREAD#q-DOUGH.2"' in page
    assert site.browser().get("/checklist/STONE").status_code == 404


@pytest.mark.parametrize("paper", ["questionnaire", "checklist"])
def test_visitor_downloads_the_workbook(site: Site, paper: str) -> None:
    answer = site.browser().get(f"/{paper}/BREAD/en/xlsx")
    assert answer.data.startswith(b"PK")
    assert f"{paper}-BREAD-en.xlsx" in answer.headers["Content-Disposition"]
    assert site.browser().get(f"/{paper}/BREAD/fr/xlsx").status_code == 404


@pytest.mark.parametrize("paper", ["questionnaire", "checklist"])
def test_pdf_is_drawn_once_by_a_worker_however_often_it_is_asked_for(site: Site, paper: str) -> None:
    visitor = site.browser()
    address = f"/{paper}/BREAD/en/pdf"
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
        return list(session.scalars(sa.select(Job).where(Job.kind == "paper")))
