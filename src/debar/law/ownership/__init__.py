"""Who is blocked, frozen or restricted because of who owns it."""

from debar.law.ownership.rules import Rule, rule
from debar.law.ownership.stakes import Holdings, Interest, Notice, Party, Stake
from debar.law.ownership.verdicts import Assessment, Continued, Step, Verdict, assess

__all__ = [
    "Assessment",
    "Continued",
    "Holdings",
    "Interest",
    "Notice",
    "Party",
    "Rule",
    "Stake",
    "Step",
    "Verdict",
    "assess",
    "rule",
]
