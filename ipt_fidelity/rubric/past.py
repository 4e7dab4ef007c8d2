"""Whether what a rubric says of its past and of other languages fits what it holds."""

from __future__ import annotations

from collections.abc import Iterator

from ipt_fidelity.rubric.finding import Finding, Path, unknown
from ipt_fidelity.rubric.history import Change, Migration
from ipt_fidelity.rubric.instrument import RubricFile
from ipt_fidelity.rubric.wording import check_texts

_NEW_IDS = {"renamed": (1, 1), "merged": (1, 1), "split": (2, 99), "retired": (0, 0)}


def past(file: RubricFile) -> Iterator[Finding]:
    """Find changes and translations that do not fit the rubric.

    Parameters
    ----------
    file : RubricFile
        A file that the models take.

    Yields
    ------
    Finding
        Each with its path.
    """
    for n, migration in enumerate(file.migration):
        yield from _migration(file, migration, ("migration", n))
    for n, translation in enumerate(file.translations):
        yield from check_texts(file, translation.texts, ("translations", n, "texts"))


def version_order(version: str) -> tuple[tuple[int, ...], bool, str]:
    """Return what orders versions.

    Parameters
    ----------
    version : str
        For example ``"0.2.0"`` or ``"0.2.0-pilot.1"``, which comes before it.

    Returns
    -------
    tuple
        Compares as versions do; zeros where the text is no version.
    """
    numbers, _, suffix = version.partition("-")
    parts = tuple(int(part) if part.isdigit() else 0 for part in numbers.split("."))
    return parts, not suffix, suffix


def _migration(file: RubricFile, migration: Migration, here: Path) -> Iterator[Finding]:
    if version_order(migration.since) >= version_order(file.rubric.version):
        yield Finding(
            "since_not_before",
            (*here, "since"),
            f"version {migration.since} does not lie before {file.rubric.version}.",
            "Write the older version under 'since:', and raise 'version:'.",
        )
    seen: set[tuple[str, str]] = set()
    for n, change in enumerate(migration.changes):
        path: Path = (*here, "changes", n)
        if (change.layer, change.was) in seen:
            yield Finding(
                "repeated_change",
                (*path, "was"),
                f"{change.layer} '{change.was}' changed twice.",
                "Let one line say what became of it.",
            )
        seen.add((change.layer, change.was))
        yield from _change(file, change, path)


def _change(file: RubricFile, change: Change, here: Path) -> Iterator[Finding]:
    parts = _parts(file, change.layer)
    for n, name in enumerate(change.became):
        yield from unknown(change.layer, name, sorted(parts), (*here, "became", n))
    least, most = _NEW_IDS.get(change.kind, (0, 1))
    if not least <= len(change.became) <= most:
        wanted = {0: "no id", 1: "one id"}.get(least, "two ids or more")
        yield Finding(
            "became_how_many",
            (*here, "became"),
            f"'{change.was}' was {change.kind}, and {len(change.became)} ids are named.",
            f"Write {wanted} under 'became:', or another 'kind:'.",
        )
    stays = change.kind in {"reworded", "unchanged"} or change.was in change.became
    if stays:
        yield from unknown(change.layer, change.was, sorted(parts), (*here, "was"))
    elif parts.get(change.was) is False:
        yield Finding(
            "still_there",
            (*here, "was"),
            f"{change.layer} '{change.was}' was {change.kind}, and is still in use.",
            "Set 'retired: true' on it, or take it away.",
        )


def _parts(file: RubricFile, layer: str) -> dict[str, bool]:
    """Return the ids of a layer, and whether each is retired."""
    if layer == "code":
        codes = file.segment_layer.codes if file.segment_layer else ()
        return {code.id: code.retired for code in codes}
    items = file.session_layer.items if file.session_layer else ()
    return {item.id: item.retired for item in items}
