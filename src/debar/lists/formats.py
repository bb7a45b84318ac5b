"""All the formats that debar reads, in the order in which a file is held against them."""

from __future__ import annotations

from functools import cache

from debar.lists.files import Head
from debar.lists.reading import Format


@cache
def all_formats() -> tuple[Format, ...]:
    """Every format of every source, the strict ones first, the own watchlist (any CSV with a name column) last."""
    from debar.lists import au_dfat, ca_sema, ch_seco, eu_fsf, ftm, uk_sl, un_sc, us_csl, us_ofac, watchlist

    modules = (us_ofac, un_sc, uk_sl, eu_fsf, ca_sema, au_dfat, ch_seco, us_csl, ftm, watchlist)
    return tuple(format for module in modules for format in module.FORMATS)


def recognise(head: Head, *, own_watchlists: bool = False) -> tuple[Format, str] | None:
    """The format and the role in its set of a file with this beginning, or None when no format knows it.

    Args:
        own_watchlists: also take plain CSV files with a name column. A customer file looks just like one, so the caller
            must have named the source.
    """
    for format in all_formats():
        if format.name.startswith("watchlist") and not own_watchlists:
            continue
        role = format.role(head)
        if role is not None:
            return format, role
    return None
