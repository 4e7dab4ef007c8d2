from __future__ import annotations

import pytest

from ipt_fidelity.errors import UnknownNameError
from ipt_fidelity.rubric import Rubric
from ipt_fidelity.widgets import CodebookView

SAID = "Therapist slows one real conversation down"


class Told(CodebookView):
    """A view that remembers what it sent."""

    def send(self, content: object, buffers: object = None) -> None:  # type: ignore[override]
        self.sent = [*getattr(self, "sent", []), (content, buffers)]


def test_no_trait_holds_a_word_of_the_rubric(oif: Rubric) -> None:
    state = CodebookView(oif, phase="middle").get_state()
    assert SAID not in str(state)
    host = {"layout", "tabbable", "tooltip"}
    named = {name for name in CodebookView.class_trait_names(sync=True) if name[0] != "_"}
    assert named - host == {"language", "height", "sheet"}


def test_a_saved_notebook_shows_which_rubric_and_how_much(oif: Rubric) -> None:
    bundle = CodebookView(oif)._repr_mimebundle_()
    assert bundle is not None
    content, _ = bundle
    assert content["text/plain"] == "Codebook of oif 0.1.0: 27 codes, 41 items."
    assert content["text/html"] == "<p>Codebook of oif 0.1.0: 27 codes, 41 items.</p>"
    assert "application/vnd.jupyter.widget-view+json" in content


def test_the_words_travel_by_message(oif: Rubric) -> None:
    view = Told(oif)
    view._hear(view, {"v": 1, "kind": "hello", "page": "p"}, [])  # noqa: SLF001 - what ipywidgets calls
    ((reply, buffers),) = view.sent
    assert SAID not in str(reply)
    assert SAID in buffers[0].decode()


def test_what_is_no_message_is_passed_over(oif: Rubric) -> None:
    view = Told(oif)
    view._hear(view, "hello", [])  # noqa: SLF001 - what ipywidgets calls
    assert not hasattr(view, "sent")


def test_an_unknown_phase_is_an_error_at_once(oif: Rubric) -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'middle'"):
        CodebookView(oif, phase="midle")


def test_the_page_is_joined_of_its_modules() -> None:
    page = str(getattr(CodebookView, "_esm"))  # noqa: B009 - what anywidget sends
    for name in ("book", "entries", "printing", "screen", "view", "words"):
        assert f'add("codebook/{name}.js"' in page
    assert "innerHTML" not in page
