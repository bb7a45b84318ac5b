"""A reading as one HTML page: it works offline, prints, and says everything without its script too.

The article has its claims marked at their very words, by colour and shape; beside it stands the record of the claim that is
pointed at. Below: the timeline, who said what about whom, measures, effects, all records, all parties.

>>> from debar.news import read
>>> "supply of arms" in page(read("Iran denied it had shipped missiles to Russia."))
True
"""

from debar.news.page.page import page

__all__ = ["page"]
