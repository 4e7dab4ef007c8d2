"""What good work is: codes, items, scales, rules and scores of an instrument."""

from ipt_fidelity.rubric.codebook_pages import codebook, codebook_markdown, codebook_with_words
from ipt_fidelity.rubric.dialects import variant_json_schema, with_variant
from ipt_fidelity.rubric.difference import Difference, Effect, diff
from ipt_fidelity.rubric.instrument import (
    Attribute,
    Code,
    Construct,
    Family,
    Item,
    ItemType,
    Scale,
    Status,
)
from ipt_fidelity.rubric.lint import check_report
from ipt_fidelity.rubric.migration import carried
from ipt_fidelity.rubric.packs import pack_hash, with_pack, without_wording
from ipt_fidelity.rubric.reading import json_schema, pack_json_schema, read
from ipt_fidelity.rubric.rubric import (
    Circumstances,
    Rubric,
    codes_for,
    items_for,
    scale_of,
    statistic_of,
)
from ipt_fidelity.rubric.selecting import selects
from ipt_fidelity.rubric.showing import in_order
from ipt_fidelity.rubric.translating import in_language, languages

__all__ = [
    "Attribute",
    "Circumstances",
    "Code",
    "Construct",
    "Difference",
    "Effect",
    "Family",
    "Item",
    "ItemType",
    "Rubric",
    "Scale",
    "Status",
    "carried",
    "check_report",
    "codebook",
    "codebook_markdown",
    "codebook_with_words",
    "codes_for",
    "diff",
    "in_language",
    "in_order",
    "items_for",
    "json_schema",
    "languages",
    "pack_hash",
    "pack_json_schema",
    "read",
    "scale_of",
    "selects",
    "statistic_of",
    "variant_json_schema",
    "with_pack",
    "with_variant",
    "without_wording",
]
