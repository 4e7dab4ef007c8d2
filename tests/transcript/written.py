"""One talk written in every format that is read, by hand rather than by the package."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterable

from openpyxl import Workbook

Talk = list[tuple[str, str]]
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _clock(second: int, mark: str = ".") -> str:
    return f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}{mark}000"


def vtt(talk: Talk) -> str:
    """WebVTT with voice tags."""
    cues = [
        f"{_clock(n)} --> {_clock(n + 1)}\n<v {who}>{words}" for n, (who, words) in enumerate(talk)
    ]
    return "WEBVTT\n\n" + "\n\n".join(cues)


def srt(talk: Talk) -> str:
    """SubRip with labels."""
    return "\n\n".join(
        f"{n + 1}\n{_clock(n, ',')} --> {_clock(n + 1, ',')}\n{who}: {words}"
        for n, (who, words) in enumerate(talk)
    )


def dialogue(talk: Talk) -> str:
    """Plain dialogue."""
    return "\n".join(f"{who}: {words}" for who, words in talk)


def table(talk: Talk) -> str:
    """Comma separated."""
    text = io.StringIO()
    csv.writer(text).writerows([("speaker", "text"), *talk])
    return text.getvalue()


def annomi(talk: Talk) -> str:
    """AnnoMI's columns."""
    text = io.StringIO()
    head = ("transcript_id", "interlocutor", "timestamp", "utterance_text")
    csv.writer(text).writerows([head, *(("7", who, "00:00:01", words) for who, words in talk)])
    return text.getvalue()


def nvivo(talk: Talk) -> str:
    """NVivo's columns."""
    text = io.StringIO()
    rows = [(f"0:{n:02d}.0 - 0:{n:02d}.9", words, who) for n, (who, words) in enumerate(talk)]
    csv.writer(text, delimiter="\t").writerows([("Timespan", "Content", "Speaker"), *rows])
    return text.getvalue()


def otter(talk: Talk) -> str:
    """Otter's text."""
    return "\n\n".join(f"{who}  0:{n:02d}  \n{words}" for n, (who, words) in enumerate(talk))


def zoom_captions(talk: Talk) -> str:
    """Zoom's saved captions."""
    return "\n\n".join(f"[{who}] 11:02:{n:02d}\n{words}" for n, (who, words) in enumerate(talk))


def teams_text(talk: Talk) -> str:
    """Teams' text."""
    return "\n\n".join(
        f"0:0:{n}.100 --> 0:0:{n}.900\n{who}\n{words}" for n, (who, words) in enumerate(talk)
    ) + "\n"  # fmt: skip


def markdown(talk: Talk) -> str:
    """Markdown with bold names."""
    return "\n\n".join(f"**{who}** [0:{n:02d}]\n\n{words}" for n, (who, words) in enumerate(talk))


def chat(talk: Talk) -> str:
    """CHAT with bullets."""
    tiers = [f"*{who}:\t{words} \x15{n}000_{n}900\x15" for n, (who, words) in enumerate(talk)]
    return "\n".join(["@UTF8", "@Begin", *tiers, "@End"])


def textgrid(talk: Talk) -> str:
    """A short TextGrid with a tier for each speaker."""
    parts = ['File type = "ooTextFile"', 'Object class = "TextGrid"', "", "0", "99", "<exists>"]
    whos = list(dict.fromkeys(who for who, _ in talk))
    parts.append(str(len(whos)))
    for who in whos:
        said = [(n, words) for n, (one, words) in enumerate(talk) if one == who]
        parts += ['"IntervalTier"', f'"{who}"', "0", "99", str(len(said))]
        for n, words in said:
            parts += [str(n), str(n + 1), '"' + words.replace('"', '""') + '"']
    return "\n".join(parts)


def elan(talk: Talk) -> str:
    """ELAN with a tier for each speaker."""
    slots = "".join(
        f'<TIME_SLOT TIME_SLOT_ID="t{n}" TIME_VALUE="{n}000"/>' for n in range(len(talk) + 1)
    )
    tiers = ""
    for who in dict.fromkeys(one for one, _ in talk):
        inside = "".join(
            f'<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a{n}" TIME_SLOT_REF1="t{n}" '
            f'TIME_SLOT_REF2="t{n + 1}"><ANNOTATION_VALUE>{words}</ANNOTATION_VALUE>'
            "</ALIGNABLE_ANNOTATION></ANNOTATION>"
            for n, (one, words) in enumerate(talk)
            if one == who
        )
        tiers += f'<TIER TIER_ID="{who}">{inside}</TIER>'
    return f"<ANNOTATION_DOCUMENT><TIME_ORDER>{slots}</TIME_ORDER>{tiers}</ANNOTATION_DOCUMENT>"


def noscribe(talk: Talk) -> str:
    """HTML of noScribe."""
    anchors = "".join(
        f'<p><a name="ts_{n}000_{n}900_{who}">{words}</a></p>\n'
        for n, (who, words) in enumerate(talk)
    )
    return f"<html><body>{anchors}</body></html>"


