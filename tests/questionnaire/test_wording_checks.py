"""Writers are told of words that read badly; what is allowed stays unspoken."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from readiness.questionnaire import schema
from readiness.questionnaire.loader import Sources
from readiness.questionnaire.wording_checks import wording
from readiness.questionnaire.yaml_reader import Document, read_yaml

SHIPPED = sorted(
    file.parent for file in Path(__file__).resolve().parents[2].glob("questionnaires/*/*/questionnaire.yaml")
)

DIMENSION = schema.DimensionFile.model_validate(
    {
        "code": "OVEN",
        "weight": 1,
        "questions": [
            {
                "code": "OVEN.1",
                "kind": "number",
                "weight": 1,
                "variants": [
                    {
                        "code": "loaf",
                        "unit": "kWh/t",
                        "minimum": 0,
                        "maximum": 9,
                        "knots": [[1, 0], [2, 100]],
                    }
                ],
            }
        ],
    }
)


def nested(path: str, text: str) -> dict[str, object]:
    """The blocks of a text file that holds one text."""
    found: object = text
    for step in reversed(path.split(".")):
        found = {step: found}
    assert isinstance(found, dict)
    return found


def findings(
    path: str, words: Mapping[str, str], *, guidance: bool = True, unit: Mapping[str, str] | None = None
) -> list[str]:
    """What is said of one text in some languages."""
    texts = {}
    for language, text in words.items():
        name = Path(f"texts/{language}.yaml")
        texts[language] = [Document(name, nested(path, text), {})]
        if unit:
            texts[language].append(Document(name, {"units": {"kWh/t": unit[language]}}, {}))
    main = Document(Path("questionnaire.yaml"), {}, {})
    sources = Sources(Path(), main, main, guidance=main if guidance else None, texts=texts)
    return [problem.message for problem in wording(sources, {"OVEN": DIMENSION})]


HELP = "questions.OVEN_1.help"
STEP = "questions.OVEN_1.ladder.1"
LONG_ZH, LONG_EN = "烤" * 61, "How hot " * 22


@pytest.mark.parametrize(
    ("path", "language", "text", "said"),
    [
        ("questions.OVEN_1.text", "zh_Hans", LONG_ZH + "？", "62 characters; at most 60"),
        ("questions.OVEN_1.text", "en", LONG_EN + "?", "177 characters; at most 170"),
        ("actions.OVEN_1.title", "zh_Hans", "烤" * 31, "31 characters; at most 30"),
        ("actions.OVEN_1.steps.0", "vi", "Đo lò nướng " * 20, "at most 200"),
        ("questions.OVEN_1.text", "zh_Hans", "烤箱温度是多少", "ends without a mark"),
        ("questions.OVEN_1.text", "vi", "Lò nướng nóng bao nhiêu độ", "ends without a mark"),
        (HELP, "zh_Hans", "使用先进烤箱。", "says '先进'"),
        (HELP, "zh_Hans", "对面团进行称量。", "says '进行'"),
        (HELP, "zh_Hans", "烤箱被关掉。", "says '被'"),
        (HELP, "en", "An Advanced oven.", "says 'advanced'"),
        (HELP, "en", "A good oven.", "says 'good'"),
        (HELP, "vi", "Lò nướng tiên tiến.", "says 'tiên tiến'"),
        (STEP, "zh_Hans", "许多面包房共用烤箱。", "says '许多'"),
        (STEP, "zh_Hans", "偶尔量一次温度。", "says '偶尔'"),
        (STEP, "zh_Hans", "部分烤箱有温度计。", "says '部分'"),
        (STEP, "zh_Hans", "有基本的记录。", "says '基本'"),
        (STEP, "en", "Some ovens have a thermometer.", "says 'some'"),
        (STEP, "vi", "Một số lò có nhiệt kế.", "says 'một số'"),
        (HELP, "zh_Hans", "看oven的温度。", "foreign words oven"),
        (HELP, "zh_Hans", "看温度,记下来。", "half-width mark ','"),
        (HELP, "zh_Hans", "记下温度.", "half-width mark '.'"),
        (HELP, "zh_Hans", "看温度(上火)。", "half-width mark '('"),
        (HELP, "vi", "The lowest step that fits in every week.", "no letter of its language"),
        (HELP, "zh_Hans", "满分相当于CMMM三级。", "no result is another scheme's grade"),
        (HELP, "en", "Step 3 corresponds to SIRI band 3.", "no result is another scheme's grade"),
        (HELP, "en", "70 points are the official limit.", "nothing an official limit"),
        (HELP, "vi", "70 điểm là giới hạn chính thức.", "nothing an official limit"),
    ],
)
def test_writer_reads_what_is_wrong(path: str, language: str, text: str, said: str) -> None:
    assert any(said in message for message in findings(path, {language: text}))


@pytest.mark.parametrize(
    ("path", "language", "text"),
    [
        ("questions.OVEN_1.text", "zh_Hans", "烤" * 59 + "？"),
        ("questions.OVEN_1.text", "en", "How hot is it?"),
        ("questions.OVEN_1.text", "en", "The share of rye."),
        ("actions.OVEN_1.title", "zh_Hans", "烤" * 30),
        (HELP, "zh_Hans", "拿到省先进级智能工厂的算，有效发明专利按证书数，比较两年。"),
        (HELP, "zh_Hans", "做被套、棉被的看缝制线。"),
        (HELP, "en", "Goods of the day, and the efficiency of the oven."),
        (HELP, "zh_Hans", "每千克标准煤记作kgce，按ISO 9001和ZDHC的名单，宽3.5 mm。"),
        (HELP, "zh_Hans", "1,200千克，比例3:1，温度（上火）200 ℃。"),
        (HELP, "zh_Hans", "部分烤箱有温度计的，按台数算；偶尔开的不算。"),
        (HELP, "en", "Some ovens have a thermometer."),
        (STEP, "zh_Hans", "至少两台烤箱有温度计，每周记一次。"),
        (STEP, "vi", "Lò đạt bậc cơ bản trong danh sách."),
        (HELP, "vi", "Lò nướng nóng bao nhiêu?"),
        (HELP, "vi", "Filament polyester"),
        (HELP, "en", "A step is no grade of CMMM; nothing here is a limit."),
        ("sources.Handbook", "zh_Hans", "手册：92 %良好"),
    ],
)
def test_writer_reads_nothing_of_what_is_right(path: str, language: str, text: str) -> None:
    assert findings(path, {language: text}) == []


def test_questionnaire_without_guidance_is_not_asked() -> None:
    assert findings(HELP, {"en": "A good oven."}, guidance=False) == []


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("An oven used 1,200 kWh for 2 t: 600 kWh/t.", True),
        ("An oven used 1,200 for 2 tonnes: that is 600.", False),
        ("An oven used 1,200 kWh for two: that is 600.", False),
    ],
)
def test_example_names_the_unit_of_its_scale(text: str, fits: bool) -> None:
    found = findings("questions.OVEN_1.examples.loaf", {"en": text})
    assert [message for message in found if "names no unit" in message] == ([] if fits else found)
    assert bool(found) is not fits


def test_example_may_name_the_unit_in_its_own_language() -> None:
    unit = {"zh_Hans": "千瓦时/吨"}
    path = "questions.OVEN_1.examples.loaf"
    assert findings(path, {"zh_Hans": "1200千瓦时÷2吨＝600千瓦时/吨。"}, unit=unit) == []
    assert "names no unit" in findings(path, {"zh_Hans": "1200÷2＝600。"}, unit=unit)[0]


def test_formula_names_a_unit_of_one_of_its_scales() -> None:
    path = "questions.OVEN_1.formula"
    assert findings(path, {"en": "Power (kWh) over output"}) == []
    assert "names no unit" in findings(path, {"en": "Power over output"})[0]


@pytest.mark.parametrize("text", ["Lò {name} quá nóng.", "Lò %(name)s quá nóng."])
def test_placeholders_are_the_same_in_every_language(text: str) -> None:
    english = text.replace("Lò", "Oven").replace("quá nóng", "is hot")
    assert findings(HELP, {"en": english, "vi": text}) == []
    lost = findings(HELP, {"en": english, "vi": "Lò quá nóng."})
    assert len(lost) == 1
    assert "placeholders none" in lost[0]


@pytest.mark.parametrize("folder", SHIPPED, ids=[file.parent.name for file in SHIPPED])
def test_every_shipped_text_reads_well_also_where_there_is_no_advice(folder: Path) -> None:
    main = read_yaml(folder / "questionnaire.yaml")[0]
    texts: dict[str, list[Document]] = {
        language.name: [read_yaml(file)[0] for file in sorted(language.glob("*.yaml"))]
        for language in (folder / "texts").iterdir()
    }
    assert {"zh_Hans", "en"} <= texts.keys()
    sources = Sources(folder, main, main, guidance=main, texts=texts)
    assert [str(problem) for problem in wording(sources, {})] == []
