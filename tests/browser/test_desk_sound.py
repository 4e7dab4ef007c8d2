"""The recording in step with the transcript, through the range requests of the Jupyter server."""

from __future__ import annotations

import math
import struct
import wave
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser import desk
from tests.browser.conftest import folder_of
from tests.browser.jlab import Lab

SECONDS = 60
RATE = 8000
TIME = "() => document.querySelector('.sound-bar input').valueAsNumber"


@pytest.fixture
def recording(lab: Lab) -> str:
    """A minute of tones beside the notebook, in a folder with a space in its name."""
    name = "sound 1/session.wav"
    write_tones(folder_of(lab) / name)
    return name


def write_tones(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        tone = [int(6000 * math.sin(n / 3)) for n in range(RATE)]
        sound.writeframes(struct.pack(f"<{RATE}h", *tone) * SECONDS)


def heard(page: Page) -> list[int]:
    """Numbers of the turns that are marked as heard."""
    numbers = page.locator(".turn[data-heard] > b").evaluate_all("all => all.map(b => b.dataset.n)")
    return [int(number) for number in numbers]


def is_playing(page: Page) -> bool:
    return page.get_attribute(".sound-play", "aria-pressed") == "true"


def wait_loaded(page: Page) -> None:
    page.wait_for_function(
        "() => document.querySelector('.sound-time').textContent.endsWith('01:00')"
    )


def test_the_recording_plays_in_step_and_is_sought_by_key(lab: Lab, recording: str) -> None:
    answers: list[int] = []
    lab.page.on(
        "response", lambda one: answers.append(one.status) if "/files/" in one.url else None
    )
    page, file = desk.show_fresh(lab, turns=12, sound=recording)
    wait_loaded(page)
    desk.press(page, "Space")
    page.wait_for_function(f"({TIME})() >= 1")
    assert is_playing(page)
    assert heard(page) == [1]
    desk.press(page, *["Control+ArrowRight"] * 4)
    page.wait_for_function(f"({TIME})() >= 20")
    page.wait_for_function("() => document.querySelector('.turn[data-heard] b').dataset.n >= 4")
    place = page.get_attribute("[role=option][aria-selected=true]", "data-segment")
    assert place != "g001"
    desk.press(page, "Space")
    page.wait_for_selector(".sound-play[aria-pressed=false]")
    before = page.evaluate(TIME)
    desk.press(page, "Control+ArrowLeft")
    page.wait_for_function(f"({TIME})() <= {before - 4}")
    desk.press(page, ">", ">", "<")
    assert page.inner_text(".sound-rate") == "1.1\N{MULTIPLICATION SIGN}"
    desk.press(page, "Home", "j", "r")
    page.wait_for_selector(".sound-play[aria-pressed=true]")
    row = page.locator("[role=option][aria-selected=true] b >> nth=0").get_attribute("data-n")
    page.wait_for_function(
        "n => document.querySelector('.turn[data-heard] b')?.dataset.n === n", arg=row
    )
    desk.press(page, "Space")
    assert 206 in answers
    assert desk.entries(file) == []


def test_the_cursor_stays_while_following_is_paused_or_off(lab: Lab, recording: str) -> None:
    page, _ = desk.show_fresh(lab, turns=12, sound=recording)
    wait_loaded(page)
    current = "[role=option][aria-selected=true]"
    desk.press(page, "*", "Space", *["Control+ArrowRight"] * 6)
    page.wait_for_function(
        "() => Number(document.querySelector('.turn[data-heard] b')?.dataset.n) >= 5"
    )
    assert page.get_attribute(current, "data-segment") == "g001"
    assert desk.said(page) == "The text stays where it is."
    desk.press(page, "*")
    page.wait_for_function(
        "() => document.querySelector('[aria-selected=true]').dataset.segment !== 'g001'"
    )
    desk.press(page, "Home", "c")
    page.wait_for_timeout(300)
    assert page.get_attribute(current, "data-segment") == "g001"
    assert desk.margin(page, "g001") == "● COM"
    desk.press(page, "Space")


def test_without_a_recording_nothing_of_it_shows_and_space_pages(lab: Lab) -> None:
    page, _ = desk.show_fresh(lab, turns=120)
    assert not page.locator(".sound-bar").count()
    desk.press(page, "?")
    assert "play, pause" not in page.inner_text("[role=dialog]")
    desk.press(page, "Escape", "Space")
    assert page.evaluate("() => document.querySelector('.iptf-desk .transcript').scrollTop") > 100


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("nowhere.wav", "not in the folder"),
        (".kept/session.wav", "hidden folder"),
        ("../../../outside/session.wav", "outside the folder"),
    ],
)
def test_why_there_is_no_sound_is_told_plainly(lab: Lab, name: str, why: str) -> None:
    if name != "nowhere.wav":
        write_tones((folder_of(lab) / name).resolve())
    page, _ = desk.show_fresh(lab, turns=12, sound=name)
    assert why in page.inner_text(".no-sound")
    desk.press(page, "Space")
    assert not page.locator(".sound-play").count()


def test_listening_is_kept_before_anything_is_heard(lab: Lab, recording: str) -> None:
    sign = folder_of(lab) / "listened"
    page, _ = desk.show_fresh(lab, turns=12, sound=recording, logged=True)
    wait_loaded(page)
    assert not sign.exists()
    desk.press(page, "Space")
    page.wait_for_function(f"({TIME})() >= 1")
    assert sign.exists()
    desk.press(page, "Space")
    sign.unlink()
