"""How fast agreement is, beside the fastest peer of each statistic, in one run.

``python -m tests.bench.agreement_speed``; peers that are not installed are named and left out.
Each pair of calls alternates; figures are medians of ratios. Where a peer would take minutes it
runs on fewer resamples, and its time is scaled: the line says so.
"""

from __future__ import annotations

import importlib.util
import os
import time
import tracemalloc
import warnings
from collections.abc import Callable

import krippendorff
import numpy as np
import pandas as pd

from ipt_fidelity import agreement as ag
from ipt_fidelity.agreement import Interval, IntervalKind, Span, Weighting
from ipt_fidelity.agreement.distributions import Floats

PLAIN = Interval(kind=IntervalKind.NONE)
PERCENTILE = IntervalKind.PERCENTILE
SIZES = ((200, 4), (5_000, 5), (100_000, 5))


def table(n: int, r: int, *, missing: float = 0.2, seed: int = 1) -> Floats:
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, 5, (n, 1))
    made = np.where(rng.random((n, r)) < 0.6, truth, rng.integers(0, 5, (n, r))).astype(float)
    made[rng.random((n, r)) < missing] = np.nan
    return made


def seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def duel(
    name: str,
    ours: Callable[[], object],
    theirs: Callable[[], object],
    *,
    wanted: float,
    scale: float = 1.0,
    rounds: int = 5,
) -> None:
    """Print the median ratio of alternating calls."""
    ours()
    pairs = [(seconds(ours), seconds(theirs) * scale) for _ in range(rounds)]
    ratio = float(np.median([b / a for a, b in pairs]))
    mine, peer = (float(np.median(one)) * 1e3 for one in zip(*pairs, strict=True))
    scaled = f" (peer scaled x {scale:g})" if scale != 1 else ""
    verdict = "reached" if ratio >= wanted else "NOT REACHED"
    print(
        f"{name:58} {mine:9.2f} ms {peer:11.1f} ms {ratio:9.1f}x  >= {wanted:g}x {verdict}{scaled}"
    )


def limit(name: str, call: Callable[[], object], *, most: float, rounds: int = 5) -> None:
    """Print the least time of some calls beside a limit."""
    call()
    best = min(seconds(call) for _ in range(rounds))
    verdict = "reached" if best <= most else "NOT REACHED"
    print(f"{name:58} {best * 1e3:9.2f} ms {'':25} <= {most * 1e3:g} ms {verdict}")


def loop(values: Floats, resamples: int) -> None:
    """Resample units for the best peer, which has no interval of its own."""
    rng = np.random.default_rng(1)
    for _ in range(resamples):
        chosen = values[rng.integers(0, len(values), len(values))]
        krippendorff.alpha(chosen.T, level_of_measurement="ordinal")


def alphas() -> None:
    for (n, r), wanted, few in zip(SIZES, (10, 50, 500), (200, 50, 4), strict=True):
        values = table(n, r)
        duel(
            f"ordinal alpha, 1,000 resamples, {n} x {r}",
            lambda v=values: ag.krippendorff_alpha(
                v, level="ordinal", interval=Interval(kind=PERCENTILE, seed=1)
            ),
            lambda v=values, few=few: loop(v, few),
            wanted=wanted,
            scale=1000 / few,
            rounds=3,
        )
        many = Interval(kind=PERCENTILE, seed=1, resamples=10_000)
        limit(
            f"ordinal alpha, 10,000 resamples, {n} x {r}",
            lambda v=values, many=many: ag.krippendorff_alpha(v, level="ordinal", interval=many),
            most=1.0,
            rounds=2,
        )
    values = table(100_000, 5)
    duel(
        "ordinal alpha, point, 100,000 x 5",
        lambda: ag.krippendorff_alpha(values, level="ordinal", interval=PLAIN),
        lambda: krippendorff.alpha(values.T, level_of_measurement="ordinal"),
        wanted=10,
    )
    frame = pd.DataFrame(table(200, 4))
    limit(
        "ordinal alpha, point from a DataFrame, 200 x 4",
        lambda: ag.krippendorff_alpha(frame, level="ordinal", interval=PLAIN),
        most=1e-3,
        rounds=50,
    )
    reals = np.random.default_rng(1).normal(size=(100_000, 2))
    limit(
        "interval alpha of 100,000 x 2 distinct reals",
        lambda: ag.krippendorff_alpha(reals, level="interval", interval=PLAIN),
        most=0.1,
    )
    tracemalloc.start()
    ag.krippendorff_alpha(reals, level="interval", interval=PLAIN)
    print(f"{'... peak memory':58} {tracemalloc.get_traced_memory()[1] / 1e6:9.1f} MB  <= 200 MB")
    tracemalloc.stop()


