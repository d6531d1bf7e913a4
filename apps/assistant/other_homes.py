"""Recognises questions about other homes and other people, which are refused whatever the documents say."""

import re

PEOPLE = r"(?:(?:neighbou?r|resident|home ?owner|owner|tenant|person|occupant)(?:s|'s|s')?|people|family|couple)"
PRIVATE = (
    r"(?:(?:alarm|boiler|door|gate|security|access|heating|wi-?fi|entry) )?"
    r"(?:codes?|pins?|passwords?|keys?|names?|phone|mobile|e-?mails?|addresses|contact details|details|bills?|meters?"
    r"|accounts?|documents?|contracts?|prices?|mortgage|questions?|messages?|boilers?|heating|thermostat|settings?|alarms?"
    r"|camera|snags?|snag ?list|warranty|salary|job)"
)
KIND = r"(?:number|no\.?|unit|house|home|flat|apartment|apt\.?|plot|door)"
HOME = rf"(?:{KIND}\s*#?\s*\d+[a-z]?)"
NEXT_DOOR = r"(?:next ?door|across the road|upstairs|downstairs|opposite)"
OTHERS = r"(?:other|another|any other|all(?: of)?(?: the)?|each|(?:some(?:one|body)) else's)"
WHOSE = r"(?:of|for|from|belonging to|at|in|to)"
DONE = r"(?:ask|asked|pay|paid|cost|sold|say|said|have|own|empty|vacant|away)"

ABOUT_OTHERS = [
    re.compile(rf"\b{pattern}")
    for pattern in (
        r"who (?:else )?(?:lives?|is living|owns?|bought|rents?|moved|resides?)"
        rf" (?:in|at|into|to|beside|near|here|on|{NEXT_DOOR}|{HOME})",
        rf"who (?:are|is) (?:my|our|the) (?:new )?{PEOPLE}",
        rf"(?:my|our|the|a|any|other|another|his|her) (?:\w+ )?neighbou?r(?:'s|s'|s)? (?:\w+ )?{PRIVATE}\b",
        rf"{OTHERS} (?:{PEOPLE}|home'?s?|house'?s?|unit'?s?)(?: \w+)? {PRIVATE}\b",
        rf"{PRIVATE} {WHOSE} (?:the |my |our |all |every |each |any |an? |house |home )*(?:other |new )*"
        rf"(?:{PEOPLE}|{NEXT_DOOR}|(?:some(?:one|body)) else|other (?:homes?|houses?|units?))\b",
        rf"{PRIVATE} {WHOSE} {HOME}",
        rf"{HOME}(?:'s|s') (?:\w+ )?{PRIVATE}\b",
        rf"(?:did|does|has|have|is|are|was|were) (?:the )?(?:{PEOPLE} (?:in|at|of) )?{HOME} {DONE}",
        rf"(?:questions?|what) (?:did|do|have|has) (?:my |our |the |other |all )*{PEOPLE} {DONE}",
        rf"(?:how much|what|price)(?: \w+){{0,4}} {HOME} (?:cost|sell|sold|pay|paid|go for|ask|asked)",
        r"(?:list|show|give|tell)(?: \w+){0,4} (?:of |all |the |every )*"
        r"(?:residents|home ?owners|owners|neighbou?rs|people who live)",
        rf"(?:some(?:one|body)) else's (?:\w+ )?(?:home|house|unit|{PRIVATE})\b",
        rf"{NEXT_DOOR}(?:'s) (?:\w+ )?{PRIVATE}\b",
    )
]
OWN_HOME = re.compile(
    rf"\b(?:(?:i|we) (?:live|am|are)|i'm|we're)(?: \w+)? (?:in|at) {HOME}|\b(?:my|our) (?:own )?{HOME}"
)


def asks_about_others(text: str, *, own_number: str) -> bool:
    """Whether the text asks for what belongs to another home or person. The asker's own number is no other home."""
    said = " ".join(text.lower().replace("\u2019", "'").split())
    if own_number:
        said = re.sub(rf"\b{KIND}\s*#?\s*{re.escape(own_number.lower())}\b", "my home", said)
    said = OWN_HOME.sub("my home", said)
    return any(pattern.search(said) for pattern in ABOUT_OTHERS)
