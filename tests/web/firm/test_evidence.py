"""The page of an answer's files as a plain form: several at once, what is refused, what is said about each."""

from __future__ import annotations

import io
import re

import pytest
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

from tests.web.firm.conftest import Bakery

DOUGH = "dimensions/DOUGH"
PAGE = f"{DOUGH}/evidence/DOUGH.1"
OTHER = "dimensions/OVEN/evidence/OVEN.1"
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (600, 300), "#804000").save(out, "JPEG")
    return out.getvalue()


def files(**sent: bytes) -> list[tuple[io.BytesIO, str]]:
    return [(io.BytesIO(content), name.replace("__", ".")) for name, content in sent.items()]


def names(page: TestResponse) -> list[str]:
    return re.findall(r'class="file-name"><a [^>]*>([^<]+)<', page.text)


def keys(page: TestResponse) -> list[str]:
    return re.findall(r'/evidence/([\w-]{22})" download', page.text)


def test_several_files_and_a_photo_arrive_in_one_sending(bakery: Bakery, owner: FlaskClient) -> None:
    sent = {
        "file": files(recipes__pdf=PDF, oven__jpg=picture()), "photo": files(image__jpg=picture()),
        "issued_on": "2026-01-05", "valid_until": "2099-12-31", "note": "page 3",
    }  # fmt: skip
    assert bakery.send(owner, PAGE, sent).status_code == 302
    page = owner.get(bakery.at(PAGE))
    assert names(page) == ["recipes.pdf", "oven.jpg"], "the photo holds the same bytes and stands here once"
    assert page.text.count("page 3") == 2
    assert "2 files are attached" in page.text
    assert "was attached already" in page.text


def test_file_that_is_not_taken_does_not_stop_the_others_and_is_named(
    bakery: Bakery, owner: FlaskClient
) -> None:
    sent = {"file": files(recipes__pdf=PDF, program__exe=b"MZ", empty__pdf=b"")}
    assert bakery.send(owner, PAGE, sent).status_code == 302
    page = owner.get(bakery.at(PAGE)).text
    assert re.search(r"Not taken: program.exe: Send one of these", page)
    assert re.search(r"Not taken: empty.pdf: Choose a file that is not empty", page)
    assert names(owner.get(bakery.at(PAGE))) == ["recipes.pdf"]


def test_nothing_chosen_and_impossible_days_are_said_and_what_was_typed_stays(
    bakery: Bakery, owner: FlaskClient
) -> None:
    nothing = bakery.send(owner, PAGE, {"note": "page 3"})
    assert nothing.status_code == 422
    assert "Choose a file" in nothing.text.split('id="file-error"')[1]
    assert "page 3" in nothing.text
    days = {"file": files(recipes__pdf=PDF), "issued_on": "2026-02-30", "valid_until": "2020-01-01"}
    refused = bakery.send(owner, PAGE, days)
    assert refused.status_code == 422
    assert "This is no day" in refused.text.split('id="issued_on-error"')[1]
    assert 'value="2026-02-30"' in refused.text
    assert names(refused) == []


def test_eleventh_file_of_one_sending_is_named(bakery: Bakery, owner: FlaskClient) -> None:
    sent = {"file": files(**{f"n{n}__pdf": PDF + b"%%%d" % n for n in range(11)})}
    assert bakery.send(owner, PAGE, sent).status_code == 302
    page = owner.get(bakery.at(PAGE))
    assert len(names(page)) == 10
    assert "n10.pdf: At most 10 files" in page.text


def test_sending_twice_by_mistake_leaves_one_file(bakery: Bakery, owner: FlaskClient) -> None:
    shown = owner.get(bakery.at(PAGE))
    for _ in range(2):
        sent = bakery.send(owner, PAGE, {"file": files(recipes__pdf=PDF)}, shown=shown)
        assert sent.status_code == 302
    assert names(owner.get(bakery.at(PAGE))) == ["recipes.pdf"]


