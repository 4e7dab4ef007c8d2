"""How each maker of speech recognisers lays out its JSON, as stretches of speech.

From files that were seen: Whisper and its kin, AWS, Google, Azure batch, Deepgram, AssemblyAI,
Speechmatics 1. From documentation alone: HealthScribe, Azure fast, Rev, whisper.cpp,
Speechmatics 2, and WhisperX with speakers. ``MAKERS`` holds, for each maker, the keys by which its
file is known and the function that takes it apart; the first that fits is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ipt_fidelity.transcript.json_tree import Tree, number, tree, trees, word

Spoken = tuple[str, str, float | None, float | None]
Word = tuple[str, str, float | None, float | None, bool]
_TICKS = 10_000_000.0
_MS = 1000.0
_NONE: Tree = {}


def by_speaker(words: Iterable[Word]) -> Iterator[Spoken]:
    """Join words into stretches of one speaker.

    Parameters
    ----------
    words : iterable of Word
        Speaker, word, start, end, and whether a blank stands before it.

    Yields
    ------
    Spoken
        Speaker, words, start and end.
    """
    held: list[str] = []
    speaker, start, end = "", None, None
    for label, text, begin, until, apart in words:
        if held and label and label != speaker:
            yield speaker, "".join(held), start, end
            held, start, end = [], None, None
        speaker = label or speaker
        held.append(f" {text}" if apart and held else text)
        start = begin if start is None else start
        end = until if until is not None else end
    if held:
        yield speaker, "".join(held), start, end


def _whisper(root: object) -> Iterator[Spoken]:
    """Whisper, faster-whisper, WhisperX, OpenAI with speakers, podcast segments."""
    for segment in trees({"segments": root}, "segments") or trees(root, "segments"):
        words = trees(segment, "words")
        text = word(segment.get("text")) or word(segment.get("body"))
        label = word(segment.get("speaker"))
        voices = {word(one.get("speaker")) for one in words} - {""}
        if len(voices) > 1:
            yield from by_speaker(
                (
                    word(one.get("speaker")),
                    word(one.get("word")).strip(),
                    number(one.get("start")),
                    number(one.get("end")),
                    True,
                )
                for one in words
            )
        else:
            begin, until = (
                _either(segment, "start", "startTime"),
                _either(segment, "end", "endTime"),
            )
            yield label or next(iter(voices), ""), text, number(begin), number(until)


def _whisper_cpp(root: object) -> Iterator[Spoken]:
    """whisper.cpp: offsets in milliseconds."""
    for segment in trees(root, "transcription"):
        offsets = tree(segment, "offsets")
        start, end = (number(offsets.get(key), per_second=_MS) for key in ("from", "to"))
        yield word(segment.get("speaker")), word(segment.get("text")), start, end


def _aws(root: object) -> Iterator[Spoken]:
    """Amazon Transcribe: words as items, speakers beside them by start time or by channel."""
    labels: dict[str, str] = {}
    for segment in trees(root, "results", "speaker_labels", "segments"):
        for item in trees(segment, "items"):
            labels[word(item.get("start_time"))] = word(item.get("speaker_label"))
    for channel in trees(root, "results", "channel_labels", "channels"):
        for item in trees(channel, "items"):
            labels.setdefault(word(item.get("start_time")), word(channel.get("channel_label")))
    labels.pop("", None)
    yield from by_speaker(
        (
            word(item.get("speaker_label")) or labels.get(word(item.get("start_time")), ""),
            word(_first(item).get("content")),
            number(item.get("start_time")),
            number(item.get("end_time")),
            item.get("type") != "punctuation",
        )
        for item in trees(root, "results", "items")
    )


def _call_analytics(root: object) -> Iterator[Spoken]:
    """Amazon's call analytics: the role of a participant and its words."""
    for segment in trees(root, "Transcript"):
        start, end = (
            number(segment.get(key), per_second=_MS)
            for key in ("BeginOffsetMillis", "EndOffsetMillis")
        )
        yield word(segment.get("ParticipantRole")), word(segment.get("Content")), start, end


def _healthscribe(root: object) -> Iterator[Spoken]:
    """Amazon HealthScribe: clinician and patient come as roles."""
    for segment in trees(root, "Conversation", "TranscriptSegments"):
        start, end = number(segment.get("BeginAudioTime")), number(segment.get("EndAudioTime"))
        label = word(tree(segment, "ParticipantDetails").get("ParticipantRole"))
        yield label, word(segment.get("Content")), start, end


def _google(root: object) -> Iterator[Spoken]:
    """Google: the words of the last result when speakers are tagged, else each result."""
    results = [_first(result) for result in trees(root, "results")]
    tagged = [words for one in results if (words := trees(one, "words")) and _tag(words[0])]
    if tagged:
        yield from by_speaker(
            (
                _tag(one),
                word(one.get("word")),
                number(_either(one, "startTime", "startOffset")),
                number(_either(one, "endTime", "endOffset")),
                True,
            )
            for one in tagged[-1]
        )
        return
    for one in results:
        words = trees(one, "words") or [{}]
        start = number(_either(words[0], "startTime", "startOffset"))
        end = number(_either(words[-1], "endTime", "endOffset"))
        yield "", word(one.get("transcript")), start, end


