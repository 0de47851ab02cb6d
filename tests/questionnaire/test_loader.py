"""Authors of a questionnaire are told of every mistake: file, line, code and what was expected."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from readiness.errors import NotFoundError, QuestionnaireError
from readiness.questionnaire.catalogue import Catalogue
from readiness.questionnaire.loader import load
from readiness.questionnaire.yaml_reader import parse_yaml, read_yaml
from tests.questionnaire.bakers import BAKERY, bakery

BROKEN = sorted((BAKERY.parents[1] / "broken").glob("*.yaml"))
ROOT = BAKERY.parents[3]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the bakery questionnaire that a test may spoil."""
    return Path(shutil.copytree(BAKERY, tmp_path / "bakery" / "1"))


def spoil(folder: Path, file: str, find: str, put: str) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert find in text
    (folder / file).write_text(text.replace(find, put, 1), encoding="utf-8")


RANKING = (
    "{draws: 10, range_percent: 90, top: 10, apart: 90, weights: 25, knots: 10, geometric: 50, missing_as_mean: 50, "
    "adjust_rounds: 8, noise: {told: 9, shown: 5, tasted: 1}, bias: {told: 5, shown: 2, tasted: 1}}"
)


@pytest.mark.parametrize("mistake", BROKEN, ids=lambda file: file.stem)
def test_author_reads_where_the_mistake_is_and_what_was_expected(folder: Path, mistake: Path) -> None:
    case = read_yaml(mistake)[0].data
    spoil(folder, case["file"], case["find"], case["put"])
    with pytest.raises(QuestionnaireError) as caught:
        load(folder)
    found = [str(problem).replace(f"{folder}/", "") for problem in caught.value.problems]
    assert set(case["expect"]) <= set(found)
    assert len(found) == case["problems"]
    assert all(re.match(r"[\w./]+:\d+: ", line) for line in found if "cannot be read" not in line)


def test_author_with_mistakes_in_three_files_reads_them_all_at_once(folder: Path) -> None:
    spoil(folder, "measures.yaml", "pillar: CARE", "pillar: CARES")
    spoil(folder, "dimensions/OVEN.yaml", "sub_sectors: [BREAD]", "sub_sectors: [BRED]")
    spoil(folder, "questionnaire.yaml", "threshold: 60", "threshold: 20")
    with pytest.raises(QuestionnaireError) as caught:
        load(folder)
    assert {Path(problem.file).name for problem in caught.value.problems} == {
        "measures.yaml",
        "OVEN.yaml",
        "questionnaire.yaml",
    }


def test_words_for_one_place_in_two_files_are_named(folder: Path) -> None:
    more = "questions:\n  DOUGH_1:\n    text: How are they kept?\n"
    (folder / "texts" / "en" / "more.yaml").write_text(more, encoding="utf-8")
    with pytest.raises(QuestionnaireError) as caught:
        load(folder)
    [problem] = [str(problem) for problem in caught.value.problems]
    assert problem.endswith(
        "en/more.yaml:3: 'questions.DOUGH_1.text' has words in another file of en already"
    )


def test_folder_without_a_questionnaire_says_so(tmp_path: Path) -> None:
    with pytest.raises(QuestionnaireError, match=r"holds no questionnaire\.yaml"):
        load(tmp_path)


def test_question_applies_where_its_selector_and_its_knots_meet() -> None:
    found = bakery()
    assert dict(found.question["DOUGH.2"].weights) == {"loaf": 3, "steamed": 3}
    assert dict(found.question["OVEN.2"].weights) == {"loaf": 1, "steamed": 2}
    assert dict(found.question["OVEN.3"].weights) == {"steamed": 0}


def test_vietnamese_question_falls_back_to_english_and_says_so() -> None:
    texts = bakery().texts
    assert texts.get("pillars.CARE", "vi").language == "vi"
    assert texts.get("questions.PEOPLE_2.text", "vi").language == "en"


