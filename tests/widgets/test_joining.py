from __future__ import annotations

from pathlib import Path

import pytest

from ipt_fidelity.errors import FidelityError
from ipt_fidelity.widgets.joining import join


def write(folder: Path, **modules: str) -> Path:
    for name, text in modules.items():
        path = folder / f"{name.replace('__', '/')}.js"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_a_module_comes_after_what_it_imports(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        a__entry="import { one } from '../b/one.js';\nexport default () => one;\n",
        b__one="export const one = 1;\n",
    )
    joined = join(root, "a/entry.js")
    assert joined.index('add("b/one.js"') < joined.index('add("a/entry.js"')
    assert '"import { one } from \'" + modules["b/one.js"] + "\'"' in joined


def test_each_module_keeps_its_name_in_stack_traces(tmp_path: Path) -> None:
    joined = join(write(tmp_path, entry="export default 1;\n"), "entry.js")
    assert "//# sourceURL=ipt_fidelity/entry.js" in joined


def test_an_import_in_a_circle_is_refused(tmp_path: Path) -> None:
    root = write(
        tmp_path, one="import { b } from './two.js';\n", two="import { a } from './one.js';\n"
    )
    with pytest.raises(FidelityError, match="imports itself"):
        join(root, "one.js")


def test_a_module_that_is_not_there_is_refused(tmp_path: Path) -> None:
    root = write(tmp_path, entry="import { x } from './gone.js';\n")
    with pytest.raises(FidelityError, match=r"no module 'gone\.js'") as caught:
        join(root, "entry.js")
    assert caught.value.where == "entry.js"


@pytest.mark.parametrize(
    "line",
    [
        "import { x } from 'https://example.org/x.js';",
        "import './aside.js';",
        "export { x } from './x.js';",
        "const x = await import('./x.js');",
        "import React from 'react';",
    ],
)
def test_an_import_of_another_kind_is_refused_with_its_line(tmp_path: Path, line: str) -> None:
    with pytest.raises(FidelityError, match="not joined") as caught:
        join(write(tmp_path, entry=f"const a = 1;\n{line}\n"), "entry.js")
    assert caught.value.where == "entry.js, line 2"


def test_a_type_in_a_comment_is_no_import(tmp_path: Path) -> None:
    root = write(tmp_path, entry="/** @type {import('./x.js').X} */\nexport default 1;\n")
    assert "import('./x.js')" in join(root, "entry.js")
