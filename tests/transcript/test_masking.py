from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ipt_fidelity.errors import FidelityError, NotAllowedError, TranscriptError
from ipt_fidelity.transcript import (
    Dates,
    Key,
    MaskingRules,
    MaskingState,
    NoCapitals,
    Note,
    Role,
    Session,
    Transcript,
    draw_key,
    mask,
    parse_key,
    unmask,
    write_key,
)
from ipt_fidelity.transcript.notations import notations_in
from tests.transcript.marked_text import CASES, cast_of_20, marked_session, talk

CAST = {"Raymond Okafor": "husband", "Ray": "husband", "Zsófia": "sister 1", "O'Hara": "friend"}
WORDS = st.sampled_from(
    ["Raymond Okafor", "RAY", "ray's", "Zsófia", "zsofia", "O'Hara", "I", "said", "[laughs]",
     "[SISTER-1]", "at", "Bern", "on", "March 3rd, 2019", "2019-03-12", "12/18", "call", "555-0134",
     "216 555 0193", "Mom", "\u2019", ".", "?", "\u00e9", "my", "93 years old", "a@b.org", "May"]
)  # fmt: skip
TALKS = st.lists(
    st.one_of(
        st.lists(WORDS, min_size=1, max_size=12).map(" ".join),
        st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40),
    ),
    min_size=1,
    max_size=8,
)
ACCEPT = MaskingRules(no_capitals=NoCapitals.ACCEPT)


def masked(
    transcript: Transcript, cast: dict[str, str] | None = None, rules: MaskingRules = ACCEPT
) -> tuple[Transcript, Key]:
    key = draw_key("case-1", seed=11)
    return mask(transcript, cast=CAST if cast is None else cast, key=key, by="KM", rules=rules)


def said(*lines: str, cast: dict[str, str] | None = None, rules: MaskingRules = ACCEPT) -> str:
    return "\n".join(turn.text for turn in masked(talk(*lines), cast, rules)[0].turns)


@given(TALKS)
@example(["Raymond\u00a0Okafor (laughs) ran", "[Ray laughs] Ray\u2019s"])
@settings(deadline=None, max_examples=120)
def test_unmasking_is_exact(lines: list[str]) -> None:
    whole = talk(*lines)
    assert unmask(*masked(whole)) == whole


@given(TALKS)
@settings(deadline=None, max_examples=60)
def test_masking_keeps_number_order_and_speakers_of_turns(lines: list[str]) -> None:
    whole = talk(*lines)
    done = masked(whole)[0]
    assert [(t.id, t.speaker_id, t.start_s) for t in done.turns] == [
        (t.id, t.speaker_id, t.start_s) for t in whole.turns
    ]


@given(TALKS)
@settings(deadline=None, max_examples=120)
def test_no_name_of_the_cast_remains(lines: list[str]) -> None:
    text = "\n".join(turn.text for turn in masked(talk(*lines))[0].turns).casefold()
    left = re.sub(r"\[[^\]]*\]", "", text)
    assert re.search(r"(?<!\w)(?:raymond|okafor|ray|zs[oó]fia|o'hara)(?!\w)", left) is None


@given(TALKS)
@settings(deadline=None, max_examples=60)
def test_a_key_that_was_written_and_read_is_the_same(lines: list[str]) -> None:
    key = masked(talk(*lines))[1]
    assert parse_key(write_key(key), where="case-1.key") == key


@pytest.mark.parametrize("case", CASES)
def test_a_whole_session_comes_back(case: str) -> None:
    whole, _ = marked_session(case)
    done, key = masked(whole, cast_of_20())
    assert done != whole
    assert unmask(done, parse_key(write_key(key), where="k")) == whole


def test_short_and_full_forms_share_the_placeholder_of_their_part() -> None:
    assert (
        said("Ray came late. Raymond Okafor, I said, and Okafor's coat, ray!")
        == "[HUSBAND] came late. [HUSBAND], I said, and [HUSBAND]'s coat, [HUSBAND]!"
    )