@pytest.mark.parametrize(
    ("file", "find", "put"),
    [
        ("texts/en.yaml", "Is there an apprentice?", "Do you have an apprentice?"),
        ("dimensions/DOUGH.yaml", "grade: B", "grade: A"),
        ("questionnaire.yaml", "#8C510A", "#000000"),
        ("questionnaire.yaml", "[Gusu]", "[Gusu]  # more to come"),
        ("guidance.yaml", "weights: {B2: 1.5}", "weights: {B2: 0.5}"),
        ("guidance.yaml", "flour_t: 3000", "flour_t: 6000"),
        ("dimensions/OVEN.yaml", "weight: 2\n    role: core", "role: core\n    weight: 2.0"),
        ("questionnaire.yaml", "peer_group_from: 3", f"peer_group_from: 3\n  ranking: {RANKING}"),
    ],
)
def test_digest_stays_when_words_sources_and_looks_change(
    folder: Path, file: str, find: str, put: str
) -> None:
    spoil(folder, file, find, put)
    assert load(folder).digest == bakery().digest


def test_digest_stays_when_options_change_places(folder: Path) -> None:
    dial, probe = "      - {code: dial, points: 40}\n", "      - {code: probe, points: 100}\n"
    spoil(folder, "dimensions/OVEN.yaml", dial + probe, probe + dial)
    assert load(folder).digest == bakery().digest


@pytest.mark.parametrize(
    ("file", "find", "put"),
    [
        ("dimensions/OVEN.yaml", "points: 40", "points: 41"),
        ("dimensions/DOUGH.yaml", "[12, 60]", "[13, 60]"),
        ("questionnaire.yaml", "threshold: 60", "threshold: 61"),
        ("questionnaire.yaml", "cap: 90", "cap: 91"),
        ("dimensions/PEOPLE.yaml", "when: always", "when: dry"),
    ],
)
def test_digest_changes_with_everything_that_can_change_a_score(
    folder: Path, file: str, find: str, put: str
) -> None:
    spoil(folder, file, find, put)
    assert load(folder).digest != bakery().digest


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: no", "no"),
        ("a: 1:30", "1:30"),
        ("a: 010", 10),
        ("a: 0o17", "0o17"),
        ("a: 2026-09-18", "2026-09-18"),
        ("a: 1_000", "1_000"),
        ("a: .5e1", 5.0),
        ("a: ~", None),
        ("a: !!bool yes", "yes"),
    ],
)
def test_author_gets_what_is_written_and_no_surprise_of_old_yaml(text: str, value: object) -> None:
    document, problems = parse_yaml(text, Path("x.yaml"))
    assert problems == []
    assert document.data == {"a": value}


def test_recursive_alias_is_refused_instead_of_running_for_ever() -> None:
    _, problems = parse_yaml("a: &a {b: *a}", Path("x.yaml"))
    assert "aliases" in str(problems[0])


def test_catalogue_finds_versions_in_human_order(tmp_path: Path) -> None:
    for version in ("9", "10"):
        target = tmp_path / "bakery" / version
        shutil.copytree(BAKERY, target)
        spoil(target, "questionnaire.yaml", 'version: "1"', f'version: "{version}"')
    catalogue = Catalogue(tmp_path)
    assert catalogue.versions() == ["bakery/9", "bakery/10"]
    assert catalogue.latest("bakery").version == "10"
    assert catalogue.get("bakery", "9") is catalogue.get("bakery/9")
    with pytest.raises(NotFoundError, match="bakery/9, bakery/10"):
        catalogue.get("smithy/1")
    with pytest.raises(NotFoundError):
        catalogue.get("../bakery/9")


def test_catalogue_refuses_a_version_in_the_wrong_folder(tmp_path: Path) -> None:
    shutil.copytree(BAKERY, tmp_path / "bakery" / "2")
    with pytest.raises(QuestionnaireError, match="bakery/1, but stands in the folder bakery/2"):
        Catalogue(tmp_path).get("bakery/2")


def test_every_source_of_the_textile_questionnaire_has_chinese_words() -> None:
    found = load(ROOT / "questionnaires" / "textile" / "2026.1")
    sources = {variant.source.text for question in found.questions for variant in question.variants}
    assert {text for text in sources if not found.texts.has(f"sources.{text}", "zh_Hans")} == set()


def test_help_codes_and_advice_without_their_list_of_codes_are_named(folder: Path) -> None:
    (folder / "guidance.yaml").unlink()
    with pytest.raises(QuestionnaireError) as caught:
        load(folder)
    found = {problem.message for problem in caught.value.problems}
    assert "advice needs the file guidance.yaml, which lists the codes" in found
    assert "'known_by' needs the file guidance.yaml, which lists the codes" in found
