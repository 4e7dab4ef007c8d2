"""Flags before anything was coded: from the codebook alone, and called that."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from ipt_fidelity.errors import NotEnoughDataError
from ipt_fidelity.flagging.calibration import Sigmoid
from ipt_fidelity.flagging.classifier import OffModelClassifier
from ipt_fidelity.rubric import Code, Rubric, Status

KNOWN = 0.5  # a codebook holds about half of the words of a session
ORIGIN = "cold start: learnt from the codebook's examples and cues, from no session"


def cold_start(rubric: Rubric, *, seed: int) -> OffModelClassifier:
    """Fit the classifier on the codebook's own examples, near-misses and cues.

    It has seen no session, its probabilities mean nothing beyond their order, and the order is
    weak; every reason says so. Replace it as soon as sessions are coded.

    Parameters
    ----------
    rubric : Rubric
        With examples and cues at its codes.
    seed : int
        For the folds of the calibration.

    Returns
    -------
    OffModelClassifier
        Its ``origin`` is told first in every reason.

    Raises
    ------
    NotEnoughDataError
        The codebook has no examples of both sides.
    """
    rows: list[dict[str, object]] = []
    for code in rubric.codes:
        if code.retired or code.status is Status.TECHNICAL:
            continue
        for place, (text, of) in enumerate(_passages(code, rubric)):
            rows.append(
                {
                    "session_id": f"codebook-{code.id}-{place}",
                    "segment": "g001",
                    "text": text,
                    "therapist_id": f"codebook-{code.id}",
                    "case_id": f"codebook-{code.id}-{place}",
                    "primary": of.id,
                    "off_model": float(of.status is Status.OFF_MODEL),
                }
            )
    if not rows:
        raise NotEnoughDataError(
            "the codebook gives no example.",
            where=f"{rubric.id} {rubric.version}",
            mend="Add an example to each code, or code some sessions.",
        )
    classifier = OffModelClassifier(
        seed=seed, rubric=rubric, blocks=("words", "characters"), least_cases=1, origin=ORIGIN
    )
    classifier.fit(pd.DataFrame(rows))
    model = replace(
        classifier.fitted(),
        sigmoid=Sigmoid(),
        known_words=min(KNOWN, classifier.fitted().known_words),
    )
    classifier.adopt(model, classifier_id=f"cold-{classifier.classifier_id_}")
    return classifier


def _passages(code: Code, rubric: Rubric) -> list[tuple[str, Code]]:
    """Return what the codebook lets a therapist say, with the code that it is."""
    passages: list[tuple[str, Code]] = []
    if code.example:
        passages.append((_as_turns(code.example), code))
    if code.near_miss is not None:
        passages.append((_as_turns(code.near_miss.text), rubric.code(code.near_miss.code)))
    passages += [(f"therapist: {cue}", code) for cue in code.cues]
    return passages


def _as_turns(text: str) -> str:
    turns: list[str] = []
    for line in text.replace(" C: ", "\nC: ").replace(" T: ", "\nT: ").split("\n"):
        label, colon, words = line.partition(":")
        if colon and label.strip() in ("T", "C"):
            role = "therapist" if label.strip() == "T" else "client"
            turns.append(f"{role}: {words.strip()}")
        elif line.strip():
            turns.append(f"therapist: {line.strip()}")
    return "\n".join(turns)
