"""Which of OFAC's two lists a file holds: neither of them says so itself.

Some programme tags stand on one list only (``data/program_tags.csv``): the Palestinian Legislative Council and Chinese
military companies are never blocked, Cuba and narcotics always. The list with more parties under such tags wins. Where
there are none, the directive notes that only the non-SDN list carries decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from debar.errors import ListUnrecognised
from debar.lists.files import ListFile
from debar.lists.us_ofac.tables import program_lists

SDN = "us-ofac-sdn"
CONS = "us-ofac-cons"
NON_SDN_NOTES = (
    "Not on the SDN List",
    "Directive Determination",
    "Directive Information",
    "(CMIC)",
    "CAATSA Section 235 Information",
    "Executive Order 14059 information",
    "correspondent account",
)


def likely(files: Mapping[str, ListFile]) -> str:
    """The list that files most likely belong to that cannot be read as a whole, by the tags in their beginnings.

    >>> likely({"sdn.csv": ListFile("cut.csv", content=b'9639,"HANIYA, Ismail","individual","NS-PLC",-0- ,')})
    'us-ofac-cons'
    """
    votes = Votes()
    for file in files.values():
        for word in re.split(r'["<>\[\]]', file.head.text):
            votes.add_programs((word.strip(),))
    # SDN where nothing tells: to think the blocking list missing is the safer mistake.
    return CONS if votes.tags[CONS] > votes.tags[SDN] else SDN


class Votes:
    """Counts, party by party, which list the programmes and notes speak for."""

    def __init__(self) -> None:
        self.tags = {SDN: 0, CONS: 0}
        self.notes = {SDN: 0, CONS: 0}

    def add_programs(self, programs: Iterable[str], parties: int = 1) -> None:
        """Count parties by their programmes."""
        lists = {program_lists().get(tag, "both") for tag in programs}
        if "sdn" in lists:
            self.tags[SDN] += parties
        elif "non-sdn" in lists:
            self.tags[CONS] += parties

    def add_notes(self, notes: str) -> None:
        """Count one party by what is said about its listing."""
        self.notes[CONS if any(note in notes for note in NON_SDN_NOTES) else SDN] += 1

    @property
    def decided(self) -> bool:
        """Whether the programmes are enough to tell."""
        return self.tags[SDN] != self.tags[CONS]

    def winner(self, file: str) -> str:
        """The list.

        Raises:
            ListUnrecognised: the file speaks for neither.
        """
        for votes in (self.tags, self.notes):
            if votes[SDN] != votes[CONS]:
                return max(votes, key=votes.__getitem__)
        raise ListUnrecognised(
            file,
            rule="this may be OFAC's SDN list or its non-SDN list",
            got="no programme that stands on one of them only",
            fix="name the source of the file",
        )
