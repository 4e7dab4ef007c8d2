"""How long it takes to read and to check the full rubric, beside parsing its YAML alone."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

from ipt_fidelity import rubric
from ipt_fidelity.yaml_tree import load

FILE = Path(__file__).resolve().parents[2] / "rubrics" / "oif-0.1.0.yaml"
ROUNDS = 5


def main() -> None:
    """Print the best of five rounds, in milliseconds."""
    text = FILE.read_text(encoding="utf-8")
    steps = {
        "YAML alone": lambda: load(text, where=FILE.name),
        "read": lambda: rubric.read(text, where=FILE.name),
        "check": lambda: rubric.check_report(text, where=FILE.name),
    }
    best: dict[str, float] = {}
    for name, step in steps.items():
        times: list[float] = []
        for _ in range(ROUNDS):
            start = perf_counter()
            step()
            times.append(perf_counter() - start)
        best[name] = min(times)
        ratio = best[name] / best["YAML alone"]
        print(f"{name:<12} {best[name] * 1000:7.0f} ms   {ratio:5.2f} x")


if __name__ == "__main__":
    main()
