"""Citations as the homeowner sees them: numbered in the order of their use, and only those used."""

from .grounding import CITATION, words_alone


class Numbering:
    def __init__(self) -> None:
        self.used: list[int] = []

    def renumbered(self, sentence: str) -> str:
        """The sentence's plain words with its citations, given by their place in the pack, behind them."""
        numbers = [int(number) for group in CITATION.findall(sentence) for number in group.split(",")]
        marks = "".join(f" [{self._shown(number)}]" for number in dict.fromkeys(numbers))
        return words_alone(sentence) + marks

    def _shown(self, number: int) -> int:
        if number not in self.used:
            self.used.append(number)
        return self.used.index(number) + 1
