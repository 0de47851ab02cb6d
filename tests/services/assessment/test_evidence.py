"""What may be attached to an answer, and what it does to it."""

from __future__ import annotations

import io
import time
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageFile

from readiness.errors import ForbiddenError, InputError, NotFoundError
from readiness.services.add_evidence import MOST, add_evidence, attach_file, keep_file, require_evidence
from readiness.services.check_file import LARGEST, check_file
from readiness.services.get_dimension import get_dimension
from readiness.services.get_result import get_result
from readiness.services.open_evidence import open_evidence
from readiness.services.redraw_picture import MOST_PIXELS
from readiness.services.remove_evidence import remove_evidence
from readiness.services.save_answers import save_answers
from readiness.store.database import Database
from readiness.store.rows import Evidence
from tests.factories import NOON
from tests.services.assessment.lives import (
    Town,
    another_firm,
    bakery_services,
    fill,
    ladder,
    make_editor,
    make_town,
    save,
    submit,
)

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "#804000").save(out, kind, **options)  # type: ignore[arg-type]
    return out.getvalue()


def workbook(*parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for part in parts:
            archive.writestr(part, "<x/>")
    return out.getvalue()


def attach(town: Town, code: str = "DOUGH.1", name: str = "recipe.pdf", content: bytes = PDF) -> Evidence:
    return add_evidence(
        town.services, town.session, town.key, code, name=name, content=content, by=town.owner, at=NOON
    )


def grade(town: Town, code: str) -> str:
    card = get_result(town.services, town.session, town.key, by=town.owner).main
    return next(line.grade for line in card.questions if line.code == code)


def test_file_raises_the_grade_of_its_answer_and_removing_it_lowers_it(town: Town) -> None:
    fill(town, DOUGH__1={"value": 3})
    assert grade(town, "DOUGH.1") == "told"
    row = attach(town)
    assert grade(town, "DOUGH.1") == "shown"
    remove_evidence(town.services, town.session, row.key, by=town.owner, at=NOON)
    assert grade(town, "DOUGH.1") == "told"


def test_evidence_stays_when_the_answer_changes(town: Town) -> None:
    save(town, {"DOUGH.1": ladder(1)})
    attach(town)
    save(town, {"DOUGH.1": ladder(2)}, base={"DOUGH.1": 1})
    view = get_dimension(town.services, town.session, town.key, "DOUGH", by=town.owner)
    assert view.questions[0].answer.documents == ("recipe.pdf",)
    assert [row.name for row in view.questions[0].evidence] == ["recipe.pdf"]


def test_file_is_stored_under_a_name_that_nobody_can_guess(town: Town) -> None:
    row = attach(town, name="C:\\papers\\recipe.pdf")
    assert row.name == "recipe.pdf"
    assert "recipe" not in row.file.path
    found = open_evidence(town.services, town.session, row.key, by=town.owner)
    assert (found.name, found.media_type, found.content) == ("recipe.pdf", "application/pdf", PDF)


def test_foreign_evidence_is_not_found(town: Town) -> None:
    row = attach(town)
    _, other, _ = another_firm(town)
    with pytest.raises(NotFoundError):
        open_evidence(town.services, town.session, row.key, by=other)
    with pytest.raises(NotFoundError):
        remove_evidence(town.services, town.session, row.key, by=other, at=NOON)


def test_removed_evidence_cannot_be_opened(town: Town) -> None:
    row = attach(town)
    remove_evidence(town.services, town.session, row.key, by=town.owner, at=NOON)
    with pytest.raises(NotFoundError):
        open_evidence(town.services, town.session, row.key, by=town.owner)


def test_office_opens_no_evidence_without_consent(town: Town) -> None:
    fill(town)
    row = attach(town)
    submit(town)
    with pytest.raises(ForbiddenError):
        open_evidence(town.services, town.session, row.key, by=town.officer)
    assert open_evidence(town.services, town.session, row.key, by=town.consultant).content == PDF


def test_editor_of_another_dimension_attaches_nothing(town: Town) -> None:
    colleague = make_editor(town, ["OVEN"])
    with pytest.raises(ForbiddenError):
        add_evidence(
            town.services, town.session, town.key, "DOUGH.1", name="a.pdf", content=PDF, by=colleague, at=NOON
        )


def test_eleventh_file_is_refused(town: Town) -> None:
    for number in range(MOST):
        attach(town, content=PDF + b"%%%d" % number)
    before = town.services.files.list()
    with pytest.raises(InputError, match="file_count"):
        attach(town)
    assert town.services.files.list() == before


@pytest.mark.parametrize(
    ("name", "content", "refusal"),
    [
        ("empty.pdf", b"", "file_empty"),
        ("large.pdf", PDF + b" " * LARGEST, "file_too_large"),
        ("page.html", b"<script>alert(1)</script>", "file_type"),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "file_type"),
        ("program.pdf", b"MZ\x90\x00" + b"\x00" * 300, "file_type"),
        ("picture.pdf", picture(), "file_type"),
        ("paper.png", PDF, "file_type"),
        ("half.png", picture(size=(400, 300))[:-200], "file_broken"),
        ("half.jpg", picture("JPEG", (400, 300))[:-300], "file_broken"),
        ("wide.png", picture(size=(30_000, 2_000)), "image_too_large"),
        ("macro.xlsx", workbook("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"), "file_type"),
        ("letter.xlsx", workbook("[Content_Types].xml", "word/document.xml"), "file_type"),
        ("broken.docx", b"PK\x03\x04" + b"\x00" * 40, "file_broken"),
    ],
)
def test_file_that_is_not_what_it_says_is_refused(name: str, content: bytes, refusal: str) -> None:
    with pytest.raises(InputError) as caught:
        check_file(name, content)
    assert (caught.value.field, caught.value.code) == ("file", refusal)


