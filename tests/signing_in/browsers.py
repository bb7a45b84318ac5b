"""A browser without a screen: it keeps cookies, sends what browsers send, and stops wherever a test wants to look."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urljoin, urlsplit

import httpx

_PAGE = {
    "Accept": "text/html,application/xhtml+xml",
    "Sec-Fetch-Mode": "navigate",
    "Sec-Fetch-Dest": "document",
}


class Browser:
    """One person's browser."""

    def __init__(self) -> None:
        self.client = httpx.Client(headers=_PAGE, timeout=120)

    def __enter__(self) -> Browser:
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()

    def get(self, url: str) -> httpx.Response:
        """Open a page; a redirect is not followed."""
        return self.client.get(url)

    def follow(self, answer: httpx.Response, until: str) -> httpx.Response:
        """Follow redirects until one leads to a path; that one is not followed."""
        while answer.is_redirect and urlsplit(_place(answer)).path != until:
            answer = self.client.get(_place(answer))
        return answer

    def to_callback(self, start: str, user: str, password: str) -> str:
        """From a page that needs sign-in through the provider's login to where it sends the browser back."""
        answer = self.follow(self.get(start), "/signin/callback")
        if not answer.is_redirect:
            form = {
                "username": user,
                "password": password,
                "csrfmiddlewaretoken": hidden(answer, "csrfmiddlewaretoken"),
            }
            answer = self.follow(self.client.post(str(answer.url), data=form), "/signin/callback")
        assert answer.is_redirect, answer.text
        return _place(answer)

    def sign_in(self, start: str, user: str, password: str) -> httpx.Response:
        """The same, and the answer of the callback."""
        return self.get(self.to_callback(start, user, password))

    def cookie(self, name: str) -> str | None:
        """What a cookie holds."""
        return next((one.value for one in self.client.cookies.jar if one.name == name), None)


def hidden(answer: httpx.Response, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]+)"', answer.text)
    assert found is not None, answer.text
    return found[1]


def asked(url: str) -> dict[str, str]:
    """The query string of a URL."""
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


def _place(answer: httpx.Response) -> str:
    return urljoin(str(answer.url), answer.headers["location"])
