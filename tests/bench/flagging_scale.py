"""What off-model flags cost: time, memory, and how many workers help.

Run: python -m tests.bench.flagging speed | workers
"""

from __future__ import annotations

import resource
import time
from contextlib import AbstractContextManager

import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline, make_union
from sklearn.preprocessing import FunctionTransformer

from ipt_fidelity import flagging
from ipt_fidelity.flagging.words import spoken
from ipt_fidelity.transcript.session import MaskingState
from tests.flagging import samples

SEED = 11


def varied(size: int, *, seed: int = SEED) -> pd.DataFrame:
    """Vary the samples by seed: words left out, and mixed within each turn."""
    labelled = samples.labelled_segments()
    random = np.random.default_rng(seed)
    parts: list[pd.DataFrame] = []
    by_session = [part for _, part in labelled.groupby("session_id")]
    while sum(map(len, parts)) < size:
        copy = by_session[int(random.integers(len(by_session)))].copy()
        number = len(parts)
        for column in ("session_id", "case_id", "therapist_id"):
            copy[column] = f"{column[:4]}-{number // (1 if column == 'session_id' else 4)}"
        copy["text"] = [_thinned(text, random) for text in copy["text"]]
        parts.append(copy)
    return pd.concat(parts, ignore_index=True).iloc[:size]


def _thinned(text: str, random: np.random.Generator) -> str:
    lines: list[str] = []
    for line in text.split("\n"):
        role, _, words = line.partition(": ")
        kept = [word for word in words.split() if random.random() > 0.3]
        random.shuffle(kept)
        lines.append(f"{role}: {' '.join(kept) or 'so'}")
    return "\n".join(lines)


def _plain(labelled: pd.DataFrame) -> tuple[pd.DataFrame, object]:
    """Build the same features as a scikit-learn user would: four vectorisers of texts."""
    said = [spoken(text) for text in labelled["text"]]
    frame = pd.DataFrame(
        {"words": [" ".join(one) for one, _ in said], "client": [" ".join(two) for _, two in said]}
    )
    by_session = frame.groupby(labelled["session_id"].to_numpy())["words"]
    frame["before"], frame["after"] = (
        by_session.shift(1).fillna(""),
        by_session.shift(-1).fillna(""),
    )

    def of(column: str, **how: object) -> object:
        pick = FunctionTransformer(lambda given: given[column])
        return make_pipeline(pick, TfidfVectorizer(sublinear_tf=True, min_df=3, **how))

    words = {"ngram_range": (1, 2), "token_pattern": r"\S+"}
    union = make_union(
        of("words", **words),
        of("client", **words),
        of("before", **words),
        of("after", **words),
    )
    return frame, make_pipeline(union, LogisticRegression(C=4, solver="liblinear"))


def speed(size: int = 3000) -> None:
    """Time fit, evaluation and scoring, the last beside a plain pipeline of the same features."""
    corpus = varied(size)
    start, worked = time.perf_counter(), time.process_time()
    classifier = flagging.OffModelClassifier(seed=SEED, rubric=samples.rubric()).fit(corpus)
    taken, worked = time.perf_counter() - start, time.process_time() - worked
    print(f"fit of {size} segments: {taken:.1f} s, {worked:.1f} s of one processor (goal 5 s)")
    frame, plain = _plain(corpus)
    start = time.perf_counter()
    plain.fit(frame, corpus["off_model"] == 1)
    print(f"  a plain pipeline, uncalibrated: {time.perf_counter() - start:.1f} s")
    ratios: list[float] = []
    for _ in range(3):
        start = time.perf_counter()
        classifier.decision_function(corpus)
        ours = time.perf_counter() - start
        start = time.perf_counter()
        plain.decision_function(_plain(corpus)[0])
        ratios.append((time.perf_counter() - start) / ours)
    print(
        f"scoring: {size / ours:.0f} segments/s, {np.median(ratios):.2f} times as fast as the "
        "plain pipeline (both from the same text, normalised; goal 1)"
    )
    start, worked = time.perf_counter(), time.process_time()
    card = flagging.cross_validate(corpus, seed=SEED, beside=())
    taken, worked = time.perf_counter() - start, time.process_time() - worked
    print(f"nested evaluation: {taken:.1f} s, {worked:.1f} s of one processor (goal 60 s)")
    content = flagging.pack(classifier, card, masking=MaskingState.CHECKED)
    print(f"model file: {len(content) / 1e6:.2f} MB (goal 5)")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of this process: {peak:.0f} MB (goal 700)")


def workers(size: int = 200_000) -> None:
    """Flag a corpus with one and with two Dask workers, then with processes of joblib."""
    parts = [part for _, part in varied(size).groupby("session_id", sort=False)]
    print(
        f"{sum(map(len, parts))} segments of {len(parts)} sessions, made from the sample sessions "
        "by seeded variation: words left out and mixed. They measure speed and nothing else."
    )
    classifier = flagging.OffModelClassifier(seed=SEED).fit(samples.labelled_segments())
    for name, ready in (("Dask", _dask), ("joblib", flagging.on_workers)):
        rates: list[float] = []
        for count in (1, 2):
            with ready(count):
                list(flagging.flag_sessions(classifier, parts[:80]))  # workers have started
                start = time.perf_counter()
                flags = sum(map(len, flagging.flag_sessions(classifier, parts)))
                taken = time.perf_counter() - start
            rates.append(sum(map(len, parts)) / taken)
            print(f"{name}, {count} worker(s): {taken:.1f} s, {rates[-1]:.0f} segments/s, {flags}")
        print(f"{name}: two workers are {rates[1] / rates[0]:.2f} times as fast as one (goal 1.6)")


def _dask(count: int) -> AbstractContextManager[None]:
    return flagging.on_cluster("local", count=count)
