"""What other apps are told of documents, inside the transaction in which it comes about.

Behind either, what could not be answered before may be answered now.
"""

from django.dispatch import Signal

# With the `document` that has been put in force, and is found by its words from now on.
published = Signal()
# With the `document` all of whose passages are found by their meaning, too.
found_by_meaning = Signal()
