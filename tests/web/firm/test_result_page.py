"""The page of a result: the answer first, then what it rests on, without a script."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from tests.web.firm.conftest import Bakery


@pytest.fixture
def answered(bakery: Bakery, owner: FlaskClient) -> FlaskClient:
    """The owner, after some answers better than what they can count without a document."""
    bakery.send(owner, "dimensions/DOUGH", {"DOUGH_1": "3", "DOUGH_2-loaf": "14", "DOUGH_2-steamed": "2"})
    bakery.send(owner, "dimensions/OVEN", {"OVEN_1": "probe", "OVEN_3": "yes"})
    return owner


def section(page: str, name: str) -> str:
    """The part of the page with this id."""
    return page.split(f'id="{name}"')[1].split("</section>", maxsplit=1)[0]


def codes(page: str) -> list[str]:
    """The questions of the sorted table from the first row to the last."""
    table = section(page, "losses").split("<tbody>")[1]
    return re.findall(r'<th scope="row">\s*<a[^>]*>([A-Z.0-9]+)</a>', table)


def numbers(page: str, column: int) -> list[float]:
    """One column of the sorted table without the total."""
    rows = section(page, "losses").split("<tbody>")[1].split("</tr>")[:-2]
    cells = [re.findall(r"<td[^>]*>([^<]*)</td>", row)[column] for row in rows]
    return [float(cell.split("→")[-1].replace("&lt;", "").replace("–", "0")) for cell in cells]


def test_every_head_of_the_table_sorts_and_a_second_click_turns_it_round(
    bakery: Bakery, answered: FlaskClient
) -> None:
    first = answered.get(bakery.at("result")).text
    assert 'aria-sort="descending"' in first
    assert numbers(first, 2) == sorted(numbers(first, 2), reverse=True)
    for order, column, rising in (("score", 1, True), ("lost", 2, False), ("evidence", 3, False)):
        shown = answered.get(bakery.at(f"result?sort={order}")).text
        assert numbers(shown, column) == sorted(numbers(shown, column), reverse=not rising)
        assert f"?sort={order}&amp;turned=1#losses" in shown
        turned = answered.get(bakery.at(f"result?sort={order}&turned=1")).text
        assert numbers(turned, column) == sorted(numbers(turned, column), reverse=rising)
        assert f'href="?sort={order}#losses"' in turned


def test_rows_in_order_of_the_questionnaire_are_all_of_them(bakery: Bakery, answered: FlaskClient) -> None:
    by_code = codes(answered.get(bakery.at("result?sort=code")).text)
    asked = list(bakery.services.catalogue.get("bakery/1").question)
    assert by_code == sorted(by_code, key=asked.index)
    assert set(by_code) == set(codes(answered.get(bakery.at("result?sort=grade")).text))


def test_order_that_does_not_exist_is_that_by_loss(bakery: Bakery, answered: FlaskClient) -> None:
    usual = codes(answered.get(bakery.at("result")).text)
    assert codes(answered.get(bakery.at("result?sort=%3Cscript%3E")).text) == usual


def test_each_answer_that_waits_leads_to_where_a_file_is_attached(
    bakery: Bakery, answered: FlaskClient
) -> None:
    waits = section(answered.get(bakery.at("result")).text, "evidence")
    assert "points wait for a document" in waits
    address = re.findall(r'href="([^"]+)"', waits)[0]
    assert "/evidence/" in address
    gain = re.findall(r"([\d.]+) points wait", waits)[0]
    evidence = answered.get(address)
    assert evidence.status_code == 200
    assert f"+{gain} points of the index" in evidence.text


def test_measures_are_counted_and_named(bakery: Bakery, answered: FlaskClient) -> None:
    shown = section(answered.get(bakery.at("result")).text, "measures")
    served, total = re.findall(r"(\d+) of the (\d+) measures are served", shown)[0]
    assert total == "2"
    assert shown.count("<td>Yes</td>") == int(served)


def test_link_for_somebody_else_says_nothing_of_what_is_only_for_the_firm(
    bakery: Bakery, answered: FlaskClient
) -> None:
    made = bakery.send(answered, "shares", {"label": "bank", "days": "30"}).text
    address = re.findall(r"/shared/[\w-]{43}", made)[0]
    shown = bakery.app.test_client().get(address).text
    for part in ("evidence", "measures", "reports"):
        assert f'id="{part}"' not in shown
    assert 'id="losses"' in shown
    assert "chart-scale" in shown


def test_answer_stands_before_everything_else(bakery: Bakery, answered: FlaskClient) -> None:
    shown = answered.get(bakery.at("result")).text
    places = [shown.index(word) for word in ("index-number", 'id="next"', 'id="evidence"', 'id="losses"')]
    assert places == sorted(places)
