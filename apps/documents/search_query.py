"""What search asks the database for: the question's parts, the other names of things, and where to begin."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from .search_spelling import repair
from .search_synonyms import OtherNames, other_names
from .search_words import Part, once, raw_words, read_parts

# What a passage earns by another name of a thing, beside and in place of the name that was used.
BESIDE, INSTEAD = 0.5, 0.8
# Candidates come from the rarest words, as many as keep the list short.
FEWEST_SEEDS, ENOUGH_CANDIDATES, MOST_CANDIDATES = 3, 2_500, 8_000
# The words that tell most; a question of two thousand characters is not ranked by every one of its words.
MOST_TERMS = 24


@dataclass(frozen=True, slots=True)
class Query:
    """`parts` make up the score's maximum; `extras` only add. `equal` pairs parts with the extras that say the same."""

    parts: tuple[Part, ...]
    extras: tuple[Part, ...] = ()
    equal: tuple[tuple[frozenset[str], frozenset[str]], ...] = ()

    @property
    def weight(self) -> float:
        return sum(part.weight for part in self.parts)

    @property
    def searched(self) -> tuple[Part, ...]:
        known = [part for part in self.parts + self.extras if part.chunks]
        return tuple(sorted(known, key=lambda part: -part.worth)[:MOST_TERMS])

    @property
    def seeds(self) -> list[str]:
        """The rarest known terms."""
        found, candidates = [], 0
        for part in sorted(self.searched, key=lambda part: part.chunks):
            limit = ENOUGH_CANDIDATES if len(found) >= FEWEST_SEEDS else MOST_CANDIDATES
            if found and candidates + part.chunks > limit:
                break
            found.append(part.term)
            candidates += part.chunks
        return found

    def coverage(self, terms: frozenset[str]) -> float:
        """The share of the question's weight that a passage with these terms speaks of, 0 to 1."""
        said = terms.union(*(meant for meant, other in self.equal if other <= terms))
        return sum(part.weight for part in self.parts if part.term in said) / (self.weight or 1.0)


def build(development_id: UUID, text: str, own_names: Sequence[Sequence[str]] = ()) -> Query:
    """Read the question's words and their other names in one go, then mend the spelling of what is left unknown.

    `own_names` are the development's, as in `search_synonyms`.
    """
    written = raw_words(text)
    names = other_names(written, own_names)
    spoken = [word for name in names for other in name.others for word in other]
    total, parts = read_parts(development_id, list(dict.fromkeys(written + spoken)))
    lexicon: dict[str, list[Part]] = {}
    for part in parts:
        lexicon.setdefault(part.word, []).append(part)
    query = Query(_distinct(lexicon, written))
    for name in names:
        query = _with_other_names(query, name, lexicon)
    return replace(query, parts=repair(development_id, query.parts, total))


def _with_other_names(query: Query, name: OtherNames, lexicon: Mapping[str, list[Part]]) -> Query:
    others = [parts for other in name.others if (parts := _known(lexicon, other))]
    said = _distinct(lexicon, name.said)
    if not others or not said:
        return query
    if all(part.chunks for part in said):
        instead: tuple[Part, ...] = ()
    else:
        instead = tuple(replace(part, factor=INSTEAD) for part in others[0])
    parts = tuple(part for part in query.parts if part.chunks or part not in said) + instead
    terms = {part.term for part in parts}
    extras = (replace(part, factor=BESIDE) for other in others for part in other if part.term not in terms)
    pairs = ((_terms(said), _terms(other)) for other in others)
    return Query(once(parts), once((*query.extras, *extras)), (*query.equal, *pairs))


def _known(lexicon: Mapping[str, list[Part]], phrase: Sequence[str]) -> tuple[Part, ...]:
    """The parts of a phrase that the development knows in full; none otherwise."""
    parts = _distinct(lexicon, phrase)
    return parts if all(part.chunks for part in parts) else ()


def _distinct(lexicon: Mapping[str, list[Part]], words: Iterable[str]) -> tuple[Part, ...]:
    return once(part for word in words for part in lexicon.get(word, ()))


def _terms(parts: Iterable[Part]) -> frozenset[str]:
    return frozenset(part.term for part in parts)
