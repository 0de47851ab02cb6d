"""Mails in words, and on their way."""

from __future__ import annotations

import email
from email.policy import default
from pathlib import Path

import pytest

from readiness.errors import UnavailableError
from readiness.mail.messages import KINDS, write_message
from readiness.mail.read import read_letters
from readiness.mail.send import compose, send_message
from readiness.services.translator import translator
from tests.factories import make_services

VALUES = {
    "person": "Person",
    "by": "Owner",
    "firm": "苏州云锦纺织有限公司",
    "link": "https://readiness.example/confirm/abc",
    "code": "AAAAA-BBBBB",
    "round": "2026",
    "email": "colleague@firm.example",
    "reason": "第三题缺少发票。",
    "number": "7K3M-9QXT-04RC",
    "digest": "9f3a61c0" * 8,
    "parts": "HE1, GR2",
    "day": "2026-05-03",
    "left": "7",
    "sent_to": "somebody@firm.example",
    "people": "张三、李四",
    "files": "排污许可证.pdf",
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["zh_Hans", "en", "vi"])
def test_every_mail_has_words_in_every_language(kind: str, language: str) -> None:
    message = write_message(kind, values=VALUES, translate=translator(language))
    assert message.subject
    assert "\n" not in message.subject
    english = write_message(kind, values=VALUES, translate=translator("en"))
    assert (message.text == english.text) == (language == "en")


def test_links_are_alone_on_their_line() -> None:
    message = write_message("reset", values=VALUES, translate=translator("zh_Hans"))
    assert VALUES["link"] in message.text.splitlines()


@pytest.mark.parametrize(
    "evil", ["Firm\r\nBcc: all@firm.example", "Firm\n\nPay here", "Firm\x00\x1b[2J", "Firm\u202egpj"]
)
def test_name_of_a_firm_writes_no_header_and_no_line(evil: str, tmp_path: Path) -> None:
    settings = make_services(tmp_path).settings
    message = write_message("invitation", values={**VALUES, "firm": evil}, translate=translator("en"))
    mail = compose(settings, message, to="a@firm.example", key="1")
    read = email.message_from_bytes(mail.as_bytes(), policy=default)
    assert read["Bcc"] is None
    assert "\u202e" not in read["Subject"]
    assert "\n\nPay here" not in read.get_content()


def test_template_words_in_a_value_stay_words() -> None:
    values = {**VALUES, "firm": "{{7*7}} %(link)s"}
    assert "{{7*7}} %(link)s" in write_message("submitted", values=values, translate=translator("en")).text


def test_receiver_with_a_line_end_is_refused(tmp_path: Path) -> None:
    settings = make_services(tmp_path).settings
    message = write_message("password_changed", values=VALUES, translate=translator("en"))
    with pytest.raises(ValueError, match=r"."):
        compose(settings, message, to="a@firm.example\r\nBcc: b@firm.example", key="1")


def test_unknown_kind_names_the_known_ones() -> None:
    with pytest.raises(ValueError, match="register_known"):
        write_message("greeting", values={}, translate=translator("en"))


def test_development_mails_land_in_the_folder_once_for_each_job(tmp_path: Path) -> None:
    settings = make_services(tmp_path).settings
    message = write_message("submitted", values=VALUES, translate=translator("zh_Hans"))
    for _ in range(2):
        send_message(settings, message, to="a@firm.example", key="job1")
    letters = read_letters(settings)
    assert [(letter.to, letter.subject) for letter in letters] == [("a@firm.example", message.subject)]
    assert letters[0].text.strip() == message.text.strip()


def test_absent_mail_server_is_for_later(tmp_path: Path) -> None:
    from dataclasses import replace

    settings = replace(make_services(tmp_path).settings, mail_url="smtp://127.0.0.1:9")
    message = write_message("submitted", values=VALUES, translate=translator("en"))
    with pytest.raises(UnavailableError):
        send_message(settings, message, to="a@firm.example", key="job1")
