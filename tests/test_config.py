"""Settings: safe without any, and a wrong one stops the start with the variable's name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from readiness.config import DEVELOPMENT_SECRET, VARIABLES, Settings
from readiness.errors import ConfigurationError

SECRET = "k" * 40
DOCUMENT = Path(__file__).parents[1] / "docs" / "configuration.md"


def test_without_a_secret_only_development_starts(tmp_path: Path) -> None:
    data = {"READINESS_DATA": str(tmp_path)}
    assert Settings.from_environment({**data, "READINESS_ENVIRONMENT": "development"}).development
    for environment in ({}, {"READINESS_ENVIRONMENT": "production"}, {"READINESS_ENVIRONMENT": "test"}):
        with pytest.raises(ConfigurationError, match="READINESS_SECRET_KEY"):
            Settings.from_environment({**data, **environment})


@pytest.mark.parametrize("secret", ["dev", "x" * 31, DEVELOPMENT_SECRET])
def test_secret_that_can_be_guessed_is_refused(secret: str) -> None:
    with pytest.raises(ConfigurationError, match="READINESS_SECRET_KEY"):
        Settings.from_environment({"READINESS_SECRET_KEY": secret})


def test_everything_lives_in_the_data_folder_by_default(tmp_path: Path) -> None:
    settings = Settings.from_environment({"READINESS_SECRET_KEY": SECRET, "READINESS_DATA": str(tmp_path)})
    assert settings.database_url == f"sqlite:///{tmp_path}/readiness.db"
    assert settings.files_url == f"file://{tmp_path}/files"
    assert settings.questionnaires_dir.is_dir()


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("READINESS_ENVIRONMENT", "prod"),
        ("READINESS_PORT", "80a"),
        ("READINESS_PORT", "70000"),
        ("READINESS_TRUSTED_PROXIES", "-1"),
        ("READINESS_BASE_URL", "readiness.example"),
        ("READINESS_LANGUAGE", "zh-CN"),
        ("READINESS_TIMEZONE", "Suzhou"),
        ("READINESS_FILES", "/srv/files"),
        ("READINESS_FILES", "ftp://host/files"),
        ("READINESS_FILES", "s3://"),
    ],
)
def test_wrong_value_names_its_variable(variable: str, value: str) -> None:
    with pytest.raises(ConfigurationError, match=variable):
        Settings.from_environment({"READINESS_SECRET_KEY": SECRET, variable: value})


def test_secrets_do_not_show_in_logs() -> None:
    given = {"READINESS_SECRET_KEY": SECRET, "READINESS_DATABASE": "postgresql+psycopg://u:word@host/db"}
    shown = repr(Settings.from_environment(given))
    assert SECRET not in shown
    assert "word" not in shown


def test_every_setting_stands_in_the_documentation_with_its_default() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (?:`([^`]*)`|empty) \| (.+) \|$", DOCUMENT.read_text(), re.MULTILINE)
    assert rows == [(v.name, v.default, v.meaning) for v in VARIABLES]


def test_every_setting_fills_one_field() -> None:
    fields = set(Settings.__dataclass_fields__) - {"languages"}
    assert fields == {v.field for v in VARIABLES}