def test_words_of_kin_are_never_masked() -> None:
    line = "Mom told Grandma, and Aunt and my Sister-in-law and Dad's brother knew, Papa too."
    assert said(line) == line


def test_a_part_that_a_case_may_have_twice_is_numbered() -> None:
    assert said("Then Lina and Gert.", cast={"Lina": "sister", "Gert": "sister 2"}) == (
        "Then [SISTER-1] and [SISTER-2]."
    )


def test_a_name_has_one_placeholder_in_all_sessions_of_a_case() -> None:
    first, key = masked(talk("Then Gwyneth rang, and Ray."))
    other = replace(talk("I said to Ray and to Gwyneth."), session=Session(id="session-2"))
    second, both = mask(other, cast={}, key=key, by="KM")
    assert first.turns[0].text == "Then [NAME-1] rang, and [HUSBAND]."
    assert second.turns[0].text == "I said to [HUSBAND] and to [NAME-1]."
    assert unmask(second, both) == other
    assert unmask(first, both).turns[0].text == "Then Gwyneth rang, and Ray."


def test_words_that_are_names_elsewhere_stay_words() -> None:
    line = "Will you? May I, in May? Hope to see. Mark my words. Bill me. Grace period."
    assert said(line, cast={"Will": "brother", "May": "sister 2", "Hope": "daughter 1"}) == line


def test_names_that_are_words_elsewhere_are_masked() -> None:
    cast = {"Will": "brother", "May": "sister 2", "Hope": "daughter 1"}
    assert said("Will said no. I told May, and Hope, too.", cast=cast) == (
        "[BROTHER-1] said no. I told [SISTER-2], and [DAUGHTER-1], too."
    )


def test_a_word_that_is_said_to_be_no_name_stays() -> None:
    assert said("I read Middlemarch again.") != "I read Middlemarch again."
    kept = said("I read Middlemarch again.", cast={"Middlemarch": "not a name"})
    assert kept == "I read Middlemarch again."


def test_one_name_for_two_people_is_refused_without_naming_it() -> None:
    with pytest.raises(FidelityError, match="Give each name one who") as refusal:
        masked(talk("So."), {"Ann Lee": "sister 1", "ann lee": "friend"})
    assert "Lee" not in str(refusal.value)
    assert "Lee" not in str(refusal.value.mend)


def test_a_part_that_holds_a_name_is_refused() -> None:
    with pytest.raises(FidelityError, match="without a name"):
        masked(talk("So."), {"Raymond": "husband", "Edna": "Raymond's mother"})
    assert said("I met Edna.", cast={"Raymond": "husband", "Edna": "husband's mother"}) == (
        "I met [HUSBAND'S MOTHER]."
    )


def test_signs_move_with_the_words() -> None:
    done = masked(talk("Ray [laughs] told Zsófia -- [Ray laughs]"))[0].turns[0]
    signs = [done.text[n.start : n.end] for n in done.notations]
    assert signs == ["[laughs]", "[[HUSBAND] laughs]"]


def test_a_placeholder_is_no_sign_of_a_transcriber() -> None:
    text = said("I told Ray's mother Edna.", "She is 93.", cast={"Edna": "mother-in-law"})
    assert notations_in(text) == ()


def test_notes_labels_and_the_file_name_are_masked_and_come_back() -> None:
    plain = talk("I told Ray.", "Yes, Denise.")
    whole = replace(
        plain,
        speakers=(
            plain.speakers[0],
            replace(plain.speakers[1], labels=("Denise Moss",), display="Denise Moss"),
        ),
        notes=(Note(kind="head", text="Ray joins", where="line 1"),),
        source=replace(plain.source, name="Denise 3 with Ray.txt"),
    )
    done, key = masked(whole)
    assert done.speakers[1].labels == ("[CLIENT]",)
    assert done.speakers[1].role is Role.CLIENT
    assert done.turns[1].text == "Yes, [CLIENT]."
    assert done.notes[0].text == "[HUSBAND] joins"
    assert done.source.name == "[CLIENT] 3 with [HUSBAND].txt"
    assert unmask(done, key) == whole


