"""Phrases that address the assistant instead of the homeowner. A reason to review a page, never to remove it.

This list catches the careless; it is no defence. The defence is that a document's text is never obeyed: no tools, no
links but our own, and every sentence checked against its citation.
"""

import re

_MODEL = r"(?:ai|assistant|chat ?bot|language model|llm)"
_READER = r"(?:user|homeowner|home owner|resident|reader|customer)"

_DUTY = r"(?:must|should|shall|has to|have to|is to|will)"
_RULES = r"(?:instruction|prompt|rule|guideline)s?"
_DEEDS = r"(?:tell|say|answer|reply|reveal|ignore|call|send|open|visit|include)"
_SECRETS = r"(?:prompt|instructions|secrets?|passwords?|passages)"

# First the plain words that a page must contain before its pattern is tried: most pages then cost no pattern at all.
PHRASES: tuple[tuple[tuple[str, ...], str], ...] = (
    (("ignore", "disregard"), rf"\b(?:ignore|disregard)\b[^.]{{0,40}}\b{_RULES}\b"),
    (("override", "forget"), rf"\b(?:override|forget)\b[^.]{{0,40}}\b{_RULES}\b"),
    (("prompt",), r"\b(?:system|developer|hidden) prompts?\b"),
    (("you are",), rf"\byou are (?:now |only )*(?:an? |the |our )?(?:helpful |unrestricted )?{_MODEL}\b"),
    (("as an ai", "as a language", "as a chat"), rf"\bas an? {_MODEL}\b"),
    (("assistant", "chat", "model", "llm", "ai "), rf"\b{_MODEL}s? {_DUTY} (?:always|never|not|now|only)\b"),
    (("assistant", "chat", "model", "llm", "ai "), rf"\b{_MODEL}s?,? (?:you )?{_DUTY} {_DEEDS}\b"),
    (("you are now",), r"\byou are now (?:\w+ ){0,2}\w*(?:bot|gpt)\b"),
    (("to ", "for "), rf"\b(?:attention|notes?|instructions?|message) (?:to|for) (?:the |any |all )?{_MODEL}s?\b"),
    (("reveal", "leak", "output"), rf"\b(?:reveal|leak|output) (?:your|the|all|every)\b[^.]{{0,30}}\b{_SECRETS}\b"),
    (("repeat", "print"), rf"\b(?:repeat|print) (?:your|the|all|every)\b[^.]{{0,30}}\b{_SECRETS}\b"),
    (("tell", "inform"), rf"\b(?:do not|don't|never) (?:tell|inform) (?:the |any )?{_READER}s?\b"),
    (("respond", "reply", "answer"), r"\b(?:respond|reply|answer) (?:only|always) with\b"),
    (("asks", "ask "), rf"\b(?:if|when|whenever) (?:the |a |any )?{_READER}s? asks?\b"),
    (("<|", "<s", "<a"), r"<\|?(?:im_start|im_end|system|endoftext|assistant)\|?>"),
    (("[inst", "[/inst"), r"\[/?inst\]"),
    (("system:", "assistant:"), r"(?m:^\W*(?:system|assistant):)"),
    (("![",), r"!\[[^\]\n]{0,200}\]\(\s*(?:https?:)?//"),
)
PATTERNS = tuple((triggers, re.compile(pattern)) for triggers, pattern in PHRASES)


def reads_like_instruction(text: str) -> bool:
    lower = text.lower()
    return any(pattern.search(lower) for triggers, pattern in PATTERNS if any(word in lower for word in triggers))
