"""Charts as geometry: what is drawn is what was scored."""

from __future__ import annotations

import itertools

import pytest

from readiness.document.charts import Bars, Radar, Value, bars, radar, text_width, wrapped


def values(*scores: float | None, name: str = "Pillar") -> list[Value]:
    return [
        Value(f"P{n}", f"{name} {n}", s, "–" if s is None else f"{s:.1f}", "#000000")
        for n, s in enumerate(scores)
    ]


@pytest.mark.parametrize("number", [3, 4, 7, 12])
def test_radar_takes_any_number_of_pillars_and_stays_inside_its_picture(number: int) -> None:
    chart = radar(values(*[50.0] * number, name="A rather long name of a pillar"), title="t")
    assert isinstance(chart, Radar)
    assert len(chart.axes) == number
    for axis in chart.axes:
        last = axis.label[1] + len(axis.lines) * chart.line
        assert axis.label[1] - 11 >= 0
        assert last <= chart.height
        widest = max(text_width(line) for line in axis.lines)
        left = axis.label[0] - {"start": 0, "middle": widest / 2, "end": widest}[axis.anchor]
        assert left >= -1
        assert left + widest <= chart.width + 1


@pytest.mark.parametrize("number", [0, 1, 2])
def test_one_or_two_pillars_are_bars(number: int) -> None:
    assert isinstance(radar(values(*[50.0] * number), title="t"), Bars)


def test_bar_lengths_are_the_scores_from_zero() -> None:
    chart = bars(values(0.0, 50.0, 100.0), title="t")
    assert [bar.length / chart.track for bar in chart.bars] == pytest.approx([0, 0.5, 1])


def test_radar_marks_lie_on_their_spokes() -> None:
    chart = radar(values(100.0, 0.0, 50.0), title="t")
    assert isinstance(chart, Radar)
    assert chart.axes[0].mark == chart.axes[0].end
    assert chart.axes[1].mark == chart.centre


def test_dimension_without_a_score_has_an_empty_bar_and_says_so() -> None:
    chart = bars(values(None, 40.0), title="t")
    assert chart.bars[0].length == 0
    assert chart.bars[0].shown == "–"


def test_text_alternative_holds_every_number() -> None:
    assert bars(values(12.5, 80.0), title="t").description == "Pillar 0 12.5; Pillar 1 80.0"


def test_bars_do_not_touch_each_other() -> None:
    for label in (0, 150):
        chart = bars(
            values(*[50.0] * 5, name="A name that needs two lines because it is so long"),
            title="t",
            label=label,
        )
        tops = [bar.y for bar in chart.bars]
        assert all(b - a > chart.thickness for a, b in itertools.pairwise(tops))
        assert chart.height > tops[-1] + chart.thickness


def test_long_names_end_in_an_ellipsis() -> None:
    lines = wrapped("word " * 60, 100)
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert wrapped("数字化研发与生产协同" * 3, 60)[0] == "数字化研发"
