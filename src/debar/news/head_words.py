"""What the last word of a description tells: a government, a body of a state, a pair, a company, a man of business."""

from __future__ import annotations

GOVERNMENT_HEADS = frozenset(
    {"government", "governments", "regime", "authorities", "administration", "leadership", "side", "junta"}
)


BODY_HEADS = frozenset(
    {
        "military",
        "forces",
        "army",
        "navy",
        "police",
        "parliament",
        "ministry",
        "embassy",
        "mission",
        "intelligence",
        "prosecutors",
        "court",
        "courts",
        "troops",
        "delegation",
        "cabinet",
        "bank",
        "treasury",
        "commission",
        "committee",
        "council",
        "registry",
        "regulator",
        "authority",
        "department",
        "directorate",
        "inspectorate",
        "bureau",
        "judiciary",
        "prosecutor",
        "senate",
        "assembly",
    }
)


# A body where it is a state's: "Lithuania's customs service".
OWNED_BODIES = frozenset({"service", "agency", "office", "guard", "coastguard", "customs", "watchdog", "inspectorate"})


PAIR_HEADS = frozenset({"two", "both", "pair", "duo", "three", "trio"})


ALLY_HEADS = frozenset(
    {"allies", "countries", "nations", "states", "sides", "governments", "partners", "powers", "capitals"}
)


PEOPLE_HEADS = frozenset(
    {"leaders", "ministers", "men", "diplomats", "officials", "secretaries", "presidents", "women"}
)


COMPANY_HEADS = frozenset(
    {
        "company",
        "bank",
        "firm",
        "airline",
        "carrier",
        "group",
        "manufacturer",
        "agency",
        "ministry",
        "organization",
        "organisation",
        "bloc",
        "watchdog",
        "regulator",
        "department",
        "corporation",
        "network",
        "conglomerate",
        "refiner",
        "shipper",
        "operator",
        "lender",
        "insurer",
        "plant",
        "factory",
        "works",
        "shipyard",
        "refinery",
    }
)


# "The magnate", "the businessman": who was last spoken of, where it is one of these.
MEN = frozenset(
    {
        "magnate",
        "tycoon",
        "oligarch",
        "businessman",
        "businesswoman",
        "billionaire",
        "financier",
        "banker",
        "politician",
        "man",
        "woman",
        "defendant",
        "applicant",
        "claimant",
        "fugitive",
        "trader",
        "entrepreneur",
        "industrialist",
    }
)
