"""A result's page says where the firm stands among its peers."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from readiness.store.peers import find_snapshot
from readiness.store.rows import Assessment, Firm, Round
from tests.web.office.conftest import Office


def _result(office: Office) -> str:
    """Address of a submitted result of the closed round."""
    with office.database.session() as session:
        query = sa.select(Assessment.key).join(Round).join(Firm).where(Round.key == office.closed)
        found = session.scalar(query.where(Assessment.submitted_at.is_not(None)).order_by(Assessment.id))
    return f"/assessments/{found}/result"


def test_the_result_stands_beside_published_figures(office: Office, officer: FlaskClient) -> None:
    with office.database.session() as session:
        round_ = session.scalars(sa.select(Round).where(Round.key == office.closed)).one()
        snapshot = find_snapshot(session, round_)
        assert snapshot is not None
        assert all(group["firms"] >= 5 for group in snapshot.document.values())
    page = officer.get(_result(office))
    assert page.status_code == 200
    assert "Among peers" in page.text
    assert "all firms of the round" in page.text
    assert "The leading quarter begins at" in page.text
    assert "Upright mark: median of the peers." in page.text


@pytest.mark.parametrize("language", ["zh_Hans", "vi"])
def test_it_does_so_in_the_reader_s_language(office: Office, officer: FlaskClient, language: str) -> None:
    with officer.session_transaction() as held:
        held["language"] = language
    page = officer.get(_result(office))
    assert page.status_code == 200
    assert "Among peers" not in page.text
    assert "The leading quarter" not in page.text
