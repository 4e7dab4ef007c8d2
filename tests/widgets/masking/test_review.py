"""What a review holds: each act kept before it holds, checked only when a person has looked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast as as_type

import pytest

from ipt_fidelity.errors import FidelityError, NotAllowedError, StoreError
from ipt_fidelity.transcript import MaskingState, masking_check, unmask
from ipt_fidelity.widgets.masking import Review
from ipt_fidelity.widgets.masking.review import fingerprint
from tests.widgets.masking.made import SAID, SESSION_ID, Kept, masked, review, transcript

FIRST_DOUBTFUL, SECOND_DOUBTFUL = "r0010", "r0011"


def texts(opened: Review) -> list[str]:
    return [turn.text for turn in opened.masked.turns]


def finds(opened: Review) -> list[list[object]]:
    return as_type("list[list[object]]", opened.content()["finds"])


def decided(opened: Review) -> dict[str, str]:
    return {r.id: r.decided for r in opened.key.session(SESSION_ID).redactions}


def test_the_most_doubtful_finds_come_first_and_stay_there() -> None:
    opened = review()
    before = [row[0] for row in finds(opened)]
    assert before[:2] == [FIRST_DOUBTFUL, SECOND_DOUBTFUL]
    opened.act({"do": "keep", "find": FIRST_DOUBTFUL})
    assert [row[0] for row in finds(opened)] == before


def test_a_find_is_accepted_alone_or_with_all_of_its_words() -> None:
    opened = review()
    opened.act({"do": "keep", "find": FIRST_DOUBTFUL})
    assert decided(opened)[FIRST_DOUBTFUL] == "kept_masked"
    assert decided(opened)[SECOND_DOUBTFUL] == "open"
    opened.act({"do": "keep", "find": SECOND_DOUBTFUL, "all": True})
    assert opened.counts()[0] == 0


def test_what_is_no_name_comes_back_here_or_everywhere() -> None:
    opened = review()
    opened.act({"do": "take_back", "find": FIRST_DOUBTFUL})
    assert "Maybe Brisling does" in texts(opened)[5]
    assert "about [ORGANISATION-2] and" in texts(opened)[5]
    opened.act({"do": "undo"})
    opened.act({"do": "take_back", "find": FIRST_DOUBTFUL, "all": True})
    assert texts(opened)[5].count("Brisling") == 2


def test_another_person_gets_its_placeholder_wherever_the_words_stand() -> None:
    opened = review()
    opened.act({"do": "name", "find": FIRST_DOUBTFUL, "who": "friend 2"})
    assert texts(opened)[5].count("[FRIEND-2]") == 2
    opened.act({"do": "name", "find": FIRST_DOUBTFUL, "who": "sister 1"})
    assert texts(opened)[5].count("[SISTER-1]") == 2


@pytest.mark.parametrize("who", ["", "keep", "take back", "not a name", "2", "[X]"])
def test_what_says_not_who_it_is_is_refused(who: str) -> None:
    opened = review()
    with pytest.raises(FidelityError):
        opened.act({"do": "name", "find": FIRST_DOUBTFUL, "who": who})
    assert texts(opened) == texts(review())


def test_masking_everywhere_takes_what_the_finder_has_missed_too() -> None:
    opened = review()
    assert "quentin's" in texts(opened)[3]
    said = opened.act({"do": "everywhere", "find": "r0002"})
    assert said.facts == {"placeholder": "[NAME-1]", "n": 3, "more": 1}
    assert "gave me [NAME-1]'s number" in texts(opened)[3]
    assert {decided(opened)[one] for one in ("r0002", "r0004", "r0006")} == {"kept_masked"}


def test_selected_words_are_masked_by_their_place() -> None:
    opened = review()
    start = texts(opened)[7].index("evenings")
    place = {"place": "turn:t0008", "start": start, "end": start + len("evenings")}
    opened.act({"do": "mask", **place, "who": "other 1"})
    assert "miss the [OTHER-1] we had" in texts(opened)[7]
    assert unmask(opened.masked, opened.key).turns[7].text == SAID[7]


def test_places_count_code_points_beyond_the_basic_plane() -> None:
    opened = review()
    start = texts(opened)[5].index("before")
    opened.act({
        "do": "mask", "place": "turn:t0006", "start": start, "end": start + 6, "who": "other 1",
    })  # fmt: skip
    assert "😀 about" in texts(opened)[5]
    assert texts(opened)[5].endswith("[OTHER-1].")


@pytest.mark.parametrize("span", [(-1, 4), (4, 4), (900, 910), (True, 3), (2, -1)])
def test_a_place_without_words_is_refused(span: tuple[int, int]) -> None:
    act = {"do": "mask", "place": "turn:t0008", "start": span[0], "end": span[1], "who": "town"}
    with pytest.raises(FidelityError, match="no words are selected"):
        review().act(act)


def test_every_decision_is_kept_before_it_holds() -> None:
    kept = Kept()
    opened = review(kept)
    opened.act({"do": "keep", "find": FIRST_DOUBTFUL})
    assert kept.keys[-1] == opened.key
    kept.is_full = True
    before = opened.masked, opened.key
    for act in ("keep", "take_back", "everywhere"):
        with pytest.raises(StoreError):
            opened.act({"do": act, "find": SECOND_DOUBTFUL})
    with pytest.raises(StoreError):
        opened.act({"do": "undo"})
    assert (opened.masked, opened.key) == before


def test_undo_and_redo_go_back_and_forth_exactly() -> None:
    kept = Kept()
    opened = review(kept)
    states = [(opened.masked, opened.key)]
    opened.act({"do": "take_back", "find": FIRST_DOUBTFUL, "all": True})
    states.append((opened.masked, opened.key))
    opened.act({"do": "name", "find": "r0002", "who": "boss"})
    opened.act({"do": "undo"})
    assert (opened.masked, opened.key) == states[1]
    opened.act({"do": "undo"})
    assert (opened.masked, opened.key) == states[0]
    assert kept.keys[-1] == states[0][1]
    assert opened.act({"do": "undo"}).sentence == "nothing_undone"
    opened.act({"do": "redo"})
    assert (opened.masked, opened.key) == states[1]


def test_a_session_is_checked_only_after_every_doubtful_find_was_looked_at() -> None:
    kept = Kept()
    opened = review(kept)
    with pytest.raises(NotAllowedError, match="2 doubtful findings are open"):
        opened.act({"do": "check"})
    assert opened.masked.session.masking is MaskingState.MASKED
    opened.act({"do": "keep", "find": FIRST_DOUBTFUL, "all": True})
    assert opened.masked.session.masking is MaskingState.MASKED
    opened.act({"do": "check"})
    about = opened.masked.session
    assert (about.masking, about.checked_by, about.masked_by) == (MaskingState.CHECKED, "KM", "KM")
    assert kept.facts[-1].checked_by == "KM"


def test_a_later_change_ends_the_check_and_undoing_it_brings_it_back() -> None:
    kept = Kept()
    opened = review(kept)
    opened.act({"do": "keep", "find": FIRST_DOUBTFUL, "all": True})
    opened.act({"do": "check"})
    opened.act({"do": "everywhere", "find": "r0002"})
    assert opened.masked.session.masking is MaskingState.MASKED
    assert kept.facts[-1].checked_by is None
    opened.act({"do": "undo"})
    assert opened.masked.session.masking is MaskingState.CHECKED
    opened.act({"do": "undo"})
    assert opened.masked.session.masking is MaskingState.MASKED


def test_a_check_holds_on_the_next_opening_for_the_same_decisions_only() -> None:
    kept = Kept()
    opened = review(kept)
    opened.act({"do": "keep", "find": FIRST_DOUBTFUL, "all": True})
    unchecked, key = opened.masked, opened.key
    opened.act({"do": "check"})
    facts = kept.facts[-1]
    assert facts.checked == fingerprint(opened.masked, opened.key)
    again = Review(unchecked, key, by="LS", keeper=Kept(), facts=facts)
    assert again.masked.session.checked_by == "KM"
    other = Review(*masked(), by="LS", keeper=Kept(), facts=facts)
    assert other.masked.session.masking is MaskingState.MASKED


def sample(opened: Review) -> Mapping[str, object]:
    return as_type("Mapping[str, object]", opened.content()["sample"])


def read_all(opened: Review) -> None:
    for turn in as_type("tuple[str, ...]", sample(opened)["turns"]):
        opened.act({"do": "sample_read", "turn": turn})


def test_a_sample_says_how_much_was_found_as_the_public_check_does() -> None:
    opened = review(n=8)
    opened.act({"do": "sample_draw"})
    start = texts(opened)[3].index("quentin's")
    opened.act({"do": "sample_missed", "turn": "t0004", "start": start, "end": start + 9})
    read_all(opened)
    assert opened.check is None
    opened.act({"do": "sample_finish"})
    check = opened.check
    assert check is not None
    assert (check.turns, check.identifiers, check.found) == (8, 14, 13)
    originals: dict[str, list[str]] = {f"t{n:04d}": [] for n in range(1, 9)}
    for one in opened.key.session(SESSION_ID).redactions:
        originals[one.place.removeprefix("turn:")].append(one.original)
    originals["t0004"].append("quentin's")
    public = masking_check(transcript(), opened.key, originals)
    assert (check.recall, check.low, check.high) == (public.recall, public.low, public.high)


def test_a_sample_is_finished_only_when_every_turn_was_read() -> None:
    opened = review(n=3)
    opened.act({"do": "sample_draw"})
    with pytest.raises(NotAllowedError, match="3 turns of the sample are not read"):
        opened.act({"do": "sample_finish"})
    read_all(opened)
    opened.act({"do": "sample_finish"})
    with pytest.raises(NotAllowedError, match="done"):
        read_all(opened)


def test_a_sample_says_nothing_of_a_masking_that_was_changed() -> None:
    opened = review(n=3)
    opened.act({"do": "sample_draw"})
    read_all(opened)
    opened.act({"do": "sample_finish"})
    assert opened.check is not None
    opened.act({"do": "everywhere", "find": "r0002"})
    assert opened.check is None
    assert sample(opened)["stale"] is True
    opened.act({"do": "sample_draw"})
    assert (sample(opened)["stale"], sample(opened)["seed"]) == (False, 2)


def test_accepting_a_find_leaves_the_sample_as_it_is() -> None:
    opened = review(n=3)
    opened.act({"do": "sample_draw"})
    opened.act({"do": "keep", "find": FIRST_DOUBTFUL})
    assert sample(opened)["stale"] is False


def test_what_was_missed_is_marked_and_unmarked_but_never_on_a_placeholder() -> None:
    opened = review(n=8)
    opened.act({"do": "sample_draw"})
    act = {"do": "sample_missed", "turn": "t0001", "start": 0, "end": 3}
    assert opened.act(act).sentence == "missed"
    assert opened.act(act).sentence == "not_missed"
    start = texts(opened)[0].index("[SISTER-1]")
    with pytest.raises(FidelityError, match="no unmasked words"):
        opened.act({**act, "start": start, "end": start + 5})
    with pytest.raises(FidelityError, match="not drawn"):
        opened.act({**act, "turn": "t0099"})


def test_a_sample_without_identifiers_has_no_share() -> None:
    opened = review(n=8)
    for one in list(decided(opened)):
        if one in decided(opened):
            opened.act({"do": "take_back", "find": one, "all": True})
    opened.act({"do": "sample_draw"})
    read_all(opened)
    opened.act({"do": "sample_finish"})
    check = opened.check
    assert check is not None
    assert (check.identifiers, check.recall, check.low) == (0, None, None)


@pytest.mark.parametrize(
    "act", [{}, {"do": "sing"}, {"do": "keep", "find": "r9999"}, {"do": "sample_read", "turn": "x"}]
)
def test_what_is_no_act_is_refused(act: Mapping[str, object]) -> None:
    with pytest.raises(FidelityError):
        review().act(act)