def rtf(talk: Talk) -> str:
    """Rich Text with every letter beyond ASCII as an escape."""

    def escaped(words: str) -> str:
        units = words.encode("utf-16-le")
        numbers = [
            int.from_bytes(units[n : n + 2], "little", signed=True) for n in range(0, len(units), 2)
        ]
        return "".join(chr(n) if 0 < n < 128 else f"\\u{n}?" for n in numbers)

    return "{\\rtf1\\ansi " + "\\par ".join(f"{who}: {escaped(words)}" for who, words in talk) + "}"


def whisper(talk: Talk) -> str:
    """Segments of WhisperX."""
    return json.dumps(
        {
            "segments": [
                {"start": n, "end": n + 1, "text": f" {words}", "speaker": who}
                for n, (who, words) in enumerate(talk)
            ]
        }
    )


def aws(talk: Talk) -> str:
    """Items of Amazon Transcribe."""
    items = [
        {
            "type": "pronunciation",
            "start_time": str(n),
            "end_time": str(n + 0.5),
            "speaker_label": who,
            "alternatives": [{"content": word}],
        }
        for n, (who, words) in enumerate(talk)
        for word in words.split()
    ]
    return json.dumps({"results": {"items": items}})


def google(talk: Talk) -> str:
    """Tagged words of Google."""
    words = [
        {"word": word, "startTime": f"{n}s", "endTime": f"{n}.5s", "speakerTag": who}
        for n, (who, said) in enumerate(talk)
        for word in said.split()
    ]
    return json.dumps({"results": [{"alternatives": [{"words": words}]}]})


def azure(talk: Talk) -> str:
    """Phrases of Azure batch."""
    phrases = [
        {
            "speaker": who,
            "offsetInTicks": n * 10**7,
            "durationInTicks": 10**7,
            "nBest": [{"display": words}],
        }
        for n, (who, words) in enumerate(talk)
    ]
    return json.dumps({"recognizedPhrases": phrases})


def deepgram(talk: Talk) -> str:
    """Utterances of Deepgram."""
    utterances = [
        {"speaker": who, "transcript": words, "start": n, "end": n + 1}
        for n, (who, words) in enumerate(talk)
    ]
    return json.dumps({"results": {"channels": [], "utterances": utterances}})


def assemblyai(talk: Talk) -> str:
    """Utterances of AssemblyAI."""
    utterances = [
        {"speaker": who, "text": words, "start": n * 1000, "end": n * 1000 + 900}
        for n, (who, words) in enumerate(talk)
    ]
    return json.dumps({"audio_url": "", "utterances": utterances})


def speechmatics(talk: Talk) -> str:
    """Results of Speechmatics 2."""
    results = [
        {
            "type": "word",
            "start_time": n,
            "end_time": n + 0.5,
            "alternatives": [{"content": word, "speaker": who}],
        }
        for n, (who, words) in enumerate(talk)
        for word in words.split()
    ]
    return json.dumps({"metadata": {}, "results": results})


def zipped(members: Iterable[tuple[str, str | bytes]]) -> bytes:
    """Zip members under the names given."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members:
            file.writestr(name, content)
    return held.getvalue()


def word_file(body: str, *others: tuple[str, str], above: str = "") -> bytes:
    """Word document around a body."""
    xml = f'{above}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    return zipped([("word/document.xml", xml), *others])


def paragraph(words: str) -> str:
    """Paragraph of Word."""
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def word_table(rows: Iterable[Iterable[str]]) -> str:
    """Table of Word."""
    cells = (("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row)) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def docx(talk: Talk) -> bytes:
    """Word document with labelled paragraphs."""
    return word_file("".join(paragraph(f"{who}: {words}") for who, words in talk))


def docx_table(talk: Talk) -> bytes:
    """Word document with a table."""
    return word_file(word_table([("Speaker", "Text"), *talk]))


def xlsx(talk: Talk) -> bytes:
    """Workbook of one sheet."""
    book = Workbook()
    sheet = book.create_sheet("Talk", 0)
    for row in [("Speaker", "Text"), *talk]:
        sheet.append(row)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


WRITERS: dict[str, Callable[[Talk], str | bytes]] = {
    "vtt": vtt,
    "srt": srt,
    "dialogue": dialogue,
    "table": table,
    "annomi": annomi,
    "nvivo": nvivo,
    "otter": otter,
    "zoom-captions": zoom_captions,
    "teams-text": teams_text,
    "markdown": markdown,
    "chat": chat,
    "textgrid": textgrid,
    "elan": elan,
    "noscribe": noscribe,
    "rtf": rtf,
    "json/whisper": whisper,
    "json/aws": aws,
    "json/google": google,
    "json/azure": azure,
    "json/deepgram": deepgram,
    "json/assemblyai": assemblyai,
    "json/speechmatics": speechmatics,
    "docx/paragraphs": docx,
    "docx/table": docx_table,
    "xlsx": xlsx,
}
