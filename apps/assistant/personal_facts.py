"""Questions for the value of a code, an account or an appointment, which the documents of an estate do not hold.

A document that speaks of alarms is near to "what is the code of my alarm" in words and in meaning, and answers nothing.
So such a question is answered only by a passage that states a value of that kind: a manual may well name the code that
an alarm is delivered with. How to change, set, find or book something is no question for a value.
"""

import re
from collections.abc import Iterable
from enum import StrEnum

DEVICE = (
    r"(?:alarm|burglar|intruder|security|door|gate|garage|entry|entrance|entry ?phone|access|lift|intercom|key ?safe"
    r"|key ?box|lock ?box|safe|panel|key ?pad|car ?park|barrier|bin store|bike store|store|lock|master|user|installer"
    r"|engineer|heating|boiler|camera|cctv|app|portal)"
)
NETWORK = r"(?:wi-?fi|wireless|network|router|broadband|internet|guest)"
CODE = (
    rf"(?:{DEVICE}(?:'s|s')? (?:\w+ )?(?:code|pin|password|combination)s?"
    rf"|(?:code|pin|password|combination|number)s? (?:for|of|to|on) (?:the |my |our |this )?(?:\w+ )?{DEVICE}"
    rf"|{NETWORK}(?:'s)? (?:password|key|code|pin)|(?:password|key|code|pin) (?:for|of|to) (?:the |my |our )?{NETWORK}"
    r"|(?:my|our) (?:password|pin|pin code|passcode|access code|login))"
)
ACCOUNT = (
    r"(?:(?:my|our) (?:\w+ )?(?:mprn|gprn|meter point|account|policy|customer|serial|reference|mobile|phone|bank"
    r"|pps) ?(?:number|no\.?|balance|details)?s?"
    r"|(?:my|our) (?:\w+ )?(?:mortgage|rent|deposit|arrears|balance|bill|salary|purchase price)s?)"
)
PAID = r"\b(?:what|how much) (?:did|do) (?:i|we) (?:pay|owe|earn)\b(?! (?:for|in) (?:the )?(?:service|bins?))"
COMER = (
    r"(?:(?:the |my |our |an? )?(?:\w+ )?(?:plumber|electrician|engineer|technician|fitter|painter|installer|builder"
    r"|surveyor|contractor|gardener|repair ?man|delivery)s?|some(?:one|body)|any(?:one|body)|they|you)"
)
COMES = r"(?:come|coming|call|calling|visit|visiting|arrive|arriving|due|fix|fixing|be here|getting here)"
APPOINTMENT = (
    r"(?:(?:my|our) (?:\w+ )?(?:appointment|booking|visit|viewing|closing|completion|handover|hand-over|delivery"
    r"|moving|move-?in|inspection|survey)(?: (?:date|day|time|slot))?)"
)
GIVE = (
    r"(?:what(?:'s|s)?(?: (?:is|are|was|were))?|(?:tell|give|show|send) me|remind me(?: of)?|do you (?:know|have)"
    r"|how much(?: (?:is|are|was|do (?:i|we) owe on))?)"
)
WHEN = r"(?:when(?:'s|s)?|what (?:time|day|date)|which day|at what time|how soon)"
OTHERWISE = re.compile(
    r"\bhow (?:do|can|should|would|to)\b|\bwhat (?:do|can|should|must) (?:i|we) do\b|\b(?:where|who|why|should)\b"
    r"|\b(?:chang|set|reset|choos|creat|pick|book|cancel|mov)(?:e|ing|ting)?\b.*\b(?:code|pin|password|appointment)"
    r"|\b(?:error|fault|colour|color|paint|product|qr|bar|dress)\s?codes?\b|\bfor\?*$|\bused for\b"
    r"|\b(?:each|every) (?:year|month|quarter)\b|\b(?:yearly|annual|annually|usually|normally)\b"
)


class Value(StrEnum):
    CODE = "code"
    NUMBER = "number"
    MOMENT = "moment"


ASKED = {
    Value.CODE: re.compile(rf"\b{GIVE} (?:\w+ ){{0,3}}?{CODE}\b|^(?:the |my )?{CODE}\s*\??$"),
    Value.NUMBER: re.compile(rf"\b{GIVE} (?:\w+ ){{0,3}}?{ACCOUNT}\b|{PAID}"),
    Value.MOMENT: re.compile(rf"\b{WHEN} (?:\w+ ){{0,3}}?(?:{APPOINTMENT}|{COMER}(?: \w+){{0,3}}? {COMES})\b"),
}
# What a passage says that states such a value.
STATED = {
    Value.CODE: re.compile(
        r"\b(?:code|pin|password|passcode|combination|key)s?\b[^.\n]{0,40}?(?:\bis\b|\bare\b|:|=|\bto\b)"
        r"[^.\n]{0,20}?(?:\b\d{3,10}\b|\b(?=\w*\d)(?=\w*[a-z])[\w#*-]{4,}\b|[\"“'][^\"”'\n]{3,30}[\"”'])",
        re.IGNORECASE,
    ),
    Value.NUMBER: re.compile(
        r"\b(?:mprn|gprn|account|policy|serial|reference|number)\b[^.\n]{0,30}\d{5,}", re.IGNORECASE
    ),
}


def value_asked(text: str) -> Value | None:
    """Which kind of value of their own the asker wants to be told; None for every other question."""
    said = " ".join(text.lower().replace("\u2019", "'").split())
    if OTHERWISE.search(said):
        return None
    return next((value for value, asked in ASKED.items() if asked.search(said)), None)


def is_stated(value: Value, passages: Iterable[str]) -> bool:
    """Whether one of the passages states such a value. No document of an estate knows of an appointment."""
    stated = STATED.get(value)
    return stated is not None and any(stated.search(passage) for passage in passages)
