"""Whether a question asks two things at once.

A question is double-barrelled when one answer cannot serve both its halves: two practices, each of which could be in
place without the other. In a question's grammar that shows as two things *done*, not as two things they are done to.
So the rule looks at what joins words in the main clause, up to the first word that opens a subordinate clause ("who",
"that", "when", "to" ...), for what comes after describes one practice:

1. more than one question mark, or a semicolon, or a stroke between words;
2. a comma before "and", "or" or "but": we write no comma before the last of a list, so a second clause begins there;
3. "and", "or", "as well as" or "but" beside something done: a verb ("collect and share"), a participle ("written and
   reviewed"), an auxiliary ("does ... and is ..."), or such a word after an adverb ("and then used").

Lists of nouns ("calls, chats and reviews") and of adjectives before one noun ("new or changed propositions") pass. A
question that must ask two things says why in its field `double_barrelled`.
"""

from __future__ import annotations

import re

from tests.likeness import words_of

_JOINS = {"and", "or", "but"}
_OPENERS = words_of(
    "who whom whose which that what when where how why whether if because before after until once while so than to "
    "without"
)
_FRONTED = words_of("when if before after once while until because")
_AUXILIARIES = words_of("is are was were do does did has have had can could will would must may should")
_ADVERBS = words_of("then also later never always regularly promptly quickly not fully properly actively")
_PARTICIPLES = words_of(
    "written known kept held made given sent done drawn set put told taken seen found sold bought paid built led run "
    "shown chosen dealt met read spent heard brought cut lost won shared"
)
_VERBS = words_of(
    "act agree analyse answer apply ask assess build change check choose collect compare correct count create decide "
    "define deliver describe discuss ensure explain fix follow gather give hear help identify improve inform involve "
    "keep know learn listen look maintain make manage measure monitor notice offer pay prevent produce protect provide "
    "publish put react record reduce remove reply respond review reward sell send show solve study tell test thank "
    "track train treat understand update use watch weigh write"
)


def asks_two_things(question: str) -> bool:
    """True when the question is double-barrelled by the rule above.

    >>> asks_two_things("Are complaints recorded and analysed?")
    True
    >>> asks_two_things("Are complaints by phone and letter recorded in one place?")
    False
    """
    if question.count("?") > 1 or ";" in question or re.search(r"\w\s*/\s*\w", question):
        return True
    if re.search(r",\s+(?:and|or|but)\b", question):
        return True
    clause = _main_clause(question.lower().replace("as well as", "and"))
    return any(word in _JOINS and _is_done(clause[at + 1 :], clause[:at]) for at, word in enumerate(clause))


def _main_clause(question: str) -> list[str]:
    """The words up to the first opener of a subordinate clause; one that opens the question itself does not count."""
    words = re.findall(r"[a-z'’-]+|,", question)
    if words and words[0] in _FRONTED and "," in words:  # "When a sale is lost, is the reason recorded?"
        words = words[words.index(",") + 1 :]
    end = next((at for at, word in enumerate(words) if at > 1 and word in _OPENERS), len(words))
    return words[:end]


def _is_done(after: list[str], before: list[str]) -> bool:
    rest = [word for word in after if word not in _ADVERBS]
    if not rest:
        return False
    word = rest[0]
    if word in _AUXILIARIES or word in _VERBS or (before and before[-1] in _VERBS):
        return True
    # two participles side by side, "new or changed" being an adjective and its fellow
    return _is_participle(word) and bool(before) and (_is_participle(before[-1]) or len(rest) == 1)


def _is_participle(word: str) -> bool:
    return word in _PARTICIPLES or (word.endswith("ed") and len(word) > 4)
