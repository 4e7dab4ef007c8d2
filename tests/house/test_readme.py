"""The README's two commands are what is run, and the CI runs nothing else."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from tests.house.gates import ROOT


def block(text: str, heading: str) -> str:
    """Return the first sh block under a heading."""
    section = re.search(rf"^## {heading}$(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert section is not None, f"README.md has no section '## {heading}'"
    fence = re.search(r"^```sh\n(.*?)^```$", section[1], re.MULTILINE | re.DOTALL)
    assert fence is not None, f"README.md has no sh block under '## {heading}'"
    return fence[1]


README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_each_command_sets_up_from_nothing_and_pins_versions() -> None:
    for heading in ("Run it", "Test it"):
        command = block(README, heading)
        assert "python3 -m venv .venv" in command
        assert "-c .ci/constraints.txt" in command


def test_the_run_command_ends_with_the_tour_and_the_test_command_with_the_tests() -> None:
    assert block(README, "Run it").strip().endswith("ipt-fidelity tour")
    assert block(README, "Test it").strip().endswith("pytest")


def _planted(tmp_path: Path, readme: str) -> subprocess.CompletedProcess[str]:
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "run", tmp_path / ".ci" / "run")
    (tmp_path / "README.md").write_text(readme, encoding="utf-8")
    return subprocess.run(
        ["bash", ".ci/run"], cwd=tmp_path, capture_output=True, text=True, check=False
    )


def test_the_ci_runs_the_block_of_the_readme(tmp_path: Path) -> None:
    done = _planted(tmp_path, "# X\n\n## Test it\n\n```sh\necho from the readme\n```\n\n## More\n")
    assert done.stdout == "from the readme\n"


def test_the_ci_fails_when_the_command_fails(tmp_path: Path) -> None:
    done = _planted(tmp_path, "## Test it\n\n```sh\nfalse\n```\n")
    assert done.returncode != 0


def test_the_ci_fails_with_a_mend_when_the_block_is_missing(tmp_path: Path) -> None:
    done = _planted(tmp_path, "# X\n")
    assert done.returncode != 0
    assert "Write the test command there" in done.stderr
