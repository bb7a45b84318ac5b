"""Reading the news: who claims what, what was announced, whom it will touch."""

from debar.news.reader import read
from debar.news.values import Claim, Effect, Measure, Party, Reading, Source

__all__ = ["Claim", "Effect", "Measure", "Party", "Reading", "Source", "read"]
