"""Drawn graphs: layers, the order within them, places for boxes and ways for lines, and lettering that fits.

What is drawn is not known here: holdings (`debar.law.ownership.picture`) and statements (`debar.news.page`) alike.

The layered layout is written here, since no library fits: igraph and grandalf are under the GPL, and grandalf has rested
since 2023; pyelk is a first port; fast-sugiyama knows no sizes of boxes; graphlay draws well but is a month old and
compiled. None gives labels room of their own; at 300 parties all but graphlay draw 10,000 to 25,000 pixels wide.
"""
