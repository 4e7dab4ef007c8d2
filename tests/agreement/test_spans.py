"""Units on a continuum: gamma by brute force, boundary measures, the alphas of unitizing."""

from __future__ import annotations

from itertools import permutations, product

import numpy as np
import pytest

from ipt_fidelity import agreement as ag
from ipt_fidelity.agreement import Span
from ipt_fidelity.errors import FrameError


def dissimilarity(one: Span | None, two: Span | None) -> float:
    if one is None or two is None:
        return 1.0
    moved = abs(one.start - two.start) + abs(one.end - two.end)
    position = (moved / (one.end - one.start + two.end - two.start)) ** 2
    return position + float(one.category != two.category)


def brute(continuum: dict[str, list[Span]]) -> float:
    """Least disorder over every alignment of at most four units per rater."""
    raters = list(continuum.values())
    longest = sum(len(spans) for spans in raters)
    padded = [[*spans, *[None] * (longest - len(spans))] for spans in raters]
    best = np.inf
    first = padded[0]
    for rest in product(*(set(permutations(spans)) for spans in padded[1:])):
        total = 0.0
        for row in zip(first, *rest, strict=True):
            if any(one is not None for one in row):
                pairs = [(a, b) for i, a in enumerate(row) for b in row[i + 1 :]]
                total += float(np.mean([dissimilarity(a, b) for a, b in pairs]))
        best = min(best, total)
    return best / (longest / len(raters))


def continuum(seed: int, raters: int, units: int) -> dict[str, list[Span]]:
    rng = np.random.default_rng(seed)
    made: dict[str, list[Span]] = {}
    for rater in range(raters):
        starts = np.sort(rng.uniform(0, 20, size=int(rng.integers(1, units + 1))))
        made[str(rater)] = [
            Span(start=one, end=one + rng.uniform(1, 6), category=str(rng.integers(2)))
            for one in starts.tolist()
        ]
    return made


@pytest.mark.parametrize("seed", range(12))
def test_the_best_alignment_of_two_raters_is_exact(seed: int) -> None:
    units = continuum(seed, 2, 3)
    assert ag.disorder(units) == pytest.approx(brute(units), abs=1e-9)


@pytest.mark.parametrize("seed", range(8))
def test_the_best_alignment_of_three_raters_is_exact(seed: int) -> None:
    units = continuum(seed, 3, 1)
    units["0"] = continuum(seed + 100, 1, 2)["0"]
    assert ag.disorder(units) == pytest.approx(brute(units), abs=1e-9)


def recorded(raters: int) -> dict[str, list[Span]]:
    return {
        str(rater): [
            Span(
                start=10.0 * unit + (3 * rater + unit) % 4,
                end=10.0 * unit + 6 + (unit + rater) % 5,
                category="ab"[(unit * (rater + 1)) % 7 == 0],
            )
            for unit in range(20)
            if (unit + rater) % 9
        ]
        for rater in range(raters)
    }


@pytest.mark.parametrize(("raters", "pygamma"), [(2, 0.3035256), (3, 0.3433681)])
def test_disorder_equals_the_recorded_value_of_pygamma_agreement(
    raters: int, pygamma: float
) -> None:
    assert ag.disorder(recorded(raters)) == pytest.approx(pygamma, abs=1e-6)


def test_equal_units_have_gamma_1_and_the_seed_decides() -> None:
    ours = recorded(1)["0"]
    assert ag.gamma({"A": ours, "B": ours}, length=220, seed=1).value == 1.0
    one, two = (ag.gamma(recorded(2), length=220, seed=3) for _ in range(2))
    assert one == two
    assert 0 < one.value < 1


def test_no_units_have_no_gamma() -> None:
    assert ag.gamma({"A": [], "B": []}, length=10, seed=1).undefined is ag.Undefined.NO_DATA


def test_a_span_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(FrameError, match="rater B"):
        ag.disorder({"A": [], "B": [Span(start=3, end=3)]})


@pytest.mark.parametrize(
    ("first", "second", "nearness", "segeval"),
    [
        ([3, 8], [3, 9], 2, 0.75),
        ([3, 8], [3, 8], 2, 1.0),
        ([3, 8], [4, 10], 2, 1 - (2 + 0.5) / 3),
        ([3, 8], [5, 10], 3, 1 - (2 / 3 + 2 / 3) / 2),
        ([2], [9], 2, 0.0),
    ],
)
def test_boundary_similarity_counts_near_misses_in_part(
    first: list[int], second: list[int], nearness: int, segeval: float
) -> None:
    found = ag.boundary_similarity(first, second, length=12, nearness=nearness)
    assert found.value == pytest.approx(segeval)


def test_without_boundaries_similarity_is_undefined() -> None:
    assert ag.boundary_similarity([], [], length=9).undefined is ag.Undefined.NO_POSITIVES


def test_window_difference_by_hand() -> None:
    found = ag.window_difference([3, 8], [4, 8], length=12, window=2)
    assert found.value == pytest.approx(2 / 10)


def test_alpha_segments_is_nominal_alpha_of_pieces_where_units_are_one_grain_long() -> None:
    rng = np.random.default_rng(5)
    table = rng.integers(0, 3, size=(30, 2))
    spans = {
        str(rater): [
            Span(start=place, end=place + 1, category=str(one))
            for place, one in enumerate(table[:, rater])
        ]
        for rater in range(2)
    }
    ours = ag.alpha_segments(spans, length=30).value
    assert ours == pytest.approx(ag.krippendorff_alpha(table).value, abs=1e-9)


def test_overlapping_units_of_one_rater_are_refused() -> None:
    spans = {"A": [Span(start=0, end=4), Span(start=3, end=6)], "B": []}
    with pytest.raises(FrameError, match="overlap at 3"):
        ag.alpha_unitizing(spans, length=10)
