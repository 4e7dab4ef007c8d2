"""How often the 95 % intervals hold the true value, in stated designs.

``python -m tests.bench.agreement_coverage [studies]``; the true value of a design is that of a
very large simulated study.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ipt_fidelity import agreement as ag
from ipt_fidelity.agreement import Interval, IntervalKind
from ipt_fidelity.agreement.distributions import Floats

LOW, HIGH = 0.93, 0.97
LARGE = 60_000
SHARES = (0.4, 0.3, 0.2, 0.1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """One way of sampling, and the statistic that it is judged by."""

    name: str
    statistic: Callable[[Floats, Interval], ag.Coefficient]
    groups: int
    per_group: int = 1
    raters: int = 3
    knows: float = 0.8
    missing: float = 0.0
    apart: float = 0.0


def ratings(design: Design, rng: np.random.Generator, groups: int) -> tuple[Floats, Floats]:
    """Units in groups whose use of categories and raters' skill differ by ``apart``."""
    n = groups * design.per_group
    group = np.repeat(np.arange(groups), design.per_group)
    bent = np.array(SHARES) * np.exp(design.apart * rng.normal(size=(groups, len(SHARES))))
    edges = np.cumsum(bent / bent.sum(axis=1, keepdims=True), axis=1)[group]
    skill = (
        1
        / (
            1
            + np.exp(
                -np.log(design.knows / (1 - design.knows)) - design.apart * rng.normal(size=groups)
            )
        )[group]
    )
    truth = (rng.random((n, 1)) > edges).sum(axis=1)
    guess = (rng.random((n, design.raters, 1)) > edges[:, None, :]).sum(axis=2)
    table = np.where(rng.random((n, design.raters)) < skill[:, None], truth[:, None], guess) * 1.0
    table[rng.random(table.shape) < design.missing] = np.nan
    return table, group.astype(float)


def alpha(level: str) -> Callable[[Floats, Interval], ag.Coefficient]:
    return lambda table, interval: ag.krippendorff_alpha(table, level=level, interval=interval)


def numbers(design: Design, rng: np.random.Generator, groups: int) -> tuple[Floats, Floats]:
    """Measurements: variance of units 1, of raters .2 (drawn anew), of error .5."""
    table = (
        rng.normal(size=(groups, 1))
        + np.sqrt(0.2) * rng.normal(size=(1, design.raters))
        + np.sqrt(0.5) * rng.normal(size=(groups, design.raters))
    )
    table[rng.random(table.shape) < design.missing] = np.nan
    return table, np.arange(float(groups))


BINARY = (0, 1)
DESIGNS = (
    Design(name="20 x 3, ordinal alpha", statistic=alpha("ordinal"), groups=20, missing=0.2),
    Design(name="50 x 3, ordinal alpha", statistic=alpha("ordinal"), groups=50, missing=0.2),
    Design(
        name="50 x 3, ordinal alpha, high",
        statistic=alpha("ordinal"),
        groups=50,
        missing=0.2,
        knows=0.92,
    ),
    Design(name="200 x 3, ordinal alpha", statistic=alpha("ordinal"), groups=200, missing=0.2),
    Design(name="100 x 2, nominal alpha", statistic=alpha("nominal"), groups=100, raters=2),
    Design(
        name="40 sessions x 20, nominal alpha",
        statistic=alpha("nominal"),
        groups=40,
        per_group=20,
        raters=2,
        apart=0.5,
    ),
    Design(
        name="12 sessions x 20, nominal alpha",
        statistic=alpha("nominal"),
        groups=12,
        per_group=20,
        raters=2,
        apart=0.5,
    ),
    Design(
        name="30 therapists x 30, nominal alpha",
        statistic=alpha("nominal"),
        groups=30,
        per_group=30,
        raters=3,
        missing=0.2,
        apart=0.7,
    ),
    Design(
        name="40 sessions x 20, positive agreement",
        statistic=lambda x, i: ag.specific_agreement(x, category=2, interval=i),
        groups=40,
        per_group=20,
        raters=2,
        apart=0.5,
    ),
    Design(
        name="40 sessions x 20, AC1",
        statistic=lambda x, i: ag.gwet_ac(x, interval=i),
        groups=40,
        per_group=20,
        raters=2,
        apart=0.5,
    ),
    Design(name="50 x 3, AC1", statistic=lambda x, i: ag.gwet_ac(x, interval=i), groups=50),
    Design(name="50 x 3, Fleiss", statistic=lambda x, i: ag.fleiss_kappa(x, interval=i), groups=50),
    Design(
        name="100 x 2, Cohen",
        statistic=lambda x, i: ag.cohen_kappa(x, interval=i),
        groups=100,
        raters=2,
    ),
)


def measured(design: Design, studies: int) -> tuple[float, float, float]:
    """True value, coverage and mean width of the default interval."""
    rng = np.random.default_rng(1)
    plain = Interval(kind=IntervalKind.NONE)
    groups = LARGE // design.per_group
    values = [design.statistic(ratings(design, rng, groups)[0], plain).value for _ in range(10)]
    truth = float(np.mean(values))
    ends = []
    for study in range(studies):
        table, group = ratings(design, rng, design.groups)
        clusters = group if design.per_group > 1 else None
        found = design.statistic(table, Interval(seed=study, clusters=clusters))
        ends.append((found.low, found.high))
    low, high = np.array(ends).T
    return truth, float(np.mean((low <= truth) & (truth <= high))), float(np.nanmean(high - low))


def icc_covered(form: str, missing: float, studies: int) -> tuple[float, float]:
    """Coverage and mean width of the default interval of an ICC of 30 units and 4 raters."""
    design = Design(name="", statistic=alpha("interval"), groups=30, raters=4, missing=missing)
    truth = 1 / 1.7 if form == "A,1" else 1 / 1.5
    rng = np.random.default_rng(2)
    ends = []
    for _ in range(studies):
        table, _ = numbers(design, rng, 30)
        found = ag.icc_incomplete(table, form=form) if missing else ag.icc(table, form=form)
        ends.append((found.low, found.high))
    low, high = np.array(ends).T
    return float(np.mean((low <= truth) & (truth <= high))), float(np.mean(high - low))


def line(name: str, truth: float, covered: float, width: float) -> None:
    verdict = "" if LOW <= covered <= HIGH else "  outside .93 to .97"
    print(f"{name:44} {truth:7.3f} {covered:9.3f} {width:7.2f}{verdict}")


def main() -> None:
    studies = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    error = 1.96 * np.sqrt(0.95 * 0.05 / studies)
    print(f"{studies} simulated studies a design; simulation error about {error:.3f}")
    print(f"{'design':44} {'true':>7} {'coverage':>9} {'width':>7}")
    for design in DESIGNS:
        line(design.name, *measured(design, studies))
    for form in ("A,1", "C,1"):
        for missing in (0.0, 0.3):
            few = studies if not missing else max(studies // 5, 50)
            name = f"30 x 4, ICC({form}), {'complete' if not missing else '30 % missing'}"
            line(name, 1 / 1.7 if form == "A,1" else 1 / 1.5, *icc_covered(form, missing, few))


if __name__ == "__main__":
    main()
