"""Who may ask: API keys and their scopes."""

from debar.access.keys import SCOPES, ApiKey, Keys, Principal

__all__ = ["SCOPES", "ApiKey", "Keys", "Principal"]
