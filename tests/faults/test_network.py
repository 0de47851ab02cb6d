"""Clients that are slow, and clients that are cut off before they hear the answer."""

from __future__ import annotations

import http.client
import json
import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import sqlalchemy as sa

from readiness.store.rows import AnswerRow
from tests.faults.conftest import Client, Service, saving, until

SLOW = 30
PATIENCE = 2.0


@contextmanager
def _slow_clients(port: int) -> Iterator[None]:
    """Thirty that send one byte of a request every second."""
    stop = threading.Event()
    with ExitStack() as stack:
        clients = [stack.enter_context(socket.create_connection(("127.0.0.1", port))) for _ in range(SLOW)]
        for client in clients:
            client.sendall(b"POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n")

        def drip() -> None:
            while not stop.wait(1):
                for client in clients:
                    client.sendall(b"X")

        thread = threading.Thread(target=drip)
        thread.start()
        yield
        stop.set()
        thread.join()


def test_thirty_slow_clients_do_not_keep_others_from_the_service(small: Service) -> None:
    small.serve()
    with _slow_clients(small.port):
        for _ in range(5):
            connection = http.client.HTTPConnection("127.0.0.1", small.port, timeout=PATIENCE)
            connection.request("GET", "/healthz")
            assert connection.getresponse().status == 200
            connection.close()
            time.sleep(0.5)


def _request(client: Client, key: str, code: str, sending: str) -> bytes:
    """A save as the bytes of one request."""
    body = json.dumps({"state": "answered", "value": 2}).encode()
    headers = {
        "Host": "127.0.0.1", "Content-Length": str(len(body)), **client.headers(saving(0, sending)),
    }  # fmt: skip
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"PUT /api/assessments/{key}/answers/{code} HTTP/1.1\r\n{head}\r\n".encode() + body


def _send_and_vanish(port: int, request: bytes) -> None:
    """Send it and reset the connection, so that no answer can come."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(request)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.recv(1)


def _revisions(service: Service, code: str) -> list[int]:
    with service.database.session() as session:
        query = sa.select(AnswerRow.revision).where(AnswerRow.code == code).order_by(AnswerRow.revision)
        return list(session.scalars(query))


def test_save_whose_answer_was_cut_off_and_sent_again_is_one_revision(service: Service) -> None:
    service.serve()
    client, code = service.client(), service.ladders[0]
    _send_and_vanish(service.port, _request(client, service.key, code, "cut-off-1"))
    until(lambda: _revisions(service, code) == [1])
    replies = [client.put(service.key, code, 2, base=0, sending="cut-off-1") for _ in range(3)]
    assert [(reply.status, reply.json["revision"]) for reply in replies] == [(200, 1)] * 3
    assert _revisions(service, code) == [1]
    assert client.put(service.key, code, 1, base=0, sending="cut-off-1").status == 422


def test_save_that_was_cut_off_on_its_way_there_leaves_nothing(service: Service) -> None:
    service.serve()
    client, code = service.client(), service.ladders[0]
    with socket.create_connection(("127.0.0.1", service.port)) as connection:
        connection.sendall(_request(client, service.key, code, "half-way-1")[:-7])
    reply = client.put(service.key, code, 1, base=0, sending="half-way-2")
    assert (reply.status, reply.json["revision"]) == (200, 1)
    assert _revisions(service, code) == [1]


def test_same_save_sent_twenty_times_at_once_is_one_revision(service: Service) -> None:
    service.serve()
    client, code, statuses = service.client(), service.ladders[0], []

    def send() -> None:
        statuses.append(client.put(service.key, code, 2, base=0, sending="at-once-1").status)

    threads = [threading.Thread(target=send) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [200] * 20
    assert _revisions(service, code) == [1]
