"""The instrument as the other rooms see it: a checked file, its hash, what applies when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from ipt_fidelity.errors import UnknownNameError
from ipt_fidelity.rubric.instrument import (
    Assign,
    Attribute,
    Code,
    Family,
    Item,
    ItemType,
    Limits,
    RubricFile,
    Scalar,
    Scale,
    Scoring,
    Statistic,
)

Part = TypeVar("Part", Code, Item, Family, Attribute)
NO_CODES = Assign(primary=Limits(least=0, most=0), secondary=Limits(least=0, most=0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What the form of a session depends on.

    Parameters
    ----------
    phase : str or None
        Phase of the session; None leaves what depends on it undecided.
    phase_position : str or None
        early, late or only.
    variants : tuple of str
        Declared dialects; empty for core.
    session_index : int or None
        Number of the session in its case.
    perspective : str
        observer, supervisor or self.
    """

    phase: str | None = None
    phase_position: str | None = None
    variants: tuple[str, ...] = ()
    session_index: int | None = None
    perspective: str = "observer"

    def names(self) -> dict[str, str | int | tuple[str, ...] | None]:
        """Return the names that a condition may use, with their values."""
        return {
            "phase": self.phase,
            "phase_position": self.phase_position,
            "variants": self.variants,
            "session_index": self.session_index,
            "perspective": self.perspective,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Rubric:
    """A checked instrument.

    Parameters
    ----------
    file : RubricFile
        Everything the file says.
    text : str
        Text of the file as it was read. Not part of ``repr``.
    sha256 : str
        Hash of the normalised content; stands on every sheet.
    """

    file: RubricFile = field(repr=False)
    text: str = field(repr=False)
    sha256: str

    @property
    def id(self) -> str:
        """Id of the rubric, for example ``"oif"``."""
        return self.file.rubric.id

    @property
    def version(self) -> str:
        """Version of the file."""
        return self.file.rubric.version

    @property
    def title(self) -> str:
        """Printed name."""
        return self.file.rubric.title

    @property
    def phases(self) -> tuple[str, ...]:
        """Phases in order."""
        return self.file.vocabulary.phases

    @property
    def variants(self) -> tuple[str, ...]:
        """Variants that may be declared."""
        return self.file.vocabulary.variants

    @property
    def problem_areas(self) -> tuple[str, ...]:
        """Problem areas that may be agreed."""
        return self.file.vocabulary.problem_areas

    @property
    def families(self) -> tuple[Family, ...]:
        """Families of codes, in order; empty without a segment layer."""
        return self.file.segment_layer.families if self.file.segment_layer else ()

    @property
    def codes(self) -> tuple[Code, ...]:
        """Codes in order, retired ones included; empty without a segment layer."""
        return self.file.segment_layer.codes if self.file.segment_layer else ()

    @property
    def attributes(self) -> tuple[Attribute, ...]:
        """Attributes of a coded segment; empty without a segment layer."""
        return self.file.segment_layer.attributes if self.file.segment_layer else ()

    @property
    def assign(self) -> Assign:
        """How many codes a segment takes; none without a segment layer."""
        return self.file.segment_layer.assign if self.file.segment_layer else NO_CODES

    @property
    def items(self) -> tuple[Item, ...]:
        """Items in order, retired ones included; empty without a session layer."""
        return self.file.session_layer.items if self.file.session_layer else ()

    @property
    def scales(self) -> Mapping[str, Scale]:
        """Scales by name."""
        return self.file.session_layer.scales if self.file.session_layer else {}

    @property
    def scoring(self) -> Scoring:
        """Scores, gates and verdicts."""
        return self.file.scoring

    @property
    def agreement(self) -> Mapping[str, Statistic]:
        """Statistics declared before data, by kind of rating."""
        return self.file.agreement

    def code(self, code_id: str) -> Code:
        """Return a code.

        Parameters
        ----------
        code_id : str
            Its id.

        Returns
        -------
        Code
            Retired ones included.

        Raises
        ------
        UnknownNameError
            There is no such code.
        """
        return _named("code", code_id, self.codes, self.id)

    def item(self, item_id: str) -> Item:
        """Return an item.

        Parameters
        ----------
        item_id : str
            Its id.

        Returns
        -------
        Item
            Retired ones included.

        Raises
        ------
        UnknownNameError
            There is no such item.
        """
        return _named("item", item_id, self.items, self.id)

    def family(self, family_id: str) -> Family:
        """Return a family.

        Parameters
        ----------
        family_id : str
            Its id.

        Returns
        -------
        Family
            Of codes.

        Raises
        ------
        UnknownNameError
            There is no such family.
        """
        return _named("family", family_id, self.families, self.id)

    def attribute(self, attribute_id: str) -> Attribute:
        """Return an attribute.

        Parameters
        ----------
        attribute_id : str
            Its id.

        Returns
        -------
        Attribute
            Of a coded segment.

        Raises
        ------
        UnknownNameError
            There is no such attribute.
        """
        return _named("attribute", attribute_id, self.attributes, self.id)

    def keys(self) -> dict[str, str]:
        """Return what to press for each code.

        Returns
        -------
        dict of str to str
            Code id by key: its own letter, and its family's letter followed by its number in the
            family where it is among the first nine.
        """
        keys = {code.key: code.id for code in self.codes if code.key and not code.retired}
        for family in self.families:
            members = [c for c in self.codes if c.family == family.id and not c.retired]
            if family.key:
                keys |= {f"{family.key}{n}": c.id for n, c in enumerate(members[:9], 1)}
        return keys


def scale_of(rubric: Rubric, item: Item) -> Scale:
    """Return the scale on which an item is rated.

    Parameters
    ----------
    rubric : Rubric
        The rubric that holds the item.
    item : Item
        With a named scale, or with a type of its own.

    Returns
    -------
    Scale
        Values in order; empty for text, counts, time spans and ranges.
    """
    if item.scale is not None:
        return rubric.scales[item.scale]
    values: tuple[Scalar, ...] = item.values
    if item.values_from == "codes":
        values = tuple(code.id for code in rubric.codes if not code.retired)
    if item.values_from == "families":
        values = tuple(family.id for family in rubric.families)
    return Scale(
        type=item.type or ItemType.TEXT, values=values, labels=item.labels, range=item.range
    )


def items_for(rubric: Rubric, circumstances: Circumstances) -> tuple[Item, ...]:
    """Return the items of the form for a session, with what its variants change.

    Parameters
    ----------
    rubric : Rubric
        The instrument.
    circumstances : Circumstances
        Phase, variants and perspective. Branches on answers are resolved by the sheet.

    Returns
    -------
    tuple of Item
        In the order of the file; retired items, items of other phases, perspectives and of
        variants that drop them are left out. With no phase, items of every phase are kept.
    """
    kept = (
        item
        for item in rubric.items
        if not item.retired
        and (circumstances.phase is None or circumstances.phase in item.phases)
        and not set(item.disabled_in_variants) & set(circumstances.variants)
        and (not item.perspectives or circumstances.perspective in item.perspectives)
    )
    return tuple(_in_variants(item, circumstances.variants) for item in kept)


def codes_for(rubric: Rubric, circumstances: Circumstances) -> tuple[Code, ...]:
    """Return the codes that may be given in a session.

    Parameters
    ----------
    rubric : Rubric
        The instrument.
    circumstances : Circumstances
        Only the variants matter; a code that is odd in a phase may still be given.

    Returns
    -------
    tuple of Code
        In the order of the file; retired ones, and those that a variant drops, are left out.
    """
    return tuple(
        code
        for code in rubric.codes
        if not code.retired and not set(code.disabled_in_variants) & set(circumstances.variants)
    )


def _in_variants(item: Item, variants: tuple[str, ...]) -> Item:
    changes: dict[str, object] = {}
    for variant in variants:
        override = item.variant_overrides.get(variant)
        if override is not None:
            changes |= override.model_dump(exclude_none=True)
    return item.model_copy(update=changes) if changes else item


def _named(kind: str, name: str, parts: tuple[Part, ...], rubric_id: str) -> Part:
    for part in parts:
        if part.id == name:
            return part
    known = [part.id for part in parts]
    raise UnknownNameError.of(kind, name, known, where=f"rubric {rubric_id}")
