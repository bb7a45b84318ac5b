"""The OIDC provider: what it says of itself, where people are sent, and what it vouches for when they come back.

Requests block, and run in worker threads. What checks signatures and claims is authlib's (and its joserfc); what is left
to its callers, the audience and the choice of algorithms, is stated here.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Generator, Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx
from authlib.oauth2 import OAuth2Error
from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.client import OAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from debar._version import __version__
from debar.errors import BadQuery, ProviderFailed, SignInRefused
from debar.service.access import is_loopback
from debar.service.sessions import SignIn

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519", "EdDSA")
"""Signatures that the provider alone can make: no `none`, and no HMAC, whose key would be the client's secret."""
_LEEWAY_S = 60
"""How far the provider's clock and ours may be apart."""
_REMEMBERED_S = 3_600
_PLAIN = re.compile(r"[A-Za-z0-9._~-]*", re.ASCII)
_TIMEOUT = httpx.Timeout(10.0, connect=5.0)


class _ClientAuth(httpx.Auth, ClientAuth):  # type: ignore[misc]
    """authlib's ways for a client to show who it is, on httpx."""

    requires_request_body = True

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        headers = dict(request.headers)
        url, headers, body = self.prepare(request.method, str(request.url), headers, request.content.decode())
        headers.pop("content-length", None)
        yield httpx.Request(request.method, url, headers=headers, content=body, extensions=request.extensions)


class _Client(OAuth2Client):  # type: ignore[misc]
    client_auth_class = _ClientAuth


