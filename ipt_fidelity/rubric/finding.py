"""One thing that is wrong in a rubric, before it is told with its line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ipt_fidelity.errors import Fault, Level, choose_from
from ipt_fidelity.yaml_tree import YamlTree

Path = tuple[str | int, ...]
MOST_CHOICES = 30


class Finding(NamedTuple):
    """One thing that is wrong, by its path in the file.

    Parameters
    ----------
    code : str
        Stable short name of the kind of fault.
    path : tuple of str and int
        Keys and places in lists.
    problem, mend : str
        What is wrong, and what to do; sentences.
    level : Level
        A warning does not stop the reading.
    """

    code: str
    path: Path
    problem: str
    mend: str
    level: Level = Level.ERROR


def unknown(kind: str, name: str, known: Sequence[str], path: Path) -> Iterator[Finding]:
    """Find fault with a name that names nothing.

    Parameters
    ----------
    kind : str
        What it should name.
    name : str
        What was written.
    known : sequence of str
        What could have been written.
    path : tuple
        Where it stands.

    Yields
    ------
    Finding
        At most one.
    """
    if name not in known:
        yield Finding(
            f"unknown_{kind.replace(' ', '_')}",
            path,
            f"there is no {kind} '{name}'.",
            choose_from(name, sorted(set(known)), at_most=MOST_CHOICES),
        )


def told(finding: Finding, tree: YamlTree, *, where: str) -> Fault:
    """Return a finding as a fault with its line.

    Parameters
    ----------
    finding : Finding
        By its path.
    tree : YamlTree
        The file with its lines.
    where : str
        Name of the file.

    Returns
    -------
    Fault
        Of the finding's level.
    """
    return Fault(
        level=finding.level,
        code=finding.code,
        problem=finding.problem,
        where=f"{where}, line {tree.line_of(finding.path)}, {dotted(finding.path)}",
        mend=finding.mend,
    )


def dotted(path: Path) -> str:
    """Return a path as it is printed.

    Parameters
    ----------
    path : tuple of str and int
        Keys and places in lists.

    Returns
    -------
    str
        For example ``session_layer.items[17].scale``; ``top`` for the whole file.
    """
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.lstrip(".") or "top"
