"""The placeholders of a case: the same words get the same one in all its sessions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ipt_fidelity.transcript.masking_finding import Finding
from ipt_fidelity.transcript.masking_key import Entity

_NAMES_OF_KINDS = {
    "person": "NAME", "place": "PLACE", "organisation": "ORGANISATION", "date": "DATE",
    "phone": "PHONE", "email": "EMAIL", "id": "NUMBER", "account": "ACCOUNT", "plate": "PLATE",
    "url": "ADDRESS", "ip": "ADDRESS", "fax": "PHONE", "device": "NUMBER", "age": "AGE",
    "other": "OTHER",
}  # fmt: skip
_NAMED = frozenset({"person", "place", "organisation", "other"})


class EntityBook:
    """The placeholders of a case: the same words get the same one.

    Parameters
    ----------
    entities : iterable of Entity
        From the key.
    """

    def __init__(self, entities: Iterable[Entity]) -> None:
        self._entities = {entity.placeholder: entity for entity in entities}
        self._by_words: dict[tuple[str, str], str] = {}
        self._last: dict[str, int] = {}
        for entity in self._entities.values():
            for original in entity.originals:
                self._by_words[_group(entity.kind), _said(original)] = entity.placeholder

    def placeholder(self, finding: Finding, original: str) -> str:
        """Return the placeholder for a finding.

        Parameters
        ----------
        finding : Finding
            What was found.
        original : str
            Its words.

        Returns
        -------
        str
            That of the cast; else the one these words had before; else a new number.
        """
        group, said = _group(finding.kind), _said(original)
        placeholder = finding.entity or self._by_words.get((group, said)) or self._new(finding.kind)
        self._by_words.setdefault((group, said), placeholder)
        before = self._entities.get(placeholder)
        if before is None:
            self._entities[placeholder] = Entity(
                placeholder=placeholder,
                kind=finding.kind,
                stated=bool(finding.entity),
                originals=(original,),
            )
        elif original not in before.originals:
            self._entities[placeholder] = replace(before, originals=(*before.originals, original))
        return placeholder

    def entities(self) -> tuple[Entity, ...]:
        """Return all entities.

        Returns
        -------
        tuple of Entity
            In order of first mention.
        """
        return tuple(self._entities.values())

    def _new(self, kind: str) -> str:
        name = _NAMES_OF_KINDS.get(kind, "OTHER")
        while True:
            self._last[name] = self._last.get(name, 0) + 1
            placeholder = f"[{name}-{self._last[name]}]"
            if placeholder not in self._entities:
                return placeholder


def _group(kind: str) -> str:
    return "name" if kind in _NAMED else kind


def _said(original: str) -> str:
    return " ".join(original.casefold().replace("\u2019", "'").split())
