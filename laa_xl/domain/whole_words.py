"""Finds any of many words or phrases in a text, each as it stands by itself and in any case, in the time of one look."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_TOKEN = re.compile(r"\w+")
# What a pattern that ignores case takes for an i, and casefold does not.
_ALIKE = str.maketrans({"\u0130": "i", "\u0131": "i"})
_ODD = "\u0345"  # no letter to look at, and to a pattern that ignores case the same as one: words cannot be told by it


class WholeWords:
    """Some hundred or thousand of them; a pattern of so many alternatives would try each at every letter.

    A phrase stands in a text only where all of its words do. So the words of the text are taken once, and a pattern looks
    for the few phrases that are left, by their rarest words.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self._words = {phrase: _tokens(phrase) for phrase in sorted(set(phrases)) if phrase.strip()}
        often = Counter(word for words in self._words.values() for word in words)
        self._by_word: dict[str, list[str]] = {}
        self._without: list[str] = []  # of punctuation alone, or odd: they are always tried
        for phrase, words in self._words.items():
            rarest = None if _ODD in phrase else min(words, key=lambda word: (often[word], word), default=None)
            (self._without if rarest is None else self._by_word.setdefault(rarest, [])).append(phrase)

    def among(self, text: str) -> list[str]:
        """The phrases that may stand in the text: all that do, and few others; the longest first."""
        if not self._words:
            return []
        found: Iterable[str] = self._words
        if _ODD not in text:
            here = _tokens(text)
            named = (phrase for word in self._by_word.keys() & here for phrase in self._by_word[word])
            found = (*(phrase for phrase in named if self._words[phrase] <= here), *self._without)
        return sorted(found, key=lambda phrase: (-len(phrase), phrase))

    def search(self, text: str) -> re.Match[str] | None:
        """The first place where one of them stands; of two that begin there the longer one."""
        found = self.among(text)
        return pattern_of(found).search(text) if found else None


def pattern_of(phrases: Iterable[str], *, any_case: bool = True) -> re.Pattern[str]:
    """A pattern of some phrases, the ones that come first preferred; letters and digits on either side of one are none of it."""
    flags = re.IGNORECASE if any_case else re.NOFLAG
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, phrases))})(?!\w)", flags)


def _tokens(text: str) -> set[str]:
    return {word.translate(_ALIKE).casefold() for word in set(_TOKEN.findall(text))}
