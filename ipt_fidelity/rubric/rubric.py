"""The instrument as the other rooms see it: a checked file, its hash, what applies when."""

from __future__ import annotations

import html
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
    Statistic,
)
from ipt_fidelity.rubric.scoring_form import Scoring

Part = TypeVar("Part", Code, Item, Family, Attribute)
Varied = TypeVar("Varied", Code, Item)
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
        observer, supervisor, self or patient.
    """

    phase: str | None = None
    phase_position: str | None = None
    variants: tuple[str, ...] = ()
    session_index: int | None = None
    perspective: str = "observer"

    def names(self) -> dict[str, str | int | tuple[str, ...] | None]:
        """Return the names that a condition may use, with their values.

        Returns
        -------
        dict of str to value
            A name whose value is None is not known.
        """
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
        Hash of the normalised content; stands on every sheet. Wording of a pack is not in it.
    pack_sha256 : str or None
        Hash of the pack whose wording ``file`` shows; None without one.
    """

    file: RubricFile = field(repr=False)
    text: str = field(repr=False)
    sha256: str
    pack_sha256: str | None = None

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
    def language(self) -> str:
        """Language of the wording, as a BCP 47 tag."""
        return self.file.rubric.language

    @property
    def redistribute(self) -> bool:
        """Whether the wording may be handed on; where not, exports show ids."""
        return self.file.rubric.redistribute

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

    def _repr_html_(self) -> str:
        """Return one line for a notebook: which rubric, and how much of what."""
        counts = (
            (sum(not code.retired for code in self.codes), "codes"),
            (sum(not item.retired for item in self.items), "items"),
            (len(self.scoring.scores), "scores"),
        )
        held = ", ".join(f"{number} {name}" for number, name in counts if number)
        outside = self.file.rubric.text_pack is not None and self.pack_sha256 is None
        note = "; wording kept outside, ids are shown" if outside else ""
        said = f"{self.title}, version {self.version}: {held} ({self.file.rubric.status}{note})"
        return f"<span>{html.escape(said)} <code>{html.escape(self.sha256[:12])}</code></span>"

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
        In the order of the file; retired items, items of other phases, perspectives and variants
        are left out. With no phase, items of every phase are kept.
    """
    kept = (
        _in_variants(item, circumstances.variants)
        for item in rubric.items
        if _belongs(item, circumstances.variants)
        and (not item.perspectives or circumstances.perspective in item.perspectives)
    )
    phase = circumstances.phase
    return tuple(item for item in kept if phase is None or phase in item.phases)


def codes_for(rubric: Rubric, circumstances: Circumstances) -> tuple[Code, ...]:
    """Return the codes that may be given in a session, with what its variants change.

    Parameters
    ----------
    rubric : Rubric
        The instrument.
    circumstances : Circumstances
        Only the variants matter; a code that is odd in a phase may still be given.

    Returns
    -------
    tuple of Code
        In the order of the file; retired ones, those that a variant drops, and those of variants
        that were not declared, are left out.
    """
    variants = circumstances.variants
    kept = (code for code in rubric.codes if _belongs(code, variants))
    return tuple(_in_variants(code, variants) for code in kept)


def statistic_of(rubric: Rubric, item: Item) -> Statistic | None:
    """Return the statistic that was declared for an item before data.

    Parameters
    ----------
    rubric : Rubric
        The rubric that holds the item.
    item : Item
        With a statistic of its own, or without.

    Returns
    -------
    Statistic or None
        The item's own, else that of its type; None where neither was declared.
    """
    return item.agreement or rubric.agreement.get(str(scale_of(rubric, item).type))


def _belongs(part: Code | Item, variants: tuple[str, ...]) -> bool:
    declared = set(variants)
    added = not part.only_in_variants or declared & set(part.only_in_variants)
    return bool(added) and not part.retired and not declared & set(part.disabled_in_variants)


def _in_variants(part: Varied, variants: tuple[str, ...]) -> Varied:
    changes: dict[str, object] = {}
    for variant in variants:
        override = part.variant_overrides.get(variant)
        if override is not None:
            changes |= override.model_dump(exclude_none=True)
    return part.model_copy(update=changes) if changes else part


def _named(kind: str, name: str, parts: tuple[Part, ...], rubric_id: str) -> Part:
    for part in parts:
        if part.id == name:
            return part
    known = [part.id for part in parts]
    raise UnknownNameError.of(kind, name, known, where=f"rubric {rubric_id}")
