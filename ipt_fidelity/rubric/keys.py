"""Which keys the codes of a rubric take on the desk, and which clash."""

from __future__ import annotations

from collections.abc import Iterator

from ipt_fidelity.rubric.finding import Finding, Path
from ipt_fidelity.rubric.instrument import RubricFile

DESK_KEYS = frozenset("egjkmnru")
LETTERS = "abcdfhilopqstvwxyz"


def code_keys(file: RubricFile) -> Iterator[Finding]:
    """Find keys that are the desk's own, stand twice, or hide one another.

    Parameters
    ----------
    file : RubricFile
        A file that the models take.

    Yields
    ------
    Finding
        Each with the letters that are free.
    """
    if file.segment_layer is None:
        return
    taken: dict[str, str] = {}
    named = [("families", n, f.id, f.key) for n, f in enumerate(file.segment_layer.families)]
    named += [
        ("codes", n, c.id, c.key) for n, c in enumerate(file.segment_layer.codes) if not c.retired
    ]
    used = {key for _, _, _, key in named}
    free = ", ".join(letter for letter in LETTERS if letter not in used)
    mend = f"Take one of: {free}." if free else "Leave the key out."
    for kind, place, name, key in named:
        if key is None:
            continue
        path: Path = ("segment_layer", kind, place, "key")
        if key[0] in DESK_KEYS:
            yield Finding("desk_key", path, f"key '{key}' is the desk's own.", mend)
        elif key in taken:
            problem = f"key '{key}' is that of '{taken[key]}' already."
            yield Finding("repeated_key_letter", path, problem, mend)
        elif key[1:] and key[0] in taken:
            problem = f"key '{key}' can never be typed: '{key[0]}' is that of '{taken[key[0]]}'."
            yield Finding("hidden_key", path, problem, mend)
        taken.setdefault(key, name)
