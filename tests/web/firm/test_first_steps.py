"""What a firm meets before it has said what it makes, and addresses that do not fit together."""

from __future__ import annotations

import io
import re

from flask.testing import FlaskClient

from tests.web.firm.conftest import Bakery

DOUGH = "dimensions/DOUGH"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def _press(client: FlaskClient, page: str, pattern: str) -> str:
    """Press the button whose form's address fits; where it leads."""
    address = next(found for found in re.findall(r'action="([^"]+)"', page) if re.search(pattern, found))
    token = page.split(f'action="{address}"')[1].split('name="csrf_token" value="')[1].split('"')[0]
    return str(client.post(address, data={"csrf_token": token}).location)


def _opened(bakery: Bakery) -> tuple[FlaskClient, str]:
    client = bakery.browser(bakery.stranger)
    return client, _press(client, client.get("/firm/").text, "/open/")


def test_new_firm_is_told_to_say_what_it_makes_not_that_nothing_applies(bakery: Bakery) -> None:
    client, address = _opened(bakery)
    page = client.get(address).text
    assert "Not applicable" not in page
    assert "0/0" not in page
    assert "First the processes" in page
    assert f'href="{address}/profile"' in page.split("First the processes")[1]


def test_file_or_report_under_another_assessments_address_is_not_there(
    bakery: Bakery, owner: FlaskClient
) -> None:
    client, other = _opened(bakery)
    bakery.send(owner, f"{DOUGH}/evidence/DOUGH.1", {"file": (io.BytesIO(PDF), "recipes.pdf")})
    page = owner.get(bakery.at(f"{DOUGH}/evidence/DOUGH.1")).text
    link = re.findall(r'href="(/assessments/[^"]+)" download', page)[0]
    assert owner.get(link).status_code == 200
    assert owner.get(link.replace(bakery.at(""), other)).status_code == 404
    remove = next(found for found in re.findall(r'action="([^"]+)"', page) if found.endswith("/remove"))
    token = re.findall(r'name="csrf_token" value="([^"]+)"', page)[0]
    elsewhere = remove.replace(bakery.at(""), other)
    assert owner.post(elsewhere, data={"csrf_token": token}).status_code == 404
    report = _press(owner, owner.get(bakery.at("result")).text, "/report/en")
    assert owner.get(report).status_code == 200
    assert owner.get(report.replace(bakery.at(""), other)).status_code == 404