def test_date_validity_and_note_are_changed_on_a_page_of_their_own(
    bakery: Bakery, owner: FlaskClient
) -> None:
    bakery.send(owner, PAGE, {"file": files(recipes__pdf=PDF)})
    [key] = keys(owner.get(bakery.at(PAGE)))
    place = f"{PAGE}/{key}"
    wrong = {"issued_on": "2026-02-01", "valid_until": "2026-01-01", "note": "cover"}
    refused = bakery.send(owner, place, wrong)
    assert refused.status_code == 422
    assert "before the date of the document" in refused.text
    assert "cover" in refused.text
    assert bakery.send(owner, place, {"valid_until": "2020-01-01", "note": "cover"}).status_code == 302
    page = owner.get(bakery.at(PAGE)).text
    assert "Expired: does not count" in page
    assert "cover" in page


def test_what_a_colleague_said_meanwhile_is_shown_before_it_is_written_over(
    bakery: Bakery, owner: FlaskClient
) -> None:
    bakery.send(owner, PAGE, {"file": files(recipes__pdf=PDF)})
    [key] = keys(owner.get(bakery.at(PAGE)))
    place = f"{PAGE}/{key}"
    old = owner.get(bakery.at(place))
    assert bakery.send(owner, place, {"note": "theirs"}, shown=old).status_code == 302
    stale = bakery.send(owner, place, {"note": "mine"}, shown=old)
    assert stale.status_code == 409
    assert "theirs" in stale.text
    assert "mine" in stale.text
    assert bakery.send(owner, place, {"note": "mine"}, shown=stale).status_code == 302
    assert "mine" in owner.get(bakery.at(PAGE)).text


def test_file_of_another_answer_is_used_here_too(bakery: Bakery, owner: FlaskClient) -> None:
    bakery.send(owner, PAGE, {"file": files(recipes__pdf=PDF)})
    page = owner.get(bakery.at(OTHER))
    [key] = re.findall(r'name="files" value="([\w-]+)"', page.text)
    refused = bakery.send(owner, f"{OTHER}/link", {}, shown=page)
    assert refused.status_code == 422
    assert "Choose at least one file" in refused.text
    assert bakery.send(owner, f"{OTHER}/link", {"files": [key]}, shown=page).status_code == 302
    assert names(owner.get(bakery.at(OTHER))) == ["recipes.pdf"]
    assert "Supports DOUGH.1, OVEN.1" in owner.get(bakery.at(PAGE)).text


def test_page_says_what_a_file_lifts_before_and_after(bakery: Bakery, owner: FlaskClient) -> None:
    assert "Answer the question first" in owner.get(bakery.at(PAGE)).text
    bakery.send(owner, DOUGH, {"DOUGH_1": "4"})
    promised = re.findall(r"Cap 70 → 90: (\+[\d.]+) points", owner.get(bakery.at(PAGE)).text)
    assert promised
    bakery.send(owner, PAGE, {"file": files(recipes__pdf=PDF)})
    page = owner.get(bakery.at(PAGE)).text
    assert re.findall(r"Cap 70 → 90: (\+[\d.]+) points", page) == promised
    assert "notice-done" in page


def test_download_is_locked_and_only_our_own_picture_is_shown(bakery: Bakery, owner: FlaskClient) -> None:
    bakery.send(owner, PAGE, {"file": files(oven__jpg=picture(), recipes__pdf=PDF)})
    page = owner.get(bakery.at(PAGE))
    photo, paper = keys(page)
    for key in (photo, paper):
        answer = owner.get(bakery.at(f"evidence/{key}"))
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer.headers["Content-Security-Policy"]
    small = owner.get(bakery.at(f"evidence/{photo}/preview"))
    assert (small.status_code, small.mimetype) == (200, "image/jpeg")
    assert Image.open(io.BytesIO(small.data)).size == (480, 240)
    assert "sandbox" in small.headers["Content-Security-Policy"]
    assert owner.get(bakery.at(f"evidence/{paper}/preview")).status_code == 404
    stranger = bakery.browser(bakery.stranger)
    assert stranger.get(bakery.at(f"evidence/{photo}/preview")).status_code == 404


@pytest.mark.parametrize("name", ["报告 “2026”; x=1.pdf", "a'b%22.pdf", "=1+1.pdf"])
def test_odd_name_comes_back_as_it_was(bakery: Bakery, owner: FlaskClient, name: str) -> None:
    bakery.send(owner, PAGE, {"file": [(io.BytesIO(PDF), name)]})
    [key] = keys(owner.get(bakery.at(PAGE)))
    header = owner.get(bakery.at(f"evidence/{key}")).headers["Content-Disposition"]
    assert header.startswith("attachment")
    assert "\n" not in header
