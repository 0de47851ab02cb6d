from __future__ import annotations

import numpy as np

from readiness.scoring.drawn import draw_list
from readiness.scoring.group_ranges import least_firms, parts_of, ranked_groups
from readiness.scoring.scorecard import Basis
from tests.scoring.ranking_firms import ON, codes, percents, sheet_of_percents, true_scores

PATHS = [*[("A", "small")] * 5, *[("A", "large")] * 4, *[("B", "small")] * 3, ("A",), ()]


def test_a_group_counts_in_every_larger_one_and_small_ones_are_not_ranked() -> None:
    assert ranked_groups(PATHS, 5) == {("A",): 10, ("A", "small"): 5}
    assert ranked_groups(PATHS, 11) == {}


def test_rows_of_a_group_are_its_firms_at_every_step() -> None:
    sectors, sizes = parts_of(PATHS, 5)
    assert sectors.rows[("A",)].tolist() == [*range(9), 12]
    assert sizes.rows[("A", "small")].tolist() == [0, 1, 2, 3, 4]
    assert sizes.numbers.tolist() == [1] * 5 + [0] * 9


def test_quartiles_of_declared_firms_need_more_firms_than_places_of_verified_ones() -> None:
    asked = percents()
    assert (least_firms(asked, Basis.VERIFIED), least_firms(asked, Basis.DECLARED)) == (5, 8)


def test_a_drawn_list_holds_each_firm_in_its_groups_and_its_whole_list_stays_as_it_was() -> None:
    asked = percents()
    sheet = sheet_of_percents(asked, true_scores(np.random.default_rng(3), len(PATHS)))
    names = codes(len(PATHS))
    plain, parted = (
        draw_list(asked, sheet, names, basis=Basis.VERIFIED, on=ON, draws=60, seed=1, paths=paths)
        for paths in ((), PATHS)
    )
    assert [line.range for line in plain.lines] == [line.range for line in parted.lines]
    assert all(line.groups == () for line in plain.lines)
    for line in parted.lines:
        path = PATHS[names.index(line.range.code)]
        ranked = [group for group in (("A",), ("A", "small")) if path[: len(group)] == group]
        assert [group.group for group in line.groups] == ranked
        for group in line.groups:
            assert 1 <= group.low <= group.median <= group.high <= group.firms
            assert group.low <= line.range.low
            assert group.high <= line.range.high
            assert group.place <= line.range.place


def test_who_is_in_other_groups_does_not_move_a_range_inside_a_group() -> None:
    asked = percents()
    scores = true_scores(np.random.default_rng(3), 12)
    names, paths = codes(12), [("A",)] * 6 + [("B",)] * 6

    def drawn(firms: slice) -> dict[str, object]:
        sheet = sheet_of_percents(asked, scores[:, firms])
        found = draw_list(
            asked, sheet, names[firms], basis=Basis.VERIFIED, on=ON, draws=60, seed=1, paths=paths[firms]
        )
        return {line.range.code: line.groups for line in found.lines}

    alone = drawn(slice(0, 6))
    assert alone.items() <= drawn(slice(0, 12)).items()
