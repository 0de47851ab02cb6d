"""The public page that says whether a report is genuine."""

from __future__ import annotations

import random
import re

import pytest
from flask.testing import FlaskClient

from readiness.assessment.readable import new_number
from tests.web.firm.conftest import Bakery
from tests.web.firm.test_receipts import submit
from tests.web.firm.test_sharing import visitor


def numbers(bakery: Bakery, owner: FlaskClient) -> dict[str, str]:
    """What the newest receipt shows, as the cover of a report does."""
    page = owner.get(bakery.at("receipts")).text
    found = re.findall(r'class="secret">([^<]+)<', page)
    return {"number": found[0], "digest": found[1]}


def words(page: str) -> str:
    """The page's notice."""
    found = re.search(r'<div class="notice notice-\w+">(.*?)</div>', page, flags=re.DOTALL)
    return found[1] if found else ""


def test_genuine_report_is_confirmed_with_its_day_and_without_the_firm(
    bakery: Bakery, owner: FlaskClient
) -> None:
    submit(bakery, owner)
    answer = visitor(bakery).get("/verify", query_string=numbers(bakery, owner))
    assert answer.status_code == 200
    assert "Yes, it is genuine" in words(answer.text)
    assert re.search(r"issued on \w+ \d+, \d{4}", words(answer.text))
    assert bakery.firm_name not in answer.text
    assert "noindex" in answer.headers["X-Robots-Tag"]


def test_unknown_digest_and_unknown_number_look_the_same(bakery: Bakery, owner: FlaskClient) -> None:
    submit(bakery, owner)
    known = numbers(bakery, owner)
    zeros, other = {"digest": "0" * 64}, {"number": new_number(random.Random(1).choice)}
    pages = [
        visitor(bakery).get("/verify", query_string=known | change)
        for change in (zeros, other, zeros | other)
    ]
    assert {page.status_code for page in pages} == {200}
    assert "Not genuine" in words(pages[0].text)
    assert len({words(page.text) for page in pages}) == 1


@pytest.mark.parametrize("query", [{"number": "x"}, {"number": "7K3M", "digest": "zz"}, {"digest": "56e7"}])
def test_slip_is_said_beside_its_field(bakery: Bakery, query: dict[str, str]) -> None:
    answer = visitor(bakery).get("/verify", query_string=query)
    assert answer.status_code == 422
    assert "-error" in answer.text
    assert words(answer.text) == ""


def test_whoever_asks_too_often_waits(bakery: Bakery) -> None:
    client = visitor(bakery)
    answers = [client.get("/verify", query_string={"number": str(turn)}).status_code for turn in range(60)]
    assert answers[0] == 422
    assert answers[-1] == 429
    assert client.get("/verify").status_code == 200


def test_every_page_leads_to_it(bakery: Bakery) -> None:
    page = visitor(bakery).get("/").text
    assert 'href="/verify"' in page
    assert visitor(bakery).get("/verify").status_code == 200
