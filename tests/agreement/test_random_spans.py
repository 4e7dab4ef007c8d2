"""Two thousand random continua per measure, against definitions written out in loops."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise, product

import krippendorff
import numpy as np
import pytest

from ipt_fidelity import agreement as ag
from ipt_fidelity.agreement import Span

CONTINUA = 2000
CLOSE = 1e-9
Continuum = dict[str, list[Span]]


def continua(seed: int, *, raters: int, length: int, many: int = CONTINUA) -> Iterator[Continuum]:
    """Units of whole grains that do not overlap; some raters mark nothing, some everything."""
    rng = np.random.default_rng(seed)
    for _ in range(many):
        made: Continuum = {}
        for rater in range(raters):
            cuts = np.flatnonzero(rng.random(length + 1) < rng.choice([0.2, 0.5]))
            kinds = rng.choice(["", "a", "b"], size=max(cuts.size - 1, 0), p=[0.4, 0.4, 0.2])
            made[str(rater)] = [
                Span(start=float(start), end=float(end), category=str(kind))
                for start, end, kind in zip(cuts[:-1], cuts[1:], kinds, strict=True)
                if kind
            ]
        yield made


def pieces(spans: list[Span], length: int, *, gap: str = "") -> list[tuple[str, int]]:
    """Each grain's category and the unit it belongs to; a gap's grains belong to none."""
    laid = [(gap, -1 - place) for place in range(length)]
    for number, span in enumerate(spans):
        for place in range(int(span.start), int(span.end)):
            laid[place] = (span.category, number)
    return laid


def same(found: ag.Coefficient, theirs: float) -> bool:
    if np.isnan(theirs):
        return found.undefined is not None
    return abs(found.value - theirs) < CLOSE


def by_pairs_of_pieces(continuum: Continuum, length: int) -> float:
    """1 minus the share of differing pairs at one place over that at any places of two units."""
    laid = [pieces(spans, length) for spans in continuum.values()]
    here = [(a[x][0], b[x][0]) for a, b in combinations(laid, 2) for x in range(length)]
    observed = np.mean([one != two for one, two in here])
    kinds = np.array([piece[0] for rater in laid for piece in rater])
    units = np.array([f"{r} {piece[1]}" for r, rater in enumerate(laid) for piece in rater])
    apart = units[:, None] != units[None, :]
    differ = kinds[:, None] != kinds[None, :]
    expected = (apart & differ).sum() / apart.sum()
    return float(1 - observed / expected) if expected > 0 else float("nan")


@pytest.mark.parametrize("raters", [2, 3])
def test_alpha_segments_equals_pairs_of_pieces_of_different_units(raters: int) -> None:
    for continuum in continua(1, raters=raters, length=9, many=CONTINUA // 2):
        if any(continuum.values()):
            found = ag.alpha_segments(continuum, length=9)
            assert same(found, by_pairs_of_pieces(continuum, 9))


def test_alpha_segments_of_one_category_takes_the_others_as_gaps() -> None:
    for continuum in continua(2, raters=2, length=9, many=300):
        only = {r: [s for s in spans if s.category == "a"] for r, spans in continuum.items()}
        if any(only.values()):
            found = ag.alpha_segments(continuum, length=9, category="a")
            assert same(found, by_pairs_of_pieces(only, 9))


def test_alpha_overlaps_equals_krippendorffs_alpha_of_pieces_without_gaps() -> None:
    compared = 0
    for continuum in continua(3, raters=3, length=10):
        laid = [pieces(spans, 10) for spans in continuum.values()]
        table = np.array([[{"": np.nan, "a": 0, "b": 1}[p[0]] for p in rater] for rater in laid])
        paired = table[:, (~np.isnan(table)).sum(axis=0) > 1]
        found = ag.alpha_overlaps(continuum, length=10)
        if len(np.unique(paired[~np.isnan(paired)])) < 2:
            assert found.undefined is not None
            continue
        theirs = krippendorff.alpha(paired, level_of_measurement="nominal")
        assert found.value == pytest.approx(theirs, abs=CLOSE)
        compared += 1
    assert compared > CONTINUA / 3


def sections(spans: list[Span], kind: str, length: int) -> list[tuple[int, int, bool]]:
    laid = [p if p[0] == kind else ("", -1) for p in pieces(spans, length)]
    starts = [x for x in range(length) if x == 0 or laid[x] != laid[x - 1]] + [length]
    return [(a, b - a, laid[a][0] == kind) for a, b in pairwise(starts)]


def unitizing_1995(continuum: Continuum, length: int) -> float:
    """Krippendorff (1995), with sums over places in place of closed forms; grain 1."""
    observed = expected = 0.0
    m = len(continuum)
    for kind in {span.category for spans in continuum.values() for span in spans}:
        laid = [sections(spans, kind, length) for spans in continuum.values()]
        for ours, theirs in product(laid, laid):
            if ours is theirs:
                continue
            for (b, size, unit), (c, other, also) in product(ours, theirs):
                if unit and also and b < c + other and c < b + size:
                    observed += (b - c) ** 2 + (b + size - c - other) ** 2
                elif unit and not also and c <= b and b + size <= c + other:
                    observed += size**2
                elif also and not unit and b <= c and c + other <= b + size:
                    observed += other**2
        units = [size for rater in laid for _, size, unit in rater if unit]
        gaps = [size for rater in laid for _, size, unit in rater if not unit]
        total = sum(
            2 * (len(units) - 1) * sum(step**2 for step in range(1, size))
            + size**2 * sum(1 for gap in gaps for first in range(gap) if first + size <= gap)
            for size in units
        )
        pairs = m * length * (m * length - 1) - sum(size * (size - 1) for size in units)
        expected += 2 * total / (length * pairs)
    observed /= m * (m - 1) * length**2
    return 1 - observed / expected if expected > 0 else float("nan")


@pytest.mark.parametrize("raters", [2, 3])
def test_alpha_unitizing_equals_sums_over_places(raters: int) -> None:
    for continuum in continua(4, raters=raters, length=9, many=CONTINUA // 2):
        if any(continuum.values()):
            found = ag.alpha_unitizing(continuum, length=9, grain=1)
            assert same(found, unitizing_1995(continuum, 9))


def apart(one: Span | None, two: Span | None) -> float:
    if one is None or two is None:
        return 1.0
    moved = abs(one.start - two.start) + abs(one.end - two.end)
    position = (moved / (one.end - one.start + two.end - two.start)) ** 2
    return position + float(one.category != two.category)


def cheapest(raters: list[list[Span]]) -> float:
    """Least sum of mean pairwise dissimilarities: the first unit with every choice of partners."""
    first = next((place for place, spans in enumerate(raters) if spans), None)
    if first is None:
        return 0.0
    best = np.inf
    unit, rest = raters[first][0], [*raters]
    rest[first] = raters[first][1:]
    later = range(first + 1, len(raters))
    for chosen in product(*([None, *raters[place]] for place in later)):
        row = [*[None] * first, unit, *chosen]
        cost = float(np.mean([apart(a, b) for a, b in combinations(row, 2)]))
        left = [*rest]
        for place, one in zip(later, chosen, strict=True):
            left[place] = [span for span in raters[place] if span is not one]
        best = min(best, cost + cheapest(left))
    return best


@pytest.mark.parametrize(("raters", "most", "many"), [(2, 3, 1700), (3, 2, 300)])
def test_disorder_equals_the_best_of_every_alignment(raters: int, most: int, many: int) -> None:
    for continuum in continua(5, raters=raters, length=12, many=many):
        few = {rater: spans[:most] for rater, spans in continuum.items()}
        n = sum(map(len, few.values()))
        if n:
            theirs = cheapest(list(few.values())) / (n / raters)
            assert ag.disorder(few) == pytest.approx(theirs, abs=CLOSE)


def edited(first: list[int], second: list[int], nearness: int) -> tuple[float, int, int]:
    """Cost, near misses and additions of the cheapest edits, by trying every pairing."""
    if not first:
        return float(len(second)), 0, len(second)
    cost, near, added = edited(first[1:], second, nearness)
    best = (cost + 1, near, added + 1)
    for place, other in enumerate(second):
        distance = abs(first[0] - other)
        if distance < nearness:
            cost, near, added = edited(first[1:], [*second[:place], *second[place + 1 :]], nearness)
            best = min(best, (cost + distance / nearness, near + 1, added))
    return best


def test_boundary_similarity_equals_the_cheapest_edits() -> None:
    rng = np.random.default_rng(6)
    for _ in range(CONTINUA):
        ours, theirs = (
            {int(one) for one in 1 + np.flatnonzero(rng.random(9) < 0.35)} for _ in range(2)
        )
        found = ag.boundary_similarity(sorted(ours), sorted(theirs), length=10)
        if not ours | theirs:
            assert found.undefined is ag.Undefined.NO_POSITIVES
            continue
        matches = len(ours & theirs)
        cost, near, added = edited(sorted(ours - theirs), sorted(theirs - ours), 2)
        assert found.value == pytest.approx(1 - cost / (added + near + matches), abs=CLOSE)


def marked(*kinds: str, moved: float = 0.0) -> list[Span]:
    return [
        Span(start=10.0 * place + moved, end=10.0 * place + 6 + moved, category=kind)
        for place, kind in enumerate(kinds)
    ]


def observed_cat(first: list[Span], second: list[Span]) -> float:
    near = [
        1 - apart(a, Span(start=b.start, end=b.end, category=a.category))
        for a, b in zip(first, second, strict=True)
    ]
    differ = [a.category != b.category for a, b in zip(first, second, strict=True)]
    return float(np.average(differ, weights=near))


def test_gamma_cat_asks_for_categories_and_gamma_for_places_too() -> None:
    ours, theirs = marked("a", "b", "a", "b"), marked("a", "b", "a", "b", moved=1.5)
    assert ag.gamma_cat({"A": ours, "B": theirs}, length=50, seed=1).value == 1.0
    assert ag.gamma({"A": ours, "B": theirs}, length=50, seed=1).value < 1.0


def test_gamma_cat_is_one_minus_the_weighted_share_of_differing_pairs_over_chance() -> None:
    ours, theirs = marked("a", "b", "a", "b", "a"), marked("a", "b", "b", "b", "a", moved=1.0)
    found = ag.gamma_cat({"A": ours, "B": theirs}, length=60, seed=1)
    expected = float(str(found.notes[0]).split("disorder ")[1].split()[0])
    assert found.value == pytest.approx(1 - observed_cat(ours, theirs) / expected, abs=2e-3)


def test_gamma_k_of_a_category_that_is_never_confused_is_1() -> None:
    ours, theirs = marked("a", "b", "c", "a"), marked("a", "c", "b", "a", moved=1.0)
    spans = {"A": ours, "B": theirs}
    assert ag.gamma_cat(spans, length=50, seed=1, category="a").value == 1.0
    assert ag.gamma_cat(spans, length=50, seed=1, category="b").value < 0.5
    assert ag.gamma_cat(spans, length=50, seed=1, category="z").undefined is (
        ag.Undefined.NO_POSITIVES
    )


def test_gamma_cat_without_units_or_aligned_units_is_undefined() -> None:
    nothing, far = {"A": [], "B": []}, {"A": marked("a"), "B": marked("a", moved=90.0)}
    assert ag.gamma_cat(nothing, length=9, seed=1).undefined is ag.Undefined.NO_DATA
    found = ag.gamma_cat(far, length=100, seed=1)
    assert found.undefined is ag.Undefined.NO_PAIRABLE_VALUES