def chance_corrected() -> None:
    if importlib.util.find_spec("irrCAC") is None:
        print("irrCAC is not installed (it pins scipy): AC2 and Fleiss are left out")
        return
    from irrCAC.raw import CAC  # noqa: PLC0415 - optional peer

    for n, r in SIZES:
        values = table(n, r)
        frame = pd.DataFrame(values)
        quadratic = Weighting(weights="quadratic")
        duel(
            f"AC2 with interval, {n} x {r}",
            lambda v=values, w=quadratic: ag.gwet_ac(v, weighting=w),
            lambda f=frame: CAC(f, weights="quadratic").gwet(),
            wanted=10,
            rounds=3,
        )
        duel(
            f"Fleiss with interval, {n} x {r}",
            lambda v=values: ag.fleiss_kappa(v),
            lambda f=frame: CAC(f).fleiss(),
            wanted=10,
            rounds=3,
        )


def correlations() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pingouin  # noqa: PLC0415 - warns at import
    values = table(5_000, 5, missing=0)
    long = pd.DataFrame(
        {
            "unit": np.repeat(np.arange(5_000), 5),
            "rater": np.tile(np.arange(5), 5_000),
            "value": values.ravel(),
        }
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        duel(
            "six ICCs with intervals, 5,000 x 5",
            lambda: ag.icc_all(values),
            lambda: pingouin.intraclass_corr(long, "unit", "rater", "value"),
            wanted=500,
            rounds=5,
        )
    large = table(100_000, 5, missing=0)
    limit("six ICCs with intervals, 100,000 x 5", lambda: ag.icc_all(large), most=0.02)
    holes = table(100_000, 5)
    limit(
        "incomplete ICC by REML with interval, 100,000 x 5",
        lambda: ag.icc_incomplete(holes),
        most=0.25,
    )


def continuum(raters: int, units: int) -> dict[str, list[Span]]:
    rng = np.random.default_rng(1)
    starts = np.sort(rng.uniform(0, units * 10, units))
    return {
        str(rater): [
            Span(
                start=(begin := max(0.0, float(one + 3 * rng.normal()))),
                end=begin + float(rng.uniform(4, 12)),
                category=str(rng.integers(3)) if rng.random() < 0.3 else "1",
            )
            for one in starts
        ]
        for rater in range(raters)
    }


def gammas() -> None:
    if importlib.util.find_spec("pygamma_agreement") is None:
        print("pygamma-agreement is not installed: gamma is left out")
        return
    from pyannote.core import Segment  # noqa: PLC0415 - optional peer
    from pygamma_agreement import (  # noqa: PLC0415 - optional peer
        CombinedCategoricalDissimilarity,
        Continuum,
    )

    like = CombinedCategoricalDissimilarity()
    for raters, units, wanted in ((2, 100, 25), (3, 12, 3), (3, 25, 3), (3, 40, 3)):
        spans = continuum(raters, units)
        peer = Continuum()
        for rater, marked in spans.items():
            for span in marked:
                peer.add(rater, Segment(span.start, span.end), span.category)
        theirs = float(peer.get_best_alignment(like).disorder)
        duel(
            f"best alignment, {raters} raters x {units} units",
            lambda s=spans: ag.disorder(s),
            lambda p=peer: p.get_best_alignment(like),
            wanted=wanted,
        )
        print(f"{'... difference of the disorders':58} {abs(theirs - ag.disorder(spans)):9.1e}")


def main() -> None:
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    print(f"{os.cpu_count()} cores, load {load} (1, 5, 15 minutes)")
    print(f"{'':58} {'ours':>12} {'peer':>14} {'ratio':>10}")
    alphas()
    chance_corrected()
    correlations()
    gammas()


if __name__ == "__main__":
    main()
