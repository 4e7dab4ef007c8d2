"""Identifiers that have a form of their own: telephones, addresses, records, plates, high ages."""

# ruff: noqa: E501 (a pattern stays on its line)

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers

from ipt_fidelity.transcript.masking_finding import Finding

_REGION = {
    "en": "US", "en-us": "US", "en-gb": "GB", "en-ca": "CA", "en-au": "AU", "de": "DE",
    "fr": "FR", "es": "ES", "it": "IT", "nl": "NL", "pt": "PT", "pt-br": "BR",
}  # fmt: skip
_NEEDS_LOOK = re.compile(r"\d|@|://|www\.|\bdot\b|\bninet|\bhundred|(?:\b(?:oh|zero|one|two|three|four|five|six|seven|eight|nine)\b[ ,-]*){5}", re.IGNORECASE)  # fmt: skip
_NUMBER_WORD = r"(?:oh|zero|one|two|three|four|five|six|seven|eight|nine)"
_NINETY = r"(?:ninety(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|(?:a|one) hundred(?: and \w+)?)"
_AGE = rf"(?P<it>9\d|1[01]\d|{_NINETY})"
_NO_UNIT = (
    r"(?![\w-]| ?%| (?:percent|dollars|bucks|cents|minutes|mins|hours|days|weeks|months|miles|"
    r"kilometers|pounds|lbs|kilos|degrees|times|people|or|to|and a half|of|a|milligrams|mg)\b)"
)
_PLACE = r"(?:facebook|instagram|twitter|tiktok|linkedin)"
_RULES: tuple[tuple[str, float, re.Pattern[str]], ...] = tuple(
    (kind, doubt, re.compile(pattern, flags))
    for kind, doubt, pattern, flags in (
        ("email", 0.0, r"(?P<it>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)", re.IGNORECASE),
        ("email", 0.2, r"(?P<it>\b\w+(?: (?:dot|underscore|dash) \w+)* at \w+ dot (?:com|org|net|edu|gov|co|io|ca|uk)\b)", re.IGNORECASE),
        ("url", 0.0, r"(?P<it>(?:https?://|www\.)[^\s<>\"]*[\w/])", re.IGNORECASE),
        ("url", 0.0, r"(?<![\w@.])(?P<it>(?:[\w-]+\.)+(?:com|org|net|edu|gov|io|info|ca|uk|de|au|me|health)(?:/[\w.\-/]*\w)?)(?![\w@])", re.IGNORECASE),
        ("url", 0.2, rf"\b(?P<it>{_PLACE} dot com(?: slash \w+)?)", re.IGNORECASE),
        ("url", 0.1, r"(?<![\w@.])(?P<it>@\w[\w.]*\w)", 0),
        ("ip", 0.1, r"(?<![\d.])(?P<it>\d{1,3}(?:\.\d{1,3}){3})(?![\d.])", 0),
        ("id", 0.0, r"(?<![\d-])(?P<it>\d{3}-\d{2}-\d{4})(?![\d-])", 0),
        ("account", 0.0, r"(?<!\d)(?P<it>\d{4}(?:[ -]\d{4}){2,3})(?!\d)", 0),
        ("account", 0.0, r"(?<!\w)(?P<it>[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?)(?!\w)", 0),
        ("plate", 0.1, r"\b(?:plates?|registration|license|licence|tags?)\b[^.?!]{0,30}?(?<!\w)(?P<it>(?=[A-Z0-9 -]*\d)(?=[A-Z0-9 -]*[A-Z])[A-Z0-9]{1,4}(?:[ -][A-Z0-9]{1,4}){0,2})(?!\w)", 0),
        ("phone", 0.0, r"(?<![\w.$-])(?P<it>(?:\+?\d{1,3}[ .-]?)?(?:\(\d{2,5}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4})(?![\w-])", 0),
        ("phone", 0.1, r"(?<![\w.$/-])(?P<it>\d{3}[-.]\d{4})(?![\w-])", 0),
        ("phone", 0.2, rf"(?P<it>\b{_NUMBER_WORD}(?:[ ,-]+{_NUMBER_WORD}){{6,}}\b)", re.IGNORECASE),
        ("id", 0.0, r"\b(?:MRN|SSN|ID|DOB|VIN|PIN)\b[ :#]*(?P<it>[A-Z0-9][A-Z0-9-]{2,}\d)(?![\w-])", 0),
        ("id", 0.1, r"\b(?:number|account|policy|member|case|file|chart|record|card|license|licence|passport|claim|serial|reference|docket)\b[^.?!\d]{0,25}?(?<![\w$-])(?P<it>[A-Z]{0,5}[ -]?\d[A-Z\d]*(?:[ /-](?=[A-Z]*\d)[A-Z\d]+)*)(?![\w%]|-\w)", 0),
        ("id", 0.1, r"(?<![\w$.,-])(?P<it>(?=[A-Z\d-]*\d)[A-Z\d]{2,}(?:-[A-Z\d]+){1,4})(?![\w-])", 0),
        ("id", 0.2, r"(?<![\w$.,-])(?P<it>(?=[A-Z]*\d[A-Z\d]*[A-Z]|[A-Z]+\d)[A-Z\d]{5,})(?![\w-])", 0),
        ("plate", 0.3, r"(?<![\w-])(?P<it>[A-Z]{2,3}[ -]\d{3,4}(?: ?[A-Z])?)(?![\w-])", 0),
        ("id", 0.3, r"(?<![\w$.,£€-])(?P<it>\d{5,})(?!\w|[.,]\d| ?(?:%|dollars|bucks|pounds|euros|people|miles|steps))", 0),
        ("place", 0.2, r"\b(?P<it>(?:Route|Rte\.?|Highway|Hwy\.?|Interstate|Exit|I-|US-|SR-)[ -]?\d{1,4}[A-Z]?)\b", 0),
        ("place", 0.1, r"(?<!\w)(?P<it>[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2})(?!\w)", 0),
        ("place", 0.0, r"(?<![\w$])(?P<it>P\.? ?O\.? Box \d+)\b", re.IGNORECASE),
        ("age", 0.0, rf"\b(?:aged?|turn(?:s|ed|ing)?|lived to(?: be)?|reached|died at|age of) {_AGE}{_NO_UNIT}", re.IGNORECASE),
        ("age", 0.0, rf"(?<![\w$.,]){_AGE}(?=[ -](?:years?|yrs?)[ -]old\b|[ -]year[ -]olds?\b|-year-old)", re.IGNORECASE),
        ("age", 0.2, rf"\b(?:(?:he|she|who|mother|father|mom|dad|grandma|grandpa|grandmother|grandfather|aunt|uncle|(?-i:[A-Z]\w+))(?:'s|\u2019s| is| was| must be)|I'm|I am|I\u2019m)(?: almost| nearly| about| already| only| over| now)? {_AGE}{_NO_UNIT}", re.IGNORECASE),
    )
)  # fmt: skip
_LEAST_DIGITS = 7
_FEWEST_OF_ID = 4
_YEAR = re.compile(r"(?:19|20)\d\d")


def numbers_in(text: str, *, language: str) -> Iterator[Finding]:
    """Find identifiers by their form.

    Parameters
    ----------
    text : str
        Words.
    language : str
        BCP 47 tag; decides the country of telephone numbers without one.

    Yields
    ------
    Finding
        Found by rule; they may overlap.
    """
    if _NEEDS_LOOK.search(text) is None:
        return
    for kind, doubt, pattern in _RULES:
        for match in pattern.finditer(text):
            it = match["it"]
            if kind in {"id", "account"} and (
                _YEAR.fullmatch(it) or sum(map(str.isdigit, it)) < _FEWEST_OF_ID
            ):
                continue
            start, end = match.span("it")
            start += len(it) - len(it.lstrip())
            instead = "[AGE 90+]" if kind == "age" else ""
            yield Finding(start, end, kind, "rule", doubt, replacement=instead)
    if sum(map(str.isdigit, text)) >= _LEAST_DIGITS:
        region = _REGION.get(language.casefold()) or _REGION.get(language[:2].casefold())
        for found in phonenumbers.PhoneNumberMatcher(text, region):
            yield Finding(found.start, found.end, "phone", "rule", 0.0)