def _azure_batch(root: object) -> Iterator[Spoken]:
    """Azure batch: phrases of all channels, put in order of time."""
    found: list[Spoken] = []
    for phrase in trees(root, "recognizedPhrases"):
        start, length = _azure(phrase, "offset"), _azure(phrase, "duration")
        best = next(iter(trees(phrase, "nBest")), _NONE)
        label = word(phrase.get("speaker")) or word(phrase.get("channel"))
        end = start + length if start is not None and length is not None else None
        found.append((label, word(best.get("display")), start, end))
    yield from sorted(found, key=lambda one: one[2] if one[2] is not None else 0.0)


def _azure_fast(root: object) -> Iterator[Spoken]:
    """Azure fast: phrases in milliseconds."""
    for phrase in trees(root, "phrases"):
        start = number(phrase.get("offsetMilliseconds"), per_second=_MS)
        length = number(phrase.get("durationMilliseconds"), per_second=_MS)
        end = start + length if start is not None and length is not None else None
        yield word(phrase.get("speaker")), word(phrase.get("text")), start, end


def _deepgram(root: object) -> Iterator[Spoken]:
    """Deepgram: utterances, else the words of each channel."""
    utterances = trees(root, "results", "utterances")
    for one in utterances:
        yield (
            word(one.get("speaker")),
            word(one.get("transcript")),
            number(one.get("start")),
            number(one.get("end")),
        )
    for place, channel in enumerate(trees(root, "results", "channels") if not utterances else []):
        words = trees(_first(channel), "words")
        several = "" if any("speaker" in one for one in words) else str(place)
        yield from by_speaker(
            (
                word(one.get("speaker")) or several,
                word(_either(one, "punctuated_word", "word")),
                number(one.get("start")),
                number(one.get("end")),
                True,
            )
            for one in words
        )


def _assemblyai(root: object) -> Iterator[Spoken]:
    """AssemblyAI: utterances in milliseconds, else words."""
    utterances = trees(root, "utterances")
    for one in utterances:
        start, end = (number(one.get(key), per_second=_MS) for key in ("start", "end"))
        yield word(one.get("speaker")), word(one.get("text")), start, end
    if not utterances:
        yield from by_speaker(
            (
                word(one.get("speaker")),
                word(one.get("text")),
                number(one.get("start"), per_second=_MS),
                number(one.get("end"), per_second=_MS),
                True,
            )
            for one in trees(root, "words")
        )


def _speechmatics(root: object) -> Iterator[Spoken]:
    """Speechmatics 2: words and punctuation as results."""
    yield from by_speaker(
        (
            word(_first(one).get("speaker")),
            word(_first(one).get("content")),
            number(one.get("start_time")),
            number(one.get("end_time")),
            one.get("type") != "punctuation",
        )
        for one in trees(root, "results")
    )


def _speechmatics_v1(root: object) -> Iterator[Spoken]:
    """Speechmatics 1: words, and speakers by time."""
    spans = [
        (number(one.get("time")) or 0.0, word(one.get("name"))) for one in trees(root, "speakers")
    ]

    def speaker(start: float | None) -> str:
        before = [name for begin, name in spans if start is not None and begin <= start + 1e-6]
        return before[-1] if before else ""

    def words() -> Iterator[Word]:
        for one in trees(root, "words"):
            start, length = number(one.get("time")), number(one.get("duration")) or 0.0
            name = word(one.get("name"))
            end = start + length if start is not None else None
            yield speaker(start), name, start, end, name not in {".", ",", "?", "!"}

    yield from by_speaker(words())


def _monologues(root: object) -> Iterator[Spoken]:
    """Rev: monologues with elements."""
    for one in trees(root, "monologues"):
        elements = trees(one, "elements")
        text = "".join(word(element.get("value")) for element in elements)
        starts = [time for e in elements if (time := number(e.get("ts"))) is not None]
        ends = [time for e in elements if (time := number(e.get("end_ts"))) is not None]
        yield (
            word(one.get("speaker")),
            text,
            starts[0] if starts else None,
            ends[-1] if ends else None,
        )


def _first(item: Tree) -> Tree:
    return next(iter(trees(item, "alternatives")), _NONE)


def _either(item: Tree, *keys: str) -> object:
    return next((item[key] for key in keys if key in item), None)


def _tag(item: Tree) -> str:
    return word(_either(item, "speakerTag", "speakerLabel")).removeprefix("0")


def _azure(phrase: Tree, name: str) -> float | None:
    if (in_ms := phrase.get(f"{name}Milliseconds")) is not None:
        return number(in_ms, per_second=_MS)
    ticks = _either(phrase, f"{name}InTicks", f"{name}Ticks")
    return number(ticks, per_second=_TICKS) if ticks is not None else number(phrase.get(name))


MAKERS: dict[str, tuple[tuple[str, ...], Callable[[object], Iterable[Spoken]]]] = {
    "healthscribe": (("Conversation.TranscriptSegments",), _healthscribe),
    "call-analytics": (("Transcript",), _call_analytics),
    "aws": (("results.items",), _aws),
    "azure": (("recognizedPhrases",), _azure_batch),
    "azure-fast": (("phrases",), _azure_fast),
    "deepgram": (("results.channels",), _deepgram),
    "assemblyai": (("utterances", "audio_url"), _assemblyai),
    "rev": (("monologues",), _monologues),
    "whisper.cpp": (("transcription",), _whisper_cpp),
    "speechmatics-v1": (("speakers", "words"), _speechmatics_v1),
    "speechmatics": (("results", "metadata"), _speechmatics),
    "google": (("results",), _google),
    "assemblyai-utterances": (("utterances",), _assemblyai),
    "whisper": (("segments",), _whisper),
}
