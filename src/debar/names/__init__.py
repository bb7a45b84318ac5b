"""Reading names: scripts, romanisation, words and their roles, legal forms, likeness of words."""

from debar.names.likeness import Level, Likeness, likeness, skeleton, word_keys
from debar.names.reading import VERSION, Reading, read
from debar.names.script import clean, words_of
from debar.names.tables import Group

__all__ = [
    "VERSION",
    "Group",
    "Level",
    "Likeness",
    "Reading",
    "clean",
    "likeness",
    "read",
    "skeleton",
    "word_keys",
    "words_of",
]
