"""Reading names: scripts, romanisation, words and their roles, legal forms, likeness of words."""

from debar.names.likeness import Classes, Level, Likeness, likeness, skeleton, squeeze, syllable
from debar.names.reading import VERSION, Reading, read
from debar.names.script import clean, words_of
from debar.names.tables import Group

__all__ = [
    "VERSION",
    "Classes",
    "Group",
    "Level",
    "Likeness",
    "Reading",
    "clean",
    "likeness",
    "read",
    "skeleton",
    "squeeze",
    "syllable",
    "words_of",
]
