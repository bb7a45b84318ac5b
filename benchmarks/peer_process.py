"""Scores questions with one of nomenklatura's algorithms; runs in the environment that `peers.py` makes.

    python peer_process.py logic-v2 < lines > scores

A line is either ``{"id", "schema", "properties"}``, a listed party, or ``{"ask": a party without id, "against": [ids]}``;
each of the latter is answered by one line, the list of scores.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from followthemoney import EntityProxy, model  # type: ignore[import-not-found]
from nomenklatura.matching import ScoringConfig, get_algorithm  # type: ignore[import-not-found]


def party(id: str, said: dict[str, Any]) -> EntityProxy:
    """The party in the peer's own model: values are cleaned as it cleans them, properties it has not are left out."""
    made = model.make_entity(said["schema"])
    made.id = id
    for prop, values in said["properties"].items():
        if prop in made.schema.properties:
            for value in values:
                made.add(prop, value, cleaned=False, quiet=True)
    return made


def asked_as(number: int, said: dict[str, Any], schemata: set[str]) -> dict[str, EntityProxy]:
    """The question for each kind of party that it meets: one of no known kind (``Thing``) is asked as that kind.

    The peer keeps name analyses by id, so that each question needs ids of its own.
    """
    if said["schema"] != "Thing":
        return dict.fromkeys(schemata, party(f"question-{number}", said))
    return {schema: party(f"question-{number}-{schema}", {**said, "schema": schema}) for schema in schemata}


def main() -> None:
    algorithm = get_algorithm(sys.argv[1])
    if algorithm is None:
        sys.exit(f"nomenklatura has no algorithm {sys.argv[1]}")
    config = ScoringConfig.defaults()
    listed: dict[str, EntityProxy] = {}
    for number, line in enumerate(sys.stdin):
        said = json.loads(line)
        if "ask" not in said:
            listed[said["id"]] = party(said["id"], said)
            continue
        against = [listed[id] for id in said["against"]]
        asked = asked_as(number, said["ask"], {one.schema.name for one in against})
        scores = [algorithm.compare(asked[one.schema.name], one, config).score for one in against]
        print(json.dumps(scores), flush=True)


if __name__ == "__main__":
    main()
