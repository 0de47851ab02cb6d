"""`readiness quality`: the questionnaire, the audits and the sheets of a round."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result

from readiness.cli import main
from tests.factories import SECRET

FIRMS = 24


class Service:
    """A service with the demo in it, on the command line."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        environ = {
            "READINESS_ENVIRONMENT": "development",
            "READINESS_DATA": str(folder),
            "READINESS_SECRET_KEY": SECRET,
        }
        self.program = CliRunner(env=environ)
        self.run("db", "upgrade")
        self.run("demo", "--firms", f"{FIRMS}", "--seed", "3")

    def run(self, *words: str) -> Result:
        """What the command did."""
        return self.program.invoke(main, list(words))

    def round(self, *, practice: bool = False) -> tuple[str, str]:
        """Name and key of the last closed round, or of a practice round."""
        engine = sa.create_engine(f"sqlite:///{self.folder / 'readiness.db'}", poolclass=sa.NullPool)
        where = "practice" if practice else "state = 'closed'"
        with engine.connect() as connection:
            row = connection.execute(sa.text(f"SELECT name, key FROM round WHERE {where}")).one()
        return row.name, row.key


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    """One for all tests, which only read."""
    return Service(tmp_path_factory.mktemp("quality"))


def test_a_round_is_judged_in_tables_of_words(service: Service) -> None:
    name, key = service.round()
    found = service.run("quality", name)
    assert found.exit_code == 0, found.output
    for words in (
        "# Dimensions",
        "# Questions",
        "# Declared against audited, by question",
        "# Sheets to look at",
    ):
        assert words in found.stdout
    assert service.run("quality", "--", key).stdout == found.stdout
    assert "nan" not in found.stdout.split()


def test_all_numbers_come_as_json(service: Service) -> None:
    found = json.loads(service.run("quality", service.round()[0], "--json").stdout)
    assert found["firms"] <= FIRMS
    first = found["dimensions"][0]
    assert first["reliability"]["alpha"] is not None
    assert set(first["questions"][0]["weight"]) == {"nominal", "importance"}
    assert found["agreement"]["kappa"]["count"] > 0


@pytest.mark.parametrize("language", ["zh_Hans", "vi"])
def test_words_come_in_the_language_asked_for(service: Service, language: str) -> None:
    found = service.run("quality", service.round()[0], "--language", language)
    assert found.exit_code == 0
    assert "# Sheets to look at" not in found.stdout


def test_a_round_that_is_not_there_or_empty_gives_a_sentence(service: Service) -> None:
    unknown = service.run("quality", "1899")
    assert (unknown.exit_code, unknown.stderr) == (
        1,
        "there is no round '1899'; write its name, or the key in its addresses\n",
    )
    empty = service.run("quality", service.round(practice=True)[0])
    assert empty.exit_code == 1
    assert "nobody has submitted in the round" in empty.stderr
