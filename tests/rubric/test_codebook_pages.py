"""The codebook holds everything a rater needs, links what it points to, and needs nothing else."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from ipt_fidelity import rubric
from ipt_fidelity.rubric import Rubric
from tests.rubric.copies import CORE

VOID = {"meta", "link", "br", "hr", "img", "input"}


class Page(HTMLParser):
    """Ids, links and the balance of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        self.ids += [held["id"] or ""] if "id" in held else []
        self.links += [held["href"] or ""] if "href" in held else []
        self.open += [] if tag in VOID else [tag]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.fixture(scope="module")
def page(oif: Rubric) -> Page:
    return Page(rubric.codebook(oif))


def test_the_page_is_well_formed(page: Page) -> None:
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))


def test_every_link_leads_somewhere_on_the_page(page: Page) -> None:
    assert len(page.links) >= 20
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)


def test_nothing_is_fetched_and_nothing_runs(oif: Rubric) -> None:
    text = rubric.codebook(oif)
    assert not re.search(r"<script|<link|src=|url\(|@import|https?:", text)


def test_every_code_item_anchor_and_rule_stands_in_it(oif: Rubric, page: Page) -> None:
    words = "".join(page.words)
    for code in oif.codes:
        assert f"code-{code.id}" in page.ids
        assert code.definition in words
        assert code.rule is not None
        assert code.rule in words
    for item in oif.items:
        assert f"item-{item.id}" in page.ids
        assert all(text in words for text in item.anchors.values())


def test_provisional_thresholds_are_called_so(page: Page) -> None:
    words = "".join(page.words)
    assert "were not set on real sessions" in words
    assert words.count("provisional") >= 6


def test_words_of_an_author_cannot_become_markup() -> None:
    text = CORE.replace("label: Problem-area work", 'label: "<b onclick=x>area</b> & |*_`"')
    for words in ("Therapist works on the agreed area itself", "Acceptable trainee work"):
        assert words in text
        text = text.replace(words, f"<b onclick=x>{words}</b>")
    found = rubric.read(text, where="x")
    assert "<b onclick" not in rubric.codebook(found)
    markdown = rubric.codebook_markdown(found)
    assert r"\<b onclick=x>area\</b> & \|\*\_\`" in markdown


def test_the_markdown_has_a_heading_for_every_code_and_item(oif: Rubric) -> None:
    lines = rubric.codebook_markdown(oif).splitlines()
    for part in (*oif.codes, *oif.items):
        assert any(line.startswith(f"### {part.id}: ") for line in lines)
    assert "| 62.5 |" in next(line for line in lines if line.startswith("| adherent"))
