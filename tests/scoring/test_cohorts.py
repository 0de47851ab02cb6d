from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.errors import InputError
from readiness.scoring.cohorts import Cohort, Path, Record, back_off, counted_in, path_of, refresh
from readiness.scoring.peer_figures import told_apart

PATHS: list[Path] = [(s, z) for s, z in product(("DF", "SP", "WV"), ("large", "small"))] + [("SP",), ()]
LEAST, AFTER = 5, 5
Round = dict[int, Record]


def _firms(path: Path, count: int, *, start: int, mark: str = "a") -> Round:
    return {start + number: Record(path, mark) for number in range(count)}


def _members(cohorts: tuple[Cohort, ...], group: Path) -> set[int]:
    return {int(str(firm)) for cohort in counted_in(cohorts, group) for firm in cohort.records}


def _made(current: Round, before: tuple[Cohort, ...] = ()) -> tuple[Cohort, ...]:
    found = refresh(before, current, least=LEAST, after=AFTER)
    assert found is not None
    return found


def test_four_firms_are_shown_to_nobody() -> None:
    assert refresh((), _firms(("DF", "small"), 4, start=0), least=LEAST, after=AFTER) is None


def test_five_firms_are_shown_in_their_own_group_and_in_all_above() -> None:
    found = _made(_firms(("DF", "small"), 5, start=0))
    assert [len(_members(found, group)) for group in ((), ("DF",), ("DF", "small"))] == [5, 5, 5]


def test_firms_too_few_for_their_group_count_in_the_larger_one() -> None:
    found = _made({**_firms(("DF", "small"), 3, start=0), **_firms(("DF", "large"), 4, start=10)})
    assert {cohort.home for cohort in found} == {("DF",)}


def test_the_smallest_group_beside_a_few_firms_is_suppressed_with_them() -> None:
    current = {
        **_firms(("DF", "small"), 12, start=0),
        **_firms(("DF", "large"), 6, start=20),
        **_firms(("DF", "middle"), 2, start=40),
    }
    found = _made(current)
    assert len(_members(found, ("DF",))) == 20
    assert len(_members(found, ("DF", "small"))) == 12
    assert not _members(found, ("DF", "large"))


def test_a_few_firms_beside_whole_sub_sectors_wait() -> None:
    current = {**_firms(("DF", "small"), 9, start=0), **_firms(("SP", "small"), 2, start=20)}
    assert len(_members(_made(current), ())) == 9


def test_four_new_firms_change_nothing_and_the_fifth_does() -> None:
    first = _firms(("DF", "small"), 8, start=0)
    before = _made(first)
    more = {**first, **_firms(("DF", "small"), 4, start=20)}
    assert refresh(before, more, least=LEAST, after=AFTER) is None
    more |= _firms(("DF", "small"), 1, start=30)
    assert len(_members(_made(more, before), ("DF", "small"))) == 13


def test_a_verified_result_waits_until_enough_others_changed_with_it() -> None:
    first = _firms(("DF", "small"), 10, start=0)
    before = _made(first)
    four = {**first, **_firms(("DF", "small"), 4, start=0, mark="b"), **_firms(("SP", "small"), 5, start=50)}
    after = _made(four, before)
    assert {r.mark for c in counted_in(after, ("DF",)) for r in c.records.values()} == {"a"}
    five = {**four, **_firms(("DF", "small"), 5, start=0, mark="b")}
    last = _made(five, after)
    marks = [r.mark for c in counted_in(last, ("DF",)) for r in c.records.values()]
    assert sorted(marks) == ["a"] * 5 + ["b"] * 5


def test_a_firm_that_withdraws_goes_on_counting_until_enough_went() -> None:
    first = _firms(("DF", "small"), 7, start=0)
    before = _made(first)
    left = {firm: record for firm, record in first.items() if firm != 0}
    assert refresh(before, left, least=LEAST, after=1) is None


def test_a_firm_falls_back_to_the_next_larger_group_with_figures() -> None:
    published = [(), ("DF",)]
    assert back_off(("DF", "small"), published) == ("DF",)
    assert back_off(("SP", "small"), published) == ()
    assert back_off(("SP", "small"), []) is None


def test_a_firm_of_unknown_size_belongs_to_its_sub_sector() -> None:
    assert path_of(["DF", ""]) == ("DF",)
    assert path_of(["", "small"]) == ()


def test_groups_of_one_are_refused() -> None:
    with pytest.raises(InputError, match="peers_least"):
        refresh((), {}, least=1, after=5)


@st.composite
def histories(draw: st.DrawFn) -> list[Round]:
    """Rounds as they grow: firms come, change, move to another group and go."""
    current: Round = {}
    found: list[Round] = []
    chance = draw(st.randoms(use_true_random=False))
    for day in range(draw(st.integers(1, 6))):
        for firm in range(40):
            event = chance.random()
            if firm not in current and event < 0.4:
                current[firm] = Record(chance.choice(PATHS), f"{day}")
            elif firm in current and event < 0.2:
                current[firm] = Record(current[firm].path, f"{day}")
            elif firm in current and event < 0.25:
                current[firm] = Record(chance.choice(PATHS), f"{day}")
            elif firm in current and event > 0.93:
                del current[firm]
        found.append(dict(current))
    return found


@settings(max_examples=150, deadline=None)
@given(histories())
def test_no_difference_of_groups_or_of_days_reveals_a_firm(history: list[Round]) -> None:
    published: list[frozenset[tuple[int, Record]]] = []
    cohorts: tuple[Cohort, ...] = ()
    for current in history:
        cohorts = refresh(cohorts, current, least=LEAST, after=AFTER) or cohorts
        for group in {path[:depth] for path in PATHS for depth in range(len(path) + 1)}:
            counted = counted_in(cohorts, group)
            records = [(int(str(f)), r) for cohort in counted for f, r in cohort.records.items()]
            assert len(records) == len({firm for firm, _ in records})
            published.append(frozenset(records))
    everything = frozenset[tuple[int, Record]]().union(*published)
    atoms: dict[tuple[bool, ...], int] = {}
    for record in everything:
        where = tuple(record in group for group in published)
        atoms[where] = atoms.get(where, 0) + 1
    assert all(size >= LEAST for size in atoms.values())


def test_codes_that_few_of_the_leaving_have_are_told_apart() -> None:
    leaving = [{"index": 1.0, "X": 2.0}] * 2 + [{"index": 1.0, "Y": 3.0}] * 4
    assert told_apart(leaving, 5) == {"X", "Y"}
    assert told_apart([], 5) == frozenset()
