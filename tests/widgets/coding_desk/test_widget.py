from __future__ import annotations

from collections.abc import Sequence

import pytest

from ipt_fidelity.sheet import Mark
from ipt_fidelity.widgets import CodingDesk
from tests.widgets.made import WORD, snapshot


class Told(CodingDesk):
    """A desk that remembers what it sent."""

    def send(self, content: object, buffers: object = None) -> None:  # type: ignore[override]
        del buffers
        self.sent = [*getattr(self, "sent", []), content]


def record(marks: Sequence[Mark]) -> int:
    return marks[-1].seq


def test_no_trait_holds_a_word_of_the_session() -> None:
    state = CodingDesk(snapshot=snapshot, record=record).get_state()
    assert WORD not in str(state)
    own = {"sheet", "language", "height", "_esm", "_css"}
    assert own <= set(state)
    host = {"layout", "tabbable", "tooltip"}
    named = {name for name in CodingDesk.class_trait_names(sync=True) if name[0] != "_"}
    assert named - host == {"sheet", "language", "height"}


def test_a_saved_notebook_shows_how_far_the_sheet_is_and_no_word() -> None:
    marks = [Mark(client="p", seq=1, target="segment:g001", field="reading", value="read")]
    desk = CodingDesk(snapshot=lambda: snapshot(marks), record=record)
    bundle = desk._repr_mimebundle_()
    assert bundle is not None
    content, _ = bundle
    assert content["text/html"] == "<p>Coding desk, session S-014: 1 of 3 segments read.</p>"
    assert content["text/plain"] == "Coding desk, session S-014: 1 of 3 segments read."
    assert "application/vnd.jupyter.widget-view+json" in content


def test_what_goes_wrong_in_the_kernel_is_told_to_the_page_without_words() -> None:
    def broken(marks: Sequence[Mark]) -> int:
        raise RuntimeError(WORD + str(marks))

    desk = Told(snapshot=snapshot, record=broken)
    message = {
        "v": 1,
        "kind": "marks",
        "page": "p",
        "client": "p",
        "marks": [[1, "segment:g001", "reading", "read"]],
    }
    desk._hear(desk, message, [])  # noqa: SLF001 - what ipywidgets calls
    (told,) = desk.sent
    assert told["kind"] == "refused"
    assert told["keep"] is True
    assert WORD not in str(told)


def test_a_misspelt_argument_is_an_error() -> None:
    with pytest.raises(TypeError, match="snapshoot"):
        CodingDesk(snapshoot=snapshot, record=record)  # type: ignore[call-arg]
