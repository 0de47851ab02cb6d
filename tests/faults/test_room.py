"""No room left: a plain message, nothing half stored, reading goes on, and all is well once there is room again."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from readiness.store.rows import AnswerRow, Evidence
from tests.faults.conftest import Client, Service, kill

PDF = b"%PDF-1.7\n" + b"x" * 400_000
BUSY = 503


def _address(service: Service) -> str:
    question = service.questionnaire.question[service.ladders[0]]
    return f"/assessments/{service.key}/dimensions/{question.dimension}/evidence/{question.code}"


def _stored(folder: Path) -> list[Path]:
    return [path for path in (folder / "files").rglob("*") if path.is_file()]


def _evidence(service: Service) -> int:
    with service.database.session() as session:
        return session.scalar(sa.select(sa.func.count(Evidence.id))) or 0


def test_file_that_finds_no_room_is_refused_whole_and_taken_later(elsewhere: Service) -> None:
    """Small enough to be received in memory, so that only the folder of files is short of room."""
    server = elsewhere.serve(largest_file=200_000)
    client = elsewhere.client()
    reply = client.upload(_address(elsewhere), "permit.pdf", PDF)
    assert reply.status == BUSY
    assert "Traceback" not in reply.text
    assert "<h1" in reply.text
    assert (_evidence(elsewhere), _stored(elsewhere.folder)) == (0, [])
    assert client.ask("GET", _address(elsewhere)).status == 200
    assert client.upload(_address(elsewhere), "permit.pdf", PDF[:100_000]).status == 302
    kill(server)
    elsewhere.serve()
    assert elsewhere.client().upload(_address(elsewhere), "licence.pdf", PDF).status == 302
    assert _evidence(elsewhere) == len(_stored(elsewhere.folder)) == 2


def test_folder_that_takes_no_files_is_said_and_nothing_is_kept(small: Service) -> None:
    small.serve()
    place = small.folder / "files" / "evidence"
    place.parent.mkdir(exist_ok=True)
    place.write_text("a file where the folder should be")
    reply = small.client().upload(_address(small), "permit.pdf", PDF)
    assert reply.status == BUSY
    assert (_evidence(small), _stored(small.folder)) == (0, [place])
    place.unlink()
    assert small.client().upload(_address(small), "permit.pdf", PDF).status == 302


def _save_until_refused(client: Client, service: Service) -> tuple[list[int], int]:
    """The acknowledged revisions, and the status of the first refusal."""
    known: list[int] = []
    for number in range(5000):
        name = f"saving-{number}"
        reply = client.put(
            service.key,
            service.ladders[0],
            number % 2 + 1,
            base=known[-1] if known else 0,
            sending=name,
        )
        if reply.status != 200:
            return known, reply.status
        known.append(reply.json["revision"])
    raise AssertionError("the limit was never reached")


def test_full_disk_refuses_saves_politely_loses_none_and_lets_people_read(small: Service) -> None:
    database = Path(small.url.removeprefix("sqlite:///"))
    small.serve()
    client = small.client()
    kill(small.running[-1])
    size = max(database.stat().st_size, Path(f"{database}-wal").stat().st_size)
    server = small.serve(largest_file=size + 200_000)
    known, status = _save_until_refused(client, small)
    assert status == BUSY
    assert known
    assert client.ask("GET", f"/assessments/{small.key}").status == 200
    kill(server)
    small.serve()
    with small.database.session() as session:
        kept = session.scalars(sa.select(AnswerRow.revision).where(AnswerRow.code == small.ladders[0])).all()
    assert set(known) <= set(kept)
    reply = client.put(small.key, small.ladders[0], 3, base=max(kept), sending="room-again-1")
    assert reply.status == 200
