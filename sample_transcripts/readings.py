"""Compare the two readings of the sample sessions, and what was decided between them.

    python sample_transcripts/readings.py

prints every figure of the section "How far the two readings agree" of the README.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from ipt_fidelity import files
from ipt_fidelity import sheet as sheet_room
from ipt_fidelity.rubric import Circumstances, ItemType, Rubric, scale_of
from ipt_fidelity.sheet import Sheet, SheetHead

HERE = Path(__file__).resolve().parent
SHEETS = HERE / "sheets"


def folded(session_id: str, kind: str, rubric: Rubric) -> Sheet:
    """Return one written sheet, folded from its marks."""
    written = files.read_sheet(SHEETS / f"{session_id}.{kind}.sheet.yaml", rubric)
    head = SheetHead(
        session_id=session_id,
        rater_id=kind,
        rubric_id=rubric.id,
        rubric_version=rubric.version,
        rubric_sha256=rubric.sha256,
        segmentation_id="",
    )
    return sheet_room.fold(head, written.marks)


def compare_codes(rubric: Rubric, sessions: list[str]) -> None:
    """Print where the primary and secondary codes differ, and for whom it was decided."""
    same: Counter[str] = Counter()
    decided: Counter[str] = Counter()
    pairs: dict[str, list[str]] = {}
    secondary: Counter[str] = Counter()
    for session_id in sessions:
        facts = files.read_session(HERE / f"{session_id}.session.yaml").session
        about = Circumstances(
            phase=facts.phase, phase_position=facts.phase_position, variants=facts.variants
        )
        gold, reader, final = (
            folded(session_id, kind, rubric).codings for kind in ("gold", "reader", "adjudicated")
        )
        for segment, one in gold.items():
            two = reader[segment]
            first, second = rubric.code(str(one.primary)), rubric.code(str(two.primary))
            same["segments"] += 1
            same["code"] += first is second
            same["family"] += first.family == second.family
            same["status"] += sheet_room.resolve_status(
                rubric, one, about
            ) == sheet_room.resolve_status(rubric, two, about)
            if first is not second:
                taken = str(final[segment].primary)
                decided["gold" if taken == first.id else "reader"] += 1
                pair = " / ".join(sorted((first.id, second.id)))
                pairs.setdefault(pair, []).append(f"{taken} ({session_id} {segment})")
            differ = set(one.secondary) ^ set(two.secondary)
            secondary["segments with one"] += bool(one.secondary or two.secondary)
            secondary["segments that differ"] += bool(differ)
            secondary["codes of gold"] += len(one.secondary)
            secondary["codes of the reader"] += len(two.secondary)
            off = [code for code in differ if rubric.code(code).status == "off_model"]
            secondary["off-model codes of one only"] += len(off)
            secondary["of these kept"] += len(set(off) & set(final[segment].secondary))
    total = same.pop("segments")
    for what, number in same.items():
        print(f"same {what}: {number} of {total} ({number / total:.1%})")
    for pair, places in sorted(pairs.items(), key=lambda item: (-len(item[1]), item[0])):
        print(f"  {pair}: {len(places)}; decided for {', '.join(places)}")
    print(f"decided for gold {decided['gold']}, for the reader {decided['reader']}")
    print("secondary codes:", ", ".join(f"{what} {n}" for what, n in secondary.items()))


def compare_items(rubric: Rubric, sessions: list[str]) -> None:
    """Print how far the ratings of session items differ, by type of item."""
    ordinal: Counter[float] = Counter()
    differing: Counter[str] = Counter()
    rated: Counter[str] = Counter()
    overall: list[float] = []
    for session_id in sessions:
        gold, reader = (folded(session_id, kind, rubric).ratings for kind in ("gold", "reader"))
        for item_id in gold.keys() & reader.keys():
            one, two = gold[item_id].value, reader[item_id].value
            if one is None or two is None:
                continue
            kind = scale_of(rubric, rubric.item(item_id)).type
            if kind is ItemType.ORDINAL:
                ordinal[abs(int(str(one)) - int(str(two)))] += 1
            else:
                rated[str(kind)] += 1
                unequal = set(one) != set(two) if isinstance(one, tuple) else one != two
                differing[str(kind)] += unequal
            if item_id == "G1":
                overall.append(float(str(two)) - float(str(one)))
    print(
        f"ordinal ratings: {sum(ordinal.values())}; by distance in points:",
        ", ".join(f"{points}: {n}" for points, n in sorted(ordinal.items())),
    )
    for kind, n in sorted(rated.items()):
        print(f"{kind} ratings: {n}, differing {differing[kind]}")
    higher = sum(gap > 0 for gap in overall)
    print(f"G1 higher from the reader in {higher} of {len(overall)}, at most {max(overall):g}")


def main() -> None:
    """Print the comparison."""
    rubric = files.read_rubric(HERE.parent / "rubrics" / "oif-0.1.0.yaml")
    sessions = sorted(path.name.partition(".")[0] for path in SHEETS.glob("*.gold.sheet.yaml"))
    compare_codes(rubric, sessions)
    compare_items(rubric, sessions)


if __name__ == "__main__":
    main()
