"""The house's rules as functions: a checkout in, its breaches out.

Each gate is run twice by the tests: on this checkout, where it must find nothing, and on a copy
with one planted breach, where it must find that one.
"""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = "ipt_fidelity"
LONGEST_FILE = 400
DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc", "core", "base"}
VAGUE = re.compile(r"(Manager|Handler|Processor|Service|Controller|Helper|Util)s?$")
TOP = {
    "ipt_fidelity", "notebooks", "rubrics", "sample_transcripts", "tests", "pyproject.toml",
    "README.md",
}  # fmt: skip
OPEN_MATTER = re.compile(r"#.*\b(TODO|FIXME|XXX|HACK)\b|//.*\b(TODO|FIXME|XXX|HACK)\b")


def tool(root: Path, *command: str) -> list[str]:
    """Run a tool in the checkout; its output lines where it fails, else nothing."""
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=root, capture_output=True, text=True, check=False
    )
    return [] if done.returncode == 0 else (done.stdout + done.stderr).strip().splitlines()


def lint(root: Path) -> list[str]:
    """Ruff finds a breach of style."""
    return tool(root, "ruff", "check", "--no-cache", "--output-format", "concise", ".")


def formatting(root: Path) -> list[str]:
    """A file is not formatted."""
    return tool(root, "ruff", "format", "--no-cache", "--check", ".")


def types(root: Path) -> list[str]:
    """Basedpyright, strict, finds an error or a warning."""
    return tool(root, "basedpyright", "--warnings")


def contracts(root: Path) -> list[str]:
    """An import runs against the flow of the rooms."""
    code = (
        "import sys; sys.path.insert(0, '.');"
        "from importlinter.cli import lint_imports;"
        "sys.exit(lint_imports(no_cache=True))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False
    )
    return [] if done.returncode == 0 else (done.stdout + done.stderr).strip().splitlines()


def modules(root: Path) -> Iterator[Path]:
    """Python files of the package and of the tests."""
    for folder in (PACKAGE, "tests"):
        yield from sorted((root / folder).rglob("*.py"))


def sources(root: Path) -> Iterator[Path]:
    """Files of the package that people wrote: Python, JavaScript, style."""
    for ending in ("*.py", "*.js", "*.css"):
        yield from sorted((root / PACKAGE).rglob(ending))


def sizes(root: Path) -> list[str]:
    """A source file is longer than 400 lines."""
    return [
        f"{path.relative_to(root)}: {lines} lines, {LONGEST_FILE} are the most"
        for path in sources(root)
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    ]


def names(root: Path) -> list[str]:
    """A file is a drawer, or a class is called Manager, Handler and the like."""
    drawers = [
        f"{path.relative_to(root)}: a drawer; name the room whose fact it holds"
        for path in [*sources(root), *modules(root)]
        if path.stem in DRAWERS
    ]
    classes = [
        f"{path.relative_to(root)}:{node.lineno}: class {node.name}"
        for path in modules(root)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef) and VAGUE.search(node.name)
    ]
    return drawers + classes


def open_matters(root: Path) -> list[str]:
    """A comment leaves something for later."""
    return [
        f"{path.relative_to(root)}:{number}: an open matter belongs elsewhere than in a comment"
        for path in sources(root)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if OPEN_MATTER.search(line)
    ]


def top_level(root: Path) -> list[str]:
    """Something tracked stands at the top level that has no place there."""
    done = subprocess.run(["git", "ls-files"], cwd=root, capture_output=True, text=True, check=True)
    tops = {line.split("/")[0] for line in done.stdout.splitlines()}
    return sorted(f"{top}: not part of the top level" for top in tops - TOP if top[0] != ".")


def public_lists(root: Path) -> list[str]:
    """A room's ``__init__`` holds more than public names; ruff (RUF022) keeps the list sorted."""
    found: list[str] = []
    for path in sorted((root / PACKAGE).rglob("__init__.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        place = path.relative_to(root)
        for node in tree.body:
            is_doc = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
            is_import = isinstance(node, ast.ImportFrom)
            is_list = isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
            if not (is_doc or is_import or is_list):
                found.append(f"{place}:{node.lineno}: more than public names")
    return found


def notebooks(root: Path) -> list[str]:
    """A notebook carries outputs, counts or widget state."""
    found: list[str] = []
    for path in sorted((root / "notebooks").glob("*.ipynb")):
        book = json.loads(path.read_text(encoding="utf-8"))
        if "widgets" in book["metadata"]:
            found.append(f"{path.name}: carries widget state")
        for number, cell in enumerate(book["cells"]):
            if cell.get("outputs") or cell.get("execution_count") is not None:
                found.append(f"{path.name}, cell {number}: carries an output or a count")
    return found


def addresses(root: Path) -> list[str]:
    """A file that pins versions names an address."""
    return [
        f".ci/constraints.txt:{number}: an address"
        for number, line in enumerate(
            (root / ".ci" / "constraints.txt").read_text(encoding="utf-8").splitlines(), 1
        )
        if "://" in line or line.strip().startswith("-")
    ]


def bounds(root: Path) -> list[str]:
    """A dependency has no lower bound, or an upper one."""
    import tomllib  # noqa: PLC0415 - only this gate reads the project file

    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"]]
    for extra in project["optional-dependencies"].values():
        wanted += extra
    return [
        f"pyproject.toml: '{need}'"
        for need in wanted
        if not need.startswith("ipt-fidelity[")
        and (">=" not in need or re.search(r"<|==|~=", need))
    ]