def test_states_go_from_unmasked_to_masked_and_back() -> None:
    done, key = masked(talk("I told Ray."))
    assert (done.session.masking, done.session.masked_by) == (MaskingState.MASKED, "KM")
    assert unmask(done, key).session.masking is MaskingState.UNMASKED


def test_a_masked_transcript_is_not_masked_again() -> None:
    done, key = masked(talk("I told Ray."))
    with pytest.raises(NotAllowedError, match="unmask it first"):
        mask(done, cast=CAST, key=key, by="KM")
    assert mask(unmask(done, key), cast=CAST, key=key, by="KM")[0] == done


def test_the_key_of_another_case_is_refused() -> None:
    whole = replace(talk("I told Ray."), session=Session(id="session-1", case="case-2"))
    with pytest.raises(NotAllowedError, match="one key for each case"):
        masked(whole)


def test_words_changed_after_masking_are_not_unmasked() -> None:
    done, key = masked(talk("Well, I told Ray."))
    turn = replace(done.turns[0], text=done.turns[0].text[1:])
    with pytest.raises(FidelityError, match="turn:t0001 was changed"):
        unmask(replace(done, turns=(turn,)), key)


def test_a_changed_key_is_refused() -> None:
    text = write_key(masked(talk("I told Ray."))[1])
    with pytest.raises(TranscriptError, match="changed since"):
        parse_key(text.replace("Ray", "Roy"), where="case-1.key")
    with pytest.raises(TranscriptError, match="it is no key"):
        parse_key("{}", where="case-1.key")


def test_a_key_hides_names_and_shift_when_it_is_shown() -> None:
    key = masked(talk("I told Ray."))[1]
    assert "Ray" not in repr(key) + repr(key.sessions) + repr(key.entities)
    assert "shift" not in repr(key)


LOWER = ["i went to see denise in the town and she said that nothing had been done about it " * 4]


def test_talk_without_capitals_is_refused_until_that_is_accepted() -> None:
    with pytest.raises(TranscriptError, match="one in three or more"):
        masked(talk(*LOWER), {"Denise": "friend"}, MaskingRules())
    done, key = masked(talk(*LOWER), {"Denise": "friend"})
    assert [fault.code for fault in done.faults] == ["no_capitals"]
    assert "denise" not in done.turns[0].text
    assert unmask(done, key).faults == ()


def test_dates_can_be_numbered_or_left_with_their_year() -> None:
    line = "It was on March 3rd, 2019, a Sunday."
    assert said(line, rules=MaskingRules(dates=Dates.YEAR)) == "It was on [DATE 2019], a Sunday."
    numbered = said(line, rules=MaskingRules(dates=Dates.PLACEHOLDER))
    assert numbered == "It was on [DATE-1], a Sunday."


def test_the_shift_follows_from_the_seed_and_is_26_to_104_weeks() -> None:
    weeks = {draw_key("case-1", seed=seed).shift_weeks for seed in range(300)}
    assert (min(weeks) >= 26, max(weeks) <= 104, len(weeks) > 60) == (True, True, True)
    assert draw_key("case-1", seed=5) == draw_key("case-1", seed=5)


def test_a_finder_of_ones_own_is_heard() -> None:
    def finder(text: str) -> list[tuple[int, int, str]]:
        place = text.find("the tall one")
        return [(place, place + 12, "person")] if place >= 0 else []

    key = draw_key("case-1", seed=1)
    done, _ = mask(talk("It was the tall one."), cast={}, key=key, by="KM", also=[finder])
    assert done.turns[0].text == "It was [NAME-1]."