class Provider:
    """One provider, for one client of it.

    Args:
        issuer: its URL, exactly as it calls itself; https, or http on this machine.
        client_id: what it knows us as.
        secret: None for a public client, which PKCE alone protects.
        ask: the scopes to ask for.

    Raises:
        BadQuery: the issuer is no such URL.
    """

    def __init__(self, issuer: str, client_id: str, secret: str | None, ask: str) -> None:
        if not _is_safe(issuer):
            raise BadQuery("--oidc-issuer", rule="an issuer is an https:// URL without query", got=repr(issuer))
        if not client_id.strip():
            raise BadQuery("--oidc-client-id", rule="the client id is empty", fix="the provider gave one")
        self.issuer, self.client_id = issuer, client_id
        self._secret, self._ask = secret, ask
        self._http = httpx.Client(timeout=_TIMEOUT, headers={"User-Agent": f"debar/{__version__}"})
        self._lock = threading.Lock()
        self._known: tuple[float, dict[str, Any]] | None = None
        self._keys: tuple[float, KeySet] | None = None

    def close(self) -> None:
        """Close its connections."""
        self._http.close()

    def address(self, sign_in: SignIn, back: str) -> str:
        """Where the person signs in.

        Args:
            back: our callback, as it is registered there.

        Raises:
            ProviderFailed: it cannot be reached, or does not say where.
        """
        url, _ = self._client(back).create_authorization_url(
            self._endpoint("authorization_endpoint"),
            state=sign_in.state,
            nonce=sign_in.nonce,
            code_verifier=sign_in.verifier,
        )
        return str(url)

    def vouched(
        self, sign_in: SignIn, back: str, code: str, issuer: str | None, wants: frozenset[str]
    ) -> tuple[dict[str, Any], str]:
        """What the provider says of the person, and its id token.

        Args:
            code: as the browser brought it.
            issuer: the issuer that the browser brought with it (RFC 9207), if it did.
            wants: claims that are asked of the userinfo endpoint where the id token does not have them.

        Raises:
            ProviderFailed: it cannot be reached, or answers what is no answer.
            SignInRefused: it refuses the code, or the id token is not for us, not now, not of this sign-in, not signed.
        """
        told = self._metadata().get("authorization_response_iss_parameter_supported") is True
        if issuer != self.issuer and (issuer is not None or told):
            raise SignInRefused("sign-in", rule="the answer is another provider's", fix="begin again")
        token = self._token(sign_in, back, code)
        id_token = token.get("id_token")
        if not isinstance(id_token, str):
            raise SignInRefused("id token", rule="the provider sent none", fix="ask it for `openid`")
        claims = self._checked(id_token, sign_in.nonce, token.get("access_token"))
        missing = [one for one in wants | {"preferred_username"} if one.partition(".")[0] not in claims]
        if missing and token.get("access_token") and self._metadata().get("userinfo_endpoint"):
            claims = {**self._userinfo(str(token["access_token"]), claims["sub"]), **claims}
        return claims, id_token

    def goodbye(self, id_token: str, back: str) -> str | None:
        """Where the person signs out there too (RP-initiated logout); None where it offers no such place.

        Raises:
            ProviderFailed: it cannot be reached.
        """
        if not self._metadata().get("end_session_endpoint"):
            return None
        place = self._endpoint("end_session_endpoint")
        asked = {"client_id": self.client_id, "post_logout_redirect_uri": back}
        asked |= {"id_token_hint": id_token} if id_token else {}
        return f"{place}{'&' if urlsplit(place).query else '?'}{urlencode(asked)}"

    def _token(self, sign_in: SignIn, back: str, code: str) -> Mapping[str, Any]:
        place = self._endpoint("token_endpoint")
        try:
            token: Mapping[str, Any] = self._client(back).fetch_token(
                place,
                grant_type="authorization_code",
                code=code,
                redirect_uri=back,
                code_verifier=sign_in.verifier,
            )
        except OAuth2Error as error:
            raise SignInRefused("code", rule="the provider does not accept it", got=error_word(error.error)) from None
        except (httpx.HTTPError, ValueError) as error:
            raise self._failed(error) from None
        return token

    def _checked(self, id_token: str, nonce: str, access_token: object) -> dict[str, Any]:
        try:
            read = self._decoded(id_token)
            wanted = {
                "iss": {"essential": True, "value": self.issuer},
                "aud": {"essential": True, "value": self.client_id},
                "nonce": {"essential": True, "value": nonce},
            }
            about = {"nonce": nonce, "client_id": self.client_id, "access_token": access_token}
            claims = CodeIDToken(read.claims, read.header, wanted, about)
            claims.validate(leeway=_LEEWAY_S)
        except (JoseError, ValueError, TypeError, KeyError) as error:
            # Our words alone: those of the libraries may repeat the token.
            got = getattr(error, "claim", None) or type(error).__name__
            raise SignInRefused("id token", rule="it is not what a sign-in here must bring", got=str(got)) from None
        if not isinstance(claims["sub"], str) or not claims["sub"]:
            raise SignInRefused("id token", rule="it names nobody", got="sub")
        return dict(claims)

    def _decoded(self, id_token: str) -> jwt.Token:
        try:
            return jwt.decode(id_token, self._key_set(), list(ALGORITHMS))
        except InvalidKeyIdError:
            # The provider may have changed its keys since they were looked at.
            return jwt.decode(id_token, self._key_set(anew=True), list(ALGORITHMS))

    def _userinfo(self, access_token: str, subject: str) -> dict[str, Any]:
        found = self._get(self._endpoint("userinfo_endpoint"), {"Authorization": f"Bearer {access_token}"})
        if found.get("sub") != subject:
            raise SignInRefused("userinfo", rule="it tells of somebody else", got="sub")
        return found

    def _key_set(self, *, anew: bool = False) -> KeySet:
        with self._lock:
            known = self._keys
        if known is None or anew or known[0] < time.monotonic() - _REMEMBERED_S:
            found = self._get(self._endpoint("jwks_uri"))
            try:
                known = (time.monotonic(), KeySet.import_key_set(found))  # type: ignore[arg-type]
            except (JoseError, ValueError, TypeError, KeyError) as error:
                raise self._failed(error) from None
            with self._lock:
                self._keys = known
        return known[1]

    def _metadata(self) -> dict[str, Any]:
        with self._lock:
            known = self._known
        if known is None or known[0] < time.monotonic() - _REMEMBERED_S:
            found = self._get(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
            if found.get("issuer") != self.issuer:
                raise ProviderFailed(
                    self.issuer, rule="it calls itself by another issuer", got=str(found.get("issuer"))[:200]
                )
            known = (time.monotonic(), found)
            with self._lock:
                self._known = known
        return known[1]

    def _endpoint(self, name: str) -> str:
        place = self._metadata().get(name)
        if not isinstance(place, str) or not _is_safe(place, query=True):
            raise ProviderFailed(self.issuer, rule=f"it names no {name} that is https", got=str(place)[:200])
        return place

    def _get(self, url: str, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
        try:
            answer = self._http.get(url, headers=headers)
            answer.raise_for_status()
            found = answer.json()
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise self._failed(error) from None
        if not isinstance(found, dict):
            raise self._failed(TypeError())
        return found

    def _client(self, back: str) -> _Client:
        ways = self._metadata().get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        way = "none"
        if self._secret:
            # In a Basic header some providers decode %, + and the like, as the standard says, and others do not.
            plain = _PLAIN.fullmatch(self.client_id + self._secret) is not None
            basic = "client_secret_basic" in ways and (plain or "client_secret_post" not in ways)
            way = "client_secret_basic" if basic else "client_secret_post"
        return _Client(
            self._http,
            self.client_id,
            self._secret,
            token_endpoint_auth_method=way,
            scope=self._ask,
            redirect_uri=back,
            code_challenge_method="S256",
        )

    def _failed(self, error: Exception) -> ProviderFailed:
        if isinstance(error, httpx.HTTPStatusError):
            got = f"status {error.response.status_code}"
        else:
            got = type(error).__name__
        return ProviderFailed(self.issuer, got=got, fix="try again later; nobody was signed in")


def error_word(given: object) -> str:
    """An error code of OAuth, as far as it is one.

    >>> error_word("invalid_grant"), error_word("<script>")
    ('invalid_grant', 'an error without a usable code')
    """
    text = str(given)
    usable = text.isascii() and text.replace("_", "").replace(" ", "").isalnum() and len(text) < 60
    return text if usable else "an error without a usable code"


def _is_safe(url: str, *, query: bool = False) -> bool:
    """Whether a URL is https, or http on this machine.

    >>> _is_safe("https://id.example"), _is_safe("http://id.example"), _is_safe("http://127.0.0.1:9/o")
    (True, False, True)
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    if not host or parts.fragment or parts.username or (parts.query and not query):
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))
