"""The codebook of a rubric, for reading and printing."""

from __future__ import annotations

from collections.abc import Iterator

from ipt_fidelity.rubric.codebook_scoring import scoring_blocks
from ipt_fidelity.rubric.history import LocalNote
from ipt_fidelity.rubric.instrument import Code, Item, Limits
from ipt_fidelity.rubric.kinds import Construct
from ipt_fidelity.rubric.packs import without_wording
from ipt_fidelity.rubric.printing import (
    Block,
    Heading,
    Paragraph,
    Table,
    Term,
    Terms,
    as_html,
    as_markdown,
)
from ipt_fidelity.rubric.rubric import Rubric, scale_of
from ipt_fidelity.rubric.showing import in_order

_KEPT = (
    "The wording of this instrument may not be handed on: ids stand in its place. "
    "Raters see the words on their own machine, from the text pack."
)


def codebook(rubric: Rubric) -> str:
    """Return the codebook as one HTML page that needs nothing else.

    Parameters
    ----------
    rubric : Rubric
        Any. Where its wording may not be handed on, the page shows ids.

    Returns
    -------
    str
        With links between codes, and a form for print.
    """
    shown = without_wording(rubric)
    return as_html(_blocks(shown), title=_title(shown), language=shown.language)


def codebook_markdown(rubric: Rubric) -> str:
    """Return the codebook as Markdown.

    Parameters
    ----------
    rubric : Rubric
        Any. Where its wording may not be handed on, the text shows ids.

    Returns
    -------
    str
        For a terminal, or a repository.
    """
    return as_markdown(_blocks(without_wording(rubric)))


def codebook_with_words(rubric: Rubric) -> str:
    """Return the codebook as HTML with wording that may not be handed on.

    Parameters
    ----------
    rubric : Rubric
        Read with its pack.

    Returns
    -------
    str
        For the screen of a person who may see the words; never for a file that travels.
    """
    return as_html(_blocks(rubric), title=_title(rubric), language=rubric.language)


def _title(rubric: Rubric) -> str:
    return f"{rubric.title}, version {rubric.version}"


def _blocks(rubric: Rubric) -> list[Block]:
    return [
        *_head(rubric),
        *_segments(rubric),
        *_session(rubric),
        *scoring_blocks(rubric),
        *_agreement(rubric),
        *_history(rubric),
    ]


def _head(rubric: Rubric) -> Iterator[Block]:
    identity = rubric.file.rubric
    yield Heading(1, rubric.title)
    words = rubric.file.vocabulary
    facts = (
        ("Id and version", f"{rubric.id} {rubric.version}"),
        ("Standing", identity.status),
        ("Licence", identity.licence),
        ("Owner", identity.owner or ""),
        ("Authors", ", ".join(identity.authors)),
        ("Cite as", identity.citation or ""),
        ("Sources", "; ".join(identity.sources)),
        ("Phases", ", ".join(words.phases)),
        ("Variants", ", ".join(words.variants)),
        ("Problem areas", ", ".join(words.problem_areas)),
        ("Hidden from raters", ", ".join(rubric.file.blinding.hide)),
        ("Hash", rubric.sha256),
    )
    yield _terms(*facts)
    if not rubric.redistribute and rubric.pack_sha256 is None:
        yield Paragraph(_KEPT)


def _terms(*facts: tuple[str, str]) -> Terms:
    return Terms(tuple(Term(name, text) for name, text in facts if text))


def _segments(rubric: Rubric) -> Iterator[Block]:
    segment = rubric.file.segment_layer
    if segment is None:
        return
    yield Heading(2, "Codes for segments")
    if segment.unit.help is not None:
        yield Paragraph(segment.unit.help)
    yield _terms(
        ("Primary codes", f"{_limits(segment.assign.primary)} for each segment"),
        ("Secondary codes", f"{_limits(segment.assign.secondary)} for each segment"),
        ("Words", "may be marked" if segment.assign.span == "allowed" else ""),
    )
    if segment.tie_rules:
        yield Heading(3, "When two codes fit, in this order")
        yield Terms(tuple(Term(rule.id, rule.text) for rule in segment.tie_rules))
    keys = {code: key for key, code in rubric.keys().items()}
    for family in rubric.families:
        yield Heading(2, family.label, f"family-{family.id}")
        if family.help is not None:
            yield Paragraph(family.help)
        for code in in_order(rubric, rubric.codes):
            if code.family == family.id:
                yield from _code(code, code.key or keys.get(code.id, ""))
    if segment.attributes:
        rows = tuple(
            (
                part.label or part.id,
                _values(part.values, part.labels) or part.type,
                part.ask_if or "always",
                part.help or "",
            )
            for part in segment.attributes
        )
        head = ("Attribute", "Values", "Asked if", "Meaning")
        yield Heading(2, "Attributes")
        yield Table("What else is said of a coded segment", head, rows)


def _limits(limits: Limits) -> str:
    return str(limits.most) if limits.least == limits.most else f"{limits.least} to {limits.most}"


