"""Development sets: labelled pairs, and questions against lists, as plain frozen data that never changes between runs."""

from sets.asked import aliases, another_list, attributes, clean, mangled, one_name, original_script, other_spellings
from sets.labelled import hazards, pairs
from sets.linking import links
from sets.lists import listed
from sets.records import records
from sets.rows import Half, Pair, Question, Retrieval, half

__all__ = [
    "Half",
    "Pair",
    "Question",
    "Retrieval",
    "aliases",
    "another_list",
    "attributes",
    "clean",
    "half",
    "hazards",
    "links",
    "listed",
    "mangled",
    "one_name",
    "original_script",
    "other_spellings",
    "pairs",
    "records",
]
