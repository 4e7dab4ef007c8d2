"""Joining the page's ES modules into the one string that a widget takes, without a bundler.

Each module keeps its scope, its name in stack traces and its text: it becomes a Blob URL, and its
imports point to the Blob URLs of what it imports. Only static ``import ... from './x.js'`` is
known; whatever else imports is refused, because it would leave an empty cell.
"""

from __future__ import annotations

import json
import re
from pathlib import Path, PurePosixPath

from ipt_fidelity.errors import FidelityError

_IMPORT = re.compile(r"""(?m)^(import\s[^'";]*?\sfrom\s*)(['"])(\.{1,2}/[^'"]+\.js)\2""")
_OTHER = re.compile(r"""^\s*(?:import\s*['"*{\w]|export\s[^'";=()]*?\sfrom\b)|\bimport\s*\(""")


def join(root: Path, entry: str) -> str:
    """Join a module and everything it imports.

    Parameters
    ----------
    root : Path
        Folder that holds all modules.
    entry : str
        The first module, relative to ``root``, with forward slashes. Its default export is a
        function that returns the parts of the widget.

    Returns
    -------
    str
        One module whose default export waits for the joined ones.

    Raises
    ------
    FidelityError
        An import in a circle, of a file that is not there, or of a kind that is not known.
    """
    sources: dict[str, str] = {}
    _collect(root, entry, sources, under_way=())
    lines = [
        "const modules = {};",
        "const packed = (text) => new Blob([text], { type: 'text/javascript' });",
        "const add = (name, text) => { modules[name] = URL.createObjectURL(packed(text)); };",
    ]
    lines += [f"add({json.dumps(name)}, {_linked(name, text)});" for name, text in sources.items()]
    lines.append(
        f"""export default async () => {{
  const entry = await import(/* webpackIgnore: true */ modules[{json.dumps(entry)}]);
  for (const address of Object.values(modules)) URL.revokeObjectURL(address);
  return entry.default();
}};"""
    )
    return "\n".join(lines)


def _collect(root: Path, name: str, sources: dict[str, str], under_way: tuple[str, ...]) -> None:
    if name in sources:
        return
    if name in under_way:
        raise FidelityError(
            f"'{name}' imports itself by way of {', '.join(under_way)}.",
            where=name,
            mend="Move what both need into a module of its own.",
        )
    path = root / name
    if not path.is_file():
        raise FidelityError(
            f"there is no module '{name}'.",
            where=under_way[-1] if under_way else name,
            mend="Write the path relative to the importing file, with its ending.",
        )
    text = path.read_text(encoding="utf-8")
    _refuse_others(name, text)
    for found in _IMPORT.finditer(text):
        _collect(root, _beside(name, found[3]), sources, (*under_way, name))
    sources[name] = text


def _refuse_others(name: str, text: str) -> None:
    known = _IMPORT.sub(lambda found: "\n" * found[0].count("\n"), text)
    for number, line in enumerate(known.splitlines(), 1):
        odd = None if line.lstrip().startswith(("*", "/")) else _OTHER.search(line)
        if odd is not None:
            raise FidelityError(
                f"'{odd[0].strip()}' is an import of a kind that is not joined.",
                where=f"{name}, line {number}",
                mend="Write import { name } from './module.js' at the start of a line.",
            )


def _beside(name: str, relative: str) -> str:
    parts: list[str] = []
    for part in (PurePosixPath(name).parent / relative).parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


def _linked(name: str, text: str) -> str:
    """Return the text as a JavaScript expression with the addresses of its imports put in."""
    parts: list[str] = []
    last = 0
    for found in _IMPORT.finditer(text):
        before = text[last : found.start()] + found[1] + found[2]
        parts += [json.dumps(before), f"modules[{json.dumps(_beside(name, found[3]))}]"]
        parts.append(json.dumps(found[2]))
        last = found.end()
    parts.append(json.dumps(f"{text[last:]}\n//# sourceURL=ipt_fidelity/{name}"))
    return " + ".join(parts)