def _code(code: Code, key: str) -> Iterator[Block]:
    retired = " (retired)" if code.retired else ""
    named = code.id if code.label == code.id else f"{code.id}: {code.label}"
    yield Heading(3, f"{named}{retired}", f"code-{code.id}")
    yield Paragraph(code.definition)
    phases = (
        ("expected", code.phases.expected),
        ("allowed", code.phases.allowed),
        ("odd", code.phases.odd),
    )
    rules = [f"{rule.status} if {rule.when}" for rule in code.status_rules]
    terms = [
        Term("Key", key),
        Term("Status", "; ".join([str(code.status), *rules])),
        Term("Phases", "; ".join(f"{name}: {', '.join(at)}" for name, at in phases if at)),
        Term("Only in variants", ", ".join(code.only_in_variants)),
        Term("Not in variants", ", ".join(code.disabled_in_variants)),
        Term("Counts", "; ".join(code.include)),
        Term("Does not count", "; ".join(code.exclude)),
        Term("Example", code.example or ""),
    ]
    if code.near_miss is not None:
        said = f"{code.near_miss.text} This is {code.near_miss.code}."
        terms.append(Term("Near miss", said, f"code-{code.near_miss.code}"))
    terms += [Term("Rule", code.rule or ""), *_local(code.local_notes)]
    yield Terms(tuple(term for term in terms if term.text))


def _session(rubric: Rubric) -> Iterator[Block]:
    for construct in Construct:
        items = [i for i in in_order(rubric, rubric.items) if i.construct_ is construct]
        if items:
            yield Heading(2, f"Items: {str(construct).replace('_', ' ')}")
        for item in items:
            yield from _item(rubric, item)


def _item(rubric: Rubric, item: Item) -> Iterator[Block]:
    retired = " (retired)" if item.retired else ""
    named = item.id if item.label in {None, item.id} else f"{item.id}: {item.label}"
    yield Heading(3, f"{named}{retired}", f"item-{item.id}")
    if item.text is not None:
        yield Paragraph(item.text)
    if item.help is not None:
        yield Paragraph(item.help)
    scale = scale_of(rubric, item)
    values = _values(scale.values, scale.labels) if item.values_from is None else item.values_from
    if scale.range is not None:
        values = f"{scale.range[0]:g} to {scale.range[1]:g}"
    weight = [
        word for word, on in (("essential", item.essential), ("reversed", item.reverse)) if on
    ]
    facts = (
        ("Values", values or str(scale.type)),
        ("Phases", ", ".join(item.phases)),
        ("Asked if", item.applies_if or ""),
        ("Not applicable if", item.na_if or ""),
        ("No opportunity if", item.no_opportunity_if or ""),
        ("Weight", ", ".join(weight)),
        ("Evidence for", ", ".join(str(value) for value in item.evidence_for)),
        ("Pair of", item.pair_of or ""),
        ("Perspectives", ", ".join(item.perspectives)),
        ("Only in variants", ", ".join(item.only_in_variants)),
        ("Not in variants", ", ".join(item.disabled_in_variants)),
        ("Otherwise in", ", ".join(item.variant_overrides)),
    )
    yield _terms(*facts)
    if item.local_notes:
        yield Terms(tuple(_local(item.local_notes)))
    if item.anchors:
        rows = tuple((value, text) for value, text in item.anchors.items())
        yield Table("Anchors", ("Value", "Meaning"), rows)


def _local(notes: tuple[LocalNote, ...]) -> Iterator[Term]:
    for note in notes:
        signed = ", ".join(fact for fact in (note.by, note.date) if fact)
        yield Term("Local note", f"{note.text} ({signed})" if signed else note.text)


def _values(values: tuple[str | int | float, ...], labels: tuple[str, ...]) -> str:
    if len(labels) == len(values):
        named = zip(values, labels, strict=True)
        return ", ".join(f"{value} {label}" for value, label in named)
    return ", ".join(str(value) for value in values)


def _agreement(rubric: Rubric) -> Iterator[Block]:
    own = {item.id: item.agreement for item in rubric.items if item.agreement is not None}
    declared = {**rubric.agreement, **own}
    if declared:
        yield Heading(2, "Agreement, declared before data")
        rows = tuple(
            (
                kind,
                ", ".join(w for w in (part.statistic, part.metric, part.form, part.weights) if w),
                "" if part.target is None else f"{part.target:g}",
                ", ".join(part.beside),
            )
            for kind, part in declared.items()
        )
        yield Table("Statistics", ("Of", "Statistic", "Target", "Beside it"), rows)


def _history(rubric: Rubric) -> Iterator[Block]:
    for migration in rubric.file.migration:
        yield Heading(2, f"Changed since {migration.since}")
        rows = tuple(
            (f"{c.layer} {c.was}", c.kind, ", ".join(c.became), c.why or "")
            for c in migration.changes
        )
        yield Table("Changes", ("Was", "Change", "Became", "Why"), rows)
