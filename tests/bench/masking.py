"""Measure masking: ``python tests/bench/masking.py``.

Recall over the invented sessions of ``tests/transcript/masking_text``, without and with the cast of
20 names; false finds per 1,000 words, there and in the invented sample transcripts; words a second.
An identifier is found when all its words are covered, whatever the kind. ``--missed`` shows what
was missed and what was found wrongly; the text is made up.
"""

from __future__ import annotations

import re
import statistics
import sys
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from ipt_fidelity.transcript import (
    masking,
    masking_finding,
    masking_looking,
    masking_recall,
    masking_words,
)
from ipt_fidelity.transcript.masking_key import draw_key
from tests.transcript.marked_text import CASES, LATER, cast_of_20, marked_session, plain_session

ACCEPT = masking_looking.MaskingRules(no_capitals=masking_looking.NoCapitals.ACCEPT)
KINDS = {"p": "names", "l": "places", "o": "organisations"}


def recall(
    cast: dict[str, str], *, cases: tuple[str, ...] = CASES, show: bool, lower: bool = False
) -> None:
    """Print recall by kind, and false finds."""
    found, there = Counter(), Counter()
    words = false = 0
    for case in cases:
        transcript, marks = marked_session(case)
        if lower:
            small = tuple(replace(t, text=t.text.lower()) for t in transcript.turns)
            transcript = replace(transcript, turns=small)
        findings = masking_looking.find_identifiers(transcript, cast=cast, rules=ACCEPT)
        for turn in transcript.turns:
            spans = [(f.start, f.end) for f in findings.get(f"turn:{turn.id}", ())]
            covered = masking_recall.covered(turn.text, spans)
            for start, end, kind in marks[turn.id]:
                hit = masking_recall.is_covered(turn.text, start, end, covered)
                group = KINDS.get(kind, "numbers and dates")
                there[group] += 1
                found[group] += hit
                if show and not hit:
                    print(f"  missed {case} {turn.id} {turn.text[start:end]!r} in {turn.text!r}")
            true = masking_recall.covered(turn.text, [(a, b) for a, b, _ in marks[turn.id]])
            words += len(turn.text.split())
            for finding in findings.get(f"turn:{turn.id}", ()):
                for match in re.finditer(r"\w[\w'\u2019]*", turn.text[finding.start : finding.end]):
                    if finding.start + match.start() not in true:
                        false += 1
                        if show:
                            print(f"  false {case} {turn.id} {match[0]!r} by {finding}")
    total = sum(there.values())
    low, high = masking_recall.wilson(sum(found.values()), total)
    print(
        f"recall {sum(found.values()) / total:.3f} [{low:.3f}, {high:.3f}] of {total}; "
        + ", ".join(
            f"{group} {found[group] / there[group]:.3f} ({there[group]})" for group in there
        )
        + f"; false words per 1,000: {1000 * false / words:.1f} of {words} words"
    )


def samples() -> None:
    """Print how much is found in the invented sample transcripts; most of it are names."""
    words = found = doubtful = 0
    for path in sorted((Path(__file__).resolve().parents[2] / "sample_transcripts").glob("*.vtt")):
        transcript = plain_session(path)
        findings = masking_looking.find_identifiers(transcript, cast={}, shift_weeks=40)
        words += sum(turn.words for turn in transcript.turns)
        turns = [f for place, some in findings.items() if place.startswith("turn") for f in some]
        found += len(turns)
        doubtful += sum(f.doubt >= masking_finding.DOUBTFUL for f in turns)
    print(
        f"sample transcripts: {1000 * found / words:.1f} finds per 1,000 words, "
        f"{1000 * doubtful / words:.1f} of them doubtful ({words} words)"
    )


def speed(times: int = 5) -> None:
    """Print words a second of processor time, over sessions repeated to an hour's length."""
    rates: list[float] = []
    back: list[float] = []
    for _ in range(times):
        words = 0
        spent = undone = 0.0
        for case in CASES:
            transcript, _ = marked_session(case, repeat=4)
            words += sum(turn.words for turn in transcript.turns)
            start = time.process_time()
            masked, key = masking.mask(
                transcript, cast=cast_of_20(), key=draw_key(case, seed=7), by="bench"
            )
            spent += time.process_time() - start
            start = time.process_time()
            if masking.unmask(masked, key) != transcript:
                raise SystemExit("unmasking is not exact")
            undone += time.process_time() - start
        rates.append(words / spent)
        back.append(words / undone)
    print(
        f"speed: {statistics.median(rates):,.0f} words/s masked (goal 40,000), "
        f"{statistics.median(back):,.0f} words/s unmasked, {words} words"
    )


def main() -> None:
    """Run all."""
    show = "--missed" in sys.argv
    for name in ("first_names", "surnames", "places", "common_words"):
        masking_words.word_list(name)
    print("without a cast (goal .96, 12):")
    recall({}, show=show)
    print("with a cast of 20 names (goal .985, 12):")
    recall(cast_of_20(), show=show)
    print("all in small letters, without and with the cast:")
    recall({}, show=False, lower=True)
    recall(cast_of_20(), show=False, lower=True)
    print(
        "case_c, written after the rules (see the README beside it for the first figure), no cast:"
    )
    recall({}, cases=LATER, show=show)
    samples()
    speed()


if __name__ == "__main__":
    main()
