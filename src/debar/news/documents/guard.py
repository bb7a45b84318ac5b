"""Addresses that others give: a server that fetches them must reach nothing but the public net.

A name is looked up once for each connection, all its addresses must be allowed, and the connection goes to one of the very
addresses that were looked at: a name that means another host a moment later changes nothing. Every redirect is a
connection like the first.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterable, Sequence

import httpx

from debar.errors import DocumentRefused

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolve = Callable[[str, int], Sequence[str]]

_PORTS = frozenset({80, 443})
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
"""IPv4 addresses as IPv6 hosts reach them (RFC 6052): what they mean is the last 32 bits."""


def is_public(address: Address) -> bool:
    """Whether an address is of the public net; one that stands for another is what it stands for.

    >>> [is_public(ipaddress.ip_address(one)) for one in ("8.8.8.8", "10.0.0.1", "169.254.169.254", "::ffff:127.0.0.1")]
    [True, False, False, False]
    >>> [is_public(ipaddress.ip_address(one)) for one in ("64:ff9b::7f00:1", "2002:7f00:1::", "224.0.0.1", "::1")]
    [False, False, False, False]
    """
    if isinstance(address, ipaddress.IPv6Address):
        within = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if address in _TRANSLATED:
            within = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if within is not None:
            return is_public(within)
    return address.is_global and not address.is_multicast


def addresses(host: str, port: int) -> list[str]:
    """What a name means at this moment.

    Raises:
        OSError: it means nothing.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]).partition("%")[0] for one in found))


class Guard(httpx.BaseTransport):
    """Lets connections through to the public net, and to the networks that are named.

    Args:
        networks: of one's own, that may be reached as well, at any port.
        resolve: looks a name up; gives its addresses.
    """

    def __init__(self, networks: Iterable[str] = (), *, resolve: Resolve = addresses) -> None:
        self._networks: tuple[Network, ...] = tuple(ipaddress.ip_network(one) for one in networks)
        self._resolve = resolve
        # No connection is used twice: the next name may have the same address, and another certificate.
        self._inner = httpx.HTTPTransport(limits=httpx.Limits(max_keepalive_connections=0))

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request, if it may be sent.

        Raises:
            DocumentRefused: its host is not of the public net, or it has another port or credentials in its address.
        """
        last: httpx.TransportError | None = None
        for address in self._allowed(request.url):
            # The address stands for the name; the name stays in the header Host, and is what the certificate must be of.
            pinned = httpx.Request(
                request.method,
                request.url.copy_with(host=address),
                headers=request.headers,
                stream=request.stream,
                extensions={**request.extensions, "sni_hostname": request.url.host},
            )
            try:
                return self._inner.handle_request(pinned)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                last = error
        raise last or httpx.ConnectError("the name has no address")

    def close(self) -> None:
        """Close the connections."""
        self._inner.close()

    def _allowed(self, url: httpx.URL) -> list[str]:
        if url.userinfo:
            raise DocumentRefused(url.host, rule="an address must have no user or password in it")
        port = url.port or (443 if url.scheme == "https" else 80)
        try:
            found = self._resolve(url.host, port)
        except OSError as error:
            raise httpx.ConnectError(f"the name is not known ({error.strerror or error})") from error
        read = [ipaddress.ip_address(one) for one in found]
        if all(any(one in network for network in self._networks) for one in read):
            return [str(one) for one in read]
        if port not in _PORTS or not all(map(is_public, read)):
            # Neither the address nor the port is told: a stranger could draw a map of this network with it.
            raise DocumentRefused(
                url.host, rule="only the public net is reached, at the ports 80 and 443", fix="send the article itself"
            )
        return [str(one) for one in read]
