"""A small practice set, for tests that need no browser."""

from __future__ import annotations

from collections.abc import Sequence

from ipt_fidelity.rubric import Rubric
from ipt_fidelity.sheet import Mark
from ipt_fidelity.widgets.practice import Exchange, parse_practice

WORD = "kingfisher"
WHY = "heronry"
TEXT = f"""format: ipt-practice/1
practice: {{id: small, rubric: oif, version: 0.1.0}}
segments:
  - id: p1
    phase: middle
    turns: ["T: A {WORD} said so.", "C: It did: twice."]
    answer: COM
    mistaken_for: DSP
    reason: "{WHY}"
  - id: p2
    phase: initial
    turns: ["T: And then?"]
    answer: COG
    reason: "{WHY} again"
    grades: {{severity: 3}}
"""


class Kept:
    """Marks in memory; the disk can be full."""

    def __init__(self) -> None:
        self.held: list[Mark] = []

    def record(self, marks: Sequence[Mark]) -> int:
        self.held += [mark for mark in marks if mark not in self.held]
        return marks[-1].seq


def exchange(rubric: Rubric, kept: Kept, *, seed: int = 1) -> Exchange:
    return Exchange(
        practice=parse_practice(TEXT, where="small.yaml", rubric=rubric),
        rubric=rubric,
        learner="KM",
        record=kept.record,
        marks=lambda: kept.held,
        seed=seed,
    )
