"""Make the file of tables that stand ready, which the package ships so that its first answer comes soon.

    PYTHONPATH=src .venv/bin/python tools/make_tables.py

reads the tables in ``src/debar/names/data`` as the package would without that file, and writes ``tables.msgpack`` beside
them. Equal tables give equal bytes. To be run whenever one of the tables, or how words are romanised, has changed.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from debar.names import tables
from debar.names.concepts import make_concepts
from debar.names.forms import make_trees
from debar.names.sounds import make_choices

DATA = Path(__file__).resolve().parent.parent / "src" / "debar" / "names" / "data"


def make() -> bytes:
    """The file's bytes."""
    parts: dict[str, object] = {
        "words": tables.make_words(),
        "spellings": tables.make_spellings(),
        "common words": tables.make_common_words(),
        "concepts": make_concepts(),
        "forms": make_trees(),
        "sounds": make_choices(),
    }
    encode = msgspec.msgpack.encode
    packed = {part: msgspec.Raw(encode(found)) for part, found in parts.items()}
    return encode(tables.Ready(tables.digest_of_tables(), packed))


def main() -> None:
    """Write the file and say how large it is."""
    path = DATA / tables.READY
    # Without it all is worked out from the tables.
    path.unlink(missing_ok=True)
    made = make()
    path.write_bytes(made)
    print(f"{len(made):>9,} bytes of tables")


if __name__ == "__main__":
    main()
