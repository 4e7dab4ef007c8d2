"""How fast captions are read, and how much memory that takes.

Run: python -m tests.bench.reading
Figures are of processor time, so that other work on the machine changes them little.
"""

from __future__ import annotations

import random
import time
import tracemalloc
from collections.abc import Callable

from ipt_fidelity.transcript import Transcript, parse

WORDS = ("so", "what", "happened", "then", "when", "he", "came", "home", "and", "said", "nothing")
TIMES = 7


def _clock(milliseconds: int, mark: str) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    minutes = seconds // 60
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{seconds % 60:02d}{mark}{rest:03d}"


def captions(cues: int, *, srt: bool = False, tags: bool = False, seed: int = 7) -> bytes:
    """Make captions of two voices, 6 to 20 words a cue."""
    draw = random.Random(seed)
    mark = "," if srt else "."
    parts: list[str] = []
    speaker = "Therapist"
    for number in range(1, cues + 1):
        if draw.random() < 0.4:
            speaker = "Client" if speaker == "Therapist" else "Therapist"
        words = " ".join(draw.choices(WORDS, k=draw.randint(6, 20)))
        words = f"<i>{words}</i> &amp; so" if tags else words
        lead = f"{speaker}: " if srt else f"<v {speaker}>"
        times = f"{_clock(number * 1080, mark)} --> {_clock(number * 1080 + 1000, mark)}"
        parts.append(f"{number}\n{times}\n{lead}{words}\n")
    return (("" if srt else "WEBVTT\n\n") + "\n".join(parts)).encode()


def _best(read: Callable[[], Transcript]) -> tuple[float, float]:
    """Return the least seconds of processor time, and of the clock on the wall."""
    times: list[tuple[float, float]] = []
    for _ in range(TIMES):
        begin = time.process_time(), time.perf_counter()
        read()
        times.append((time.process_time() - begin[0], time.perf_counter() - begin[1]))
    return min(used for used, _ in times), min(passed for _, passed in times)


def _machine() -> float:
    """Return the seconds of processor time of a known amount of plain work."""
    begin = time.process_time()
    sum(number * number for number in range(3_000_000))
    return time.process_time() - begin


def main() -> None:
    """Print the figures beside their goals."""
    kinds = (
        ("vtt, plain", captions(60_000)),
        ("srt, plain", captions(60_000, srt=True)),
        ("vtt, with tags and entities", captions(60_000, tags=True)),
    )
    print(f"plain work of this machine: {_machine():.2f} s (0.2 where nothing else runs)")
    for name, content in kinds:
        taken, passed = _best(lambda content=content: parse(content, name="a"))
        size = len(content) / 1e6
        print(
            f"{name}: {size / taken:.1f} MB a second of {size:.1f} MB (goal 20); "
            f"{size / passed:.1f} by the clock on the wall"
        )
    content = captions(10_000)
    taken, passed = _best(lambda: parse(content, name="a"))
    size = len(content) / 1e6
    print(
        f"vtt of 10,000 cues, {size:.2f} MB: {taken:.3f} s, {passed:.3f} s by the clock on the "
        "wall (goal under 0.5)"
    )
    tracemalloc.start()
    kept = parse(content, name="a")
    _, peak = tracemalloc.get_traced_memory()
    ratio = peak / len(content)
    print(f"memory at most {ratio:.1f} times the file (goal 12), {len(kept.turns)} turns")


if __name__ == "__main__":
    main()
