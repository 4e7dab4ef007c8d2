"""Broken copies of the shipped rubrics: what was changed, what must be said, what mends it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ipt_fidelity.errors import Fault

RUBRICS = Path(__file__).resolve().parents[2] / "rubrics"
SHIPPED = ("oif-0.1.0", "oif-core-0.1.0", "example-licensed-1.0.0")


def shipped(name: str) -> str:
    return (RUBRICS / f"{name}.yaml").read_text(encoding="utf-8")


OIF = shipped("oif-0.1.0")
CORE = shipped("oif-core-0.1.0")
LICENSED = shipped("example-licensed-1.0.0")


@dataclass(frozen=True, kw_only=True)
class Broken:
    """One change of a text that is right, and what must come of it.

    ``old`` occurs once; ``mended`` takes the place of ``new`` when the mend is followed;
    ``line_at`` is the piece of ``new`` that stands on the line which must be named.
    """

    code: str
    old: str
    new: str
    path: str
    mend: str
    mended: str
    text: str = OIF
    line_at: str = ""

    @property
    def broken(self) -> str:
        assert self.text.count(self.old) == 1, f"{self.text.count(self.old)} x {self.old!r}"
        return self.text.replace(self.old, self.new)

    @property
    def line(self) -> int:
        """Line that must be told: of ``line_at`` from the change onward, else before it."""
        broken, start = self.broken, self.text.index(self.old)
        wanted = self.line_at or self.new.strip()
        at = broken.find(wanted, start) if wanted in broken[start:] else broken.rfind(wanted)
        return broken[:at].count("\n") + 1

    @property
    def followed(self) -> str:
        return self.text.replace(self.old, self.mended)


def codes(faults: list[Fault] | tuple[Fault, ...]) -> set[str]:
    return {fault.code for fault in faults}


def line_of(fault: Fault) -> int:
    return int(fault.where.split(", line ")[1].split(",")[0])
