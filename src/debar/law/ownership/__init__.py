"""Who is blocked, frozen or restricted because of who owns it."""

from debar.law.ownership.stakes import Holdings, Interest, Notice, Party, Stake

__all__ = ["Holdings", "Interest", "Notice", "Party", "Stake"]