def test_truncated_picture_is_refused_also_after_a_pdf_was_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    with pytest.raises(InputError, match="file_broken"):
        check_file("half.png", picture(size=(400, 300))[:-200])
    assert ImageFile.LOAD_TRUNCATED_IMAGES is True


def test_place_and_device_do_not_leave_the_firm_with_a_photo() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Phone of a worker"
    exif[0x0112] = 6
    checked = check_file("oven.jpg", picture("JPEG", exif=exif) + b"<?php hidden ?>")
    kept = Image.open(io.BytesIO(checked.content))
    assert not kept.getexif()
    assert kept.size == (30, 40), "the photo stands upright"
    assert b"hidden" not in checked.content


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", PDF),
        ("a.PNG", picture()),
        ("a.jpeg", picture("JPEG")),
        ("a.webp", picture("WEBP")),
        ("a.xlsx", workbook("[Content_Types].xml", "xl/workbook.xml")),
        ("a.docx", workbook("[Content_Types].xml", "word/document.xml")),
    ],
)
def test_all_kinds_on_the_list_are_taken(name: str, content: bytes) -> None:
    assert check_file(name, content).name == name


def test_pictures_with_palette_and_transparency_keep_their_look() -> None:
    for mode in ("P", "RGBA", "L", "LA", "1", "CMYK"):
        out = io.BytesIO()
        kind = "JPEG" if mode == "CMYK" else "PNG"
        source = Image.new("RGBA", (8, 8), (10, 200, 30, 128)).convert("RGB" if mode == "CMYK" else "RGBA")
        source.convert(mode).save(out, kind)
        before = Image.open(io.BytesIO(out.getvalue())).convert("RGBA").getpixel((3, 3))
        kept = check_file(f"a.{kind.lower()}", out.getvalue()).content
        after = Image.open(io.BytesIO(kept)).convert("RGBA").getpixel((3, 3))
        assert isinstance(before, tuple)
        assert isinstance(after, tuple)
        assert all(abs(a - b) < 8 for a, b in zip(before, after, strict=True)), mode


def test_other_firms_save_while_a_file_is_looked_at(database: Database, tmp_path: Path) -> None:
    with database.transaction() as session:
        town = make_town(bakery_services(tmp_path), session)
        _, other, key = another_firm(town)
    with database.session(write=True) as session:
        require_evidence(town.services, session, town.key, "DOUGH.1", by=town.owner, at=NOON)
    kept = keep_file(town.services, "recipe.pdf", PDF)
    with database.transaction() as second:
        sent: dict[str, Any] = {"base": {}, "client_id": "other", "by": other, "at": NOON}
        save_answers(town.services, second, key, {"DOUGH.1": ladder(2)}, **sent)
    with database.transaction() as session:
        attach_file(town.services, session, town.key, "DOUGH.1", kept, by=town.owner, at=NOON)
    with database.session() as session:
        assert grade(replace(town, session=session), "DOUGH.1") == "shown"


def test_largest_picture_is_drawn_anew_in_a_moment() -> None:
    side = int(MOST_PIXELS**0.5)
    content = picture("WEBP", (side, side), quality=30, method=0)
    began = time.process_time()
    check_file("oven.webp", content)
    assert time.process_time() - began < 4
    with pytest.raises(InputError, match="image_too_large"):
        check_file("oven.webp", picture("WEBP", (side + 9, side), quality=30, method=0))
