"""Make the sheets of four simulated raters from the gold sheets; nobody filled these in.

    python sample_transcripts/simulated_raters.py

writes ``sheets/simulated/``. Each simulated rater reads the gold sheet through stated habits: how
often a code is confused with a neighbour of the codebook, how severe the ratings of items are, how
much severity moves from the first session to the last (rater drift), how often a secondary code
is forgotten, and which share of sheets is missing. The same seed gives the same files. Every file
says ``made_by: simulated`` and how; figures made from them say so, too.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ipt_fidelity import rubric as rubric_room
from ipt_fidelity import sheet as sheet_room
from ipt_fidelity.rubric import ItemType, Rubric, scale_of
from ipt_fidelity.sheet import SheetHead, fold

HERE = Path(__file__).resolve().parent
SEED = 20260301


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """How a simulated rater departs from gold.

    Parameters
    ----------
    confused : float
        Share of segments given a confusable code, or another code of the family.
    strayed : float
        Share of segments given any code at all.
    severity : float
        Added to ratings of ordinal items, in scale points; negative is severe.
    drift : float
        Further severity gained from the first session to the last, in scale points.
    noise : float
        Standard deviation of the error of one rating, in scale points.
    forgotten : float
        Share of secondary codes left out.
    missing : float
        Share of sessions without a sheet.
    """

    confused: float
    strayed: float
    severity: float
    drift: float
    noise: float
    forgotten: float
    missing: float


RATERS = {
    "sim-1": Habits(
        confused=0.08, strayed=0.02, severity=0.0, drift=0.0, noise=0.4, forgotten=0.2, missing=0.0
    ),
    "sim-2": Habits(
        confused=0.14, strayed=0.03, severity=-0.4, drift=0.0, noise=0.5, forgotten=0.4, missing=0.1
    ),
    "sim-3": Habits(
        confused=0.12, strayed=0.04, severity=0.3, drift=-0.8, noise=0.5, forgotten=0.3, missing=0.1
    ),
    "sim-4": Habits(
        confused=0.25, strayed=0.08, severity=0.5, drift=0.0, noise=0.7, forgotten=0.6, missing=0.3
    ),
}


def neighbours(rubric: Rubric, code_id: str) -> list[str]:
    """Return the codes that a code is taken for: confusable ones twice, its family once."""
    layer = rubric.file.segment_layer
    pairs = layer.confusable if layer else ()
    confusable = [b if a == code_id else a for a, b in pairs if code_id in (a, b)]
    family = rubric.code(code_id).family
    members = [c.id for c in rubric.codes if c.family == family and c.id not in (code_id, "UNC")]
    return [*confusable, *confusable, *members] or ["FAC"]


def simulate(
    rubric: Rubric, gold: sheet_room.Sheet, rater: str, *, late: float, chance: np.random.Generator
) -> str:
    """Return the text of one simulated sheet; ``late`` runs from 0 (first session) to 1."""
    habits = RATERS[rater]
    told = (
        f"from gold: confused {habits.confused}, strayed {habits.strayed}, severity "
        f"{habits.severity}, drift {habits.drift}, noise {habits.noise}, forgotten "
        f"{habits.forgotten}, seed {SEED}"
    )
    head = (
        f"sheet: {{session: {gold.head.session_id}, rater: {rater}, perspective: observer, "
        f"stage: independent, rubric: {rubric.id}, version: {rubric.version}, "
        f'made_by: simulated, simulation: "{told}"}}'
    )
    shift = habits.severity + habits.drift * late
    lines = [
        "format: ipt-sheet/1",
        head,
        "codings:",
        *(_coding(rubric, gold.codings[s], habits, chance) for s in sorted(gold.codings)),
        "ratings:",
        *(
            _rating(rubric, gold.ratings[i], shift, habits.noise, chance)
            for i in sorted(gold.ratings)
        ),
    ]
    return "\n".join(lines) + "\n"


def _coding(
    rubric: Rubric, coding: sheet_room.Coding, habits: Habits, chance: np.random.Generator
) -> str:
    primary = str(coding.primary)
    lot = chance.random()
    if lot < habits.strayed:
        primary = str(chance.choice([code.id for code in rubric.codes if code.id != "UNC"]))
    elif lot < habits.strayed + habits.confused:
        primary = str(chance.choice(neighbours(rubric, primary)))
    kept = [c for c in coding.secondary if chance.random() >= habits.forgotten and c != primary]
    parts = [f"segment: {coding.segment}", f"primary: {primary}"]
    if kept:
        parts.append(f"secondary: [{', '.join(kept)}]")
    link = coding.attributes.get("link")
    if isinstance(link, int):
        moved = link + int(chance.choice([-1, 0, 0, 0, 0, 0, 0, 1]))
        parts.append(f"link: {min(2, max(0, moved))}")
    off = any(rubric.code(c).status == "off_model" for c in [primary, *kept])
    if off:
        severity = coding.attributes.get("severity", int(chance.choice([1, 2])))
        parts.append(f"severity: {severity}")
    if "THX" in (primary, *kept):
        parts.append(f"kind: {coding.attributes.get('kind', 'advice')}")
    if primary == "HXR" and "beyond_remit" in coding.attributes:
        parts.append(f"beyond_remit: {str(coding.attributes['beyond_remit']).lower()}")
    if chance.random() < habits.confused / 2:
        parts.append("uncertain: true")
    return f"  - {{{', '.join(parts)}}}"


def _rating(
    rubric: Rubric,
    rating: sheet_room.Rating,
    shift: float,
    noise: float,
    chance: np.random.Generator,
) -> str:
    item = rubric.item(rating.item_id)
    scale = scale_of(rubric, item)
    value = rating.value
    error = float(chance.normal(0, noise))
    if scale.type is ItemType.ORDINAL and isinstance(value, int):
        numbers = [v for v in scale.values if isinstance(v, int)]
        sign = -1 if item.reverse else 1
        value = min(max(numbers), max(min(numbers), round(value + sign * shift + error)))
    elif scale.type is ItemType.INTERVAL and isinstance(value, (int, float)):
        value = int(min(100, max(0, round(value + 12 * shift + 12 * error))))
    elif scale.type is ItemType.BINARY and isinstance(value, int) and item.construct_ != "gate":
        value = 1 - value if chance.random() < noise / 10 else value
    if isinstance(value, tuple):
        value = f"[{', '.join(value)}]"
    evidence = f", evidence_for: [{', '.join(rating.evidence_for)}]" if rating.evidence_for else ""
    return f"  - {{item: {item.id}, value: {value}{evidence}}}"


def every_sheet() -> dict[str, str]:
    """Return the text of every simulated sheet by file name."""
    path = HERE.parent / "rubrics" / "oif-0.1.0.yaml"
    rubric = rubric_room.read(path.read_text(encoding="utf-8"), where=path.name)
    golds = sorted((HERE / "sheets").glob("*.gold.sheet.yaml"))
    made: dict[str, str] = {}
    for number, rater in enumerate(RATERS):
        chance = np.random.default_rng([SEED, number])
        for place, gold_path in enumerate(golds):
            absent = chance.random() < RATERS[rater].missing
            written = sheet_room.parse_sheet(
                gold_path.read_text(encoding="utf-8"), where=gold_path.name, rubric=rubric
            )
            head = SheetHead(
                session_id=written.identity.session,
                rater_id=written.identity.rater,
                rubric_id=rubric.id,
                rubric_version=rubric.version,
                rubric_sha256=rubric.sha256,
                segmentation_id="",
            )
            late = place / max(1, len(golds) - 1)
            text = simulate(rubric, fold(head, written.marks), rater, late=late, chance=chance)
            if not absent:
                made[f"{head.session_id}.{rater}.sheet.yaml"] = text
    return made


def main() -> None:
    """Write every simulated sheet."""
    folder = HERE / "sheets" / "simulated"
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.sheet.yaml"):
        old.unlink()
    sheets = every_sheet()
    for name, text in sheets.items():
        (folder / name).write_text(text, encoding="utf-8")
    print(f"{len(sheets)} simulated sheets written to {folder.relative_to(HERE.parent)}")


if __name__ == "__main__":
    main()
