"""Labelled segments made up from a seed: words in no order, some of them telling."""

from __future__ import annotations

import numpy as np
import pandas as pd

ORDINARY = (
    "you",
    "said",
    "that",
    "she",
    "came",
    "home",
    "and",
    "we",
    "were",
    "talking",
    "about",
    "the",
    "week",
    "how",
    "it",
    "was",
    "for",
    "your",
    "mother",
    "when",
    "he",
    "left",
    "the",
    "house",
    "after",
    "work",
    "what",
    "did",
    "you",
    "feel",
    "then",
    "so",
    "it",
    "has",
    "been",
    "hard",
    "to",
    "ask",
    "them",
    "for",
    "help",
    "with",
    "children",
    "money",
    "letters",
    "phone",
    "sister",
    "brother",
    "friend",
    "office",
    "morning",
    "evening",
)
TELLING = {
    "COG": ["evidence", "belief", "thought", "balanced"],
    "BHV": ["diary", "walk", "schedule", "bedtime"],
    "PSY": ["unconscious", "dream", "father", "symbol"],
}
ASKED = ["who", "tell", "between", "together"]


def segments(
    seed: int,
    *,
    therapists: int = 10,
    sessions: int = 2,
    each: int = 14,
    share: float = 0.25,
    words: int = 22,
) -> pd.DataFrame:
    """Make labelled segments: each session belongs to a case of its own."""
    random = np.random.default_rng(seed)
    rows: list[dict[str, object]] = []
    for therapist in range(therapists):
        habit = random.choice(ORDINARY, size=6)
        for number in range(sessions):
            session = f"case-{therapist:02d}{number}_session-0{number + 1}"
            for place in range(each):
                off = bool(random.random() < share)
                code = str(random.choice(list(TELLING))) if off else "INV"
                telling = TELLING[code] if off else ASKED
                said = [*random.choice(ORDINARY, size=words - 4), *habit[:2]]
                said += list(random.choice(telling, size=int(random.integers(1, 4))))
                random.shuffle(said)
                answer = random.choice(ORDINARY, size=words)
                rows.append(
                    {
                        "session_id": session,
                        "segment": f"g{place + 1:03d}",
                        "segmentation_id": "cut",
                        "first_turn": f"t{place * 2 + 1:04d}",
                        "last_turn": f"t{place * 2 + 2:04d}",
                        "start_s": float("nan"),
                        "end_s": float("nan"),
                        "therapist_words": len(said),
                        "text": f"therapist: {' '.join(said)}?\nclient: {' '.join(answer)}.",
                        "therapist_id": f"T{therapist:02d}",
                        "case_id": session[:8],
                        "phase": "middle",
                        "primary": code,
                        "off_model": float(off),
                        "site": "north" if therapist % 2 else "south",
                    }
                )
    return pd.DataFrame(rows)


def unlabelled(labelled: pd.DataFrame) -> pd.DataFrame:
    """Leave the columns of a SEGMENTS frame."""
    kept = ["session_id", "segment", "segmentation_id", "first_turn", "last_turn", "start_s"]
    return labelled[[*kept, "end_s", "therapist_words", "text"]]


def _code(code_id: str, family: str, status: str, cue: str) -> str:
    return (
        f"    - id: {code_id}\n      label: {code_id.title()}\n      family: {family}\n"
        f"      status: {status}\n      phases: {{expected: [middle]}}\n"
        f"      definition: Therapist says so.\n      example: 'T: tell me {cue} now'\n"
        f"      rule: Ask what {code_id} is for.\n      cues: [{cue}]\n"
    )


RUBRIC = (
    "format: ipt-rubric/1\n"
    "rubric: {id: small, version: 0.1.0, title: Small, licence: project-own, status: draft}\n"
    "vocabulary: {phases: [initial, middle, ending, maintenance]}\n"
    "segment_layer:\n"
    "  unit: {type: therapist_task_episode}\n"
    "  assign: {primary: {least: 1, most: 1}, secondary: {least: 0, most: 2}}\n"
    "  families:\n"
    "    - {id: work, label: Work}\n"
    "    - {id: off_model, label: Off-model}\n"
    "  codes:\n"
    + _code("INV", "work", "on_model", "who is together")
    + _code("LNK", "work", "on_model", "between you two")
    + _code("COG", "off_model", "off_model", "the evidence")
    + _code("BHV", "off_model", "off_model", "in the diary")
    + _code("PSY", "off_model", "off_model", "your dream")
)
