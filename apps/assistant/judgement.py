"""Whether what was found answers the question: three states, not two.

A near miss in the right document cannot be told from an answer by any threshold, so an answer quotes and never claims.
What the thresholds do tell is talk that the documents know nothing about. A filter (house type, development) never
moves them. Chosen over 87 answerable and 152 foreign questions, asked of six technical manuals (1,897 passages) and of
the demo's documents: below `CLOSEST` fell 90 % of the foreign ones and none of the answerable.
"""

from apps.documents.search import SearchResult

from .models import Outcome

ANSWERED, ANSWERED_COVERAGE = 0.42, 0.5
CLOSEST = 0.33
# A passage that speaks of nearly all of the question may be short, and short passages score lower.
WHOLE, WHOLE_ANSWERED = 0.8, 0.3


def outcome_of(found: SearchResult) -> Outcome:
    whole = found.coverage >= WHOLE and found.score >= WHOLE_ANSWERED
    if whole or (found.score >= ANSWERED and found.coverage >= ANSWERED_COVERAGE):
        return Outcome.ANSWERED
    return Outcome.CLOSEST if found.score >= CLOSEST else Outcome.NOT_FOUND
