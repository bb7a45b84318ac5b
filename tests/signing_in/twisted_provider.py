"""A provider that lies in one way at a time: what no honest one would send. Its tokens are signed by jwcrypto, not authlib."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from jwcrypto import jwk, jwt

Json = dict[str, Any]
Twist = Callable[[Json, Json], None]
"""Changes the header and the claims of an id token."""


class TwistedProvider(ThreadingHTTPServer):
    """Honest, until a test changes one of these.

    Attributes:
        twist: what it does to its id tokens.
        sign: how it signs them.
        metadata, token, user: what it answers besides; changed in place.
        status: by path, with what status it answers instead.
        hold: while it is not set, nothing is answered; each request that is held counts up `held`.
    """

    daemon_threads = True

    def __init__(self, client_id: str, client_secret: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.issuer = f"http://127.0.0.1:{self.server_port}"
        self.client_id, self.client_secret = client_id, client_secret
        self.key = self.new_key("one")
        self.published = [self.key]
        self.twist: Twist = lambda header, claims: None
        self.sign: Callable[[Json, Json], str] = self.signed
        self.metadata: Json = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "response_types_supported": ["code"],
            "id_token_signing_alg_values_supported": ["ES256", "HS256", "none"],
        }
        self.token: Json = {"access_token": "an-access-token", "token_type": "Bearer"}
        self.user: Json = {}
        self.status: dict[str, int] = {}
        self.codes: dict[str, Json] = {}
        self.back: Json = {}
        self.hold, self.held = threading.Event(), threading.Semaphore(0)
        self.hold.set()

    @staticmethod
    def new_key(kid: str) -> jwk.JWK:
        return jwk.JWK.generate(kty="EC", crv="P-256", kid=kid)

    def signed(self, header: Json, claims: Json, key: jwk.JWK | None = None) -> str:
        token = jwt.JWT(header=header, claims=claims)
        token.make_signed_token(key or self.key)
        return str(token.serialize())

    def unsigned(self, header: Json, claims: Json) -> str:
        parts = [json.dumps(one).encode() for one in ({**header, "alg": "none"}, claims)]
        return ".".join([*(base64.urlsafe_b64encode(one).rstrip(b"=").decode() for one in parts), ""])

    def signed_with_our_secret(self, header: Json, claims: Json) -> str:
        """As who knows the client's secret, or the published key, could sign."""
        secret = base64.urlsafe_b64encode(self.client_secret.encode()).rstrip(b"=").decode()
        return self.signed({**header, "alg": "HS256"}, claims, jwk.JWK(kty="oct", k=secret))

    def signed_with_a_key_of_its_own(self, header: Json, claims: Json) -> str:
        return self.signed(header, claims, self.new_key("one"))

    def id_token(self, nonce: str) -> str:
        now = int(time.time())
        header = {"alg": "ES256", "typ": "JWT", "kid": self.key["kid"]}
        claims: Json = {
            "iss": self.issuer,
            "sub": "7",
            "aud": self.client_id,
            "exp": now + 300,
            "iat": now,
            "nonce": nonce,
            "preferred_username": "ada",
            "groups": ["compliance"],
        }
        self.twist(header, claims)
        return self.sign(header, claims)


class _Handler(BaseHTTPRequestHandler):
    server: TwistedProvider

    def do_GET(self) -> None:
        if not self.server.hold.is_set():
            self.server.held.release()
            self.server.hold.wait(timeout=60)
        path = urlsplit(self.path).path
        asked = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        if path == "/authorize":
            code = f"code-{len(self.server.codes)}-{asked['state'][:8]}"
            self.server.codes[code] = asked
            back = {"code": code, "state": asked["state"], **self.server.back}
            self.send_response(302)
            self.send_header("Location", f"{asked['redirect_uri']}?{urlencode(back)}")
            self.end_headers()
            return
        self._answer(path, self._documents().get(path, {}))

    def do_POST(self) -> None:
        form = self.rfile.read(int(self.headers["Content-Length"])).decode()
        given = {name: values[0] for name, values in parse_qs(form).items()}
        asked = self.server.codes.pop(given["code"])
        challenge = base64.urlsafe_b64encode(hashlib.sha256(given["code_verifier"].encode()).digest()).rstrip(b"=")
        if challenge.decode() != asked["code_challenge"]:
            self.server.status["/token"] = 400
        token = dict(self.server.token)
        token.setdefault("id_token", self.server.id_token(asked["nonce"]))
        self._answer("/token", token)

    def _documents(self) -> dict[str, Json]:
        return {
            "/.well-known/openid-configuration": self.server.metadata,
            "/keys": {"keys": [one.export_public(as_dict=True) for one in self.server.published]},
            "/userinfo": self.server.user,
        }

    def _answer(self, path: str, document: Json) -> None:
        body = json.dumps(document).encode()
        self.send_response(self.server.status.get(path, 200))
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def twisted(client_id: str, client_secret: str) -> Iterator[TwistedProvider]:
    """The provider, served by a thread."""
    with TwistedProvider(client_id, client_secret) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
