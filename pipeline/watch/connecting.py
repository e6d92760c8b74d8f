"""Connections that go to permitted addresses only, and that end when their time is over.

The address is looked at in the very step that connects to it, so that a name cannot show one
address to the check and another to the request.
"""

import ssl
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from socket import SOCK_STREAM, getaddrinfo
from time import monotonic
from typing import Any

import httpcore

_NAT64 = IPv6Network("64:ff9b::/96")
_COMPATIBLE = IPv6Network("::/96")


class PrivateAddressError(Exception):
    """A host that is not public and that nobody has named."""

    def __init__(self, host: str, address: str) -> None:
        self.host = host
        self.address = address
        super().__init__(f"{host} is at {address}, which is not public")


@dataclass
class Deadline:
    """The moment at which a request must be done; one object for all connections of a client."""

    seconds: float
    _end: float = field(default=0.0, init=False)

    def begin(self) -> None:
        """A request begins."""
        self._end = monotonic() + self.seconds

    def left(self, timeout: float | None = None) -> float:
        """Seconds left, at most ``timeout``; raises ``httpcore.ReadTimeout`` if there are none."""
        left = self._end - monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the time is over")
        return left if timeout is None else min(left, timeout)


class GuardedBackend(httpcore.NetworkBackend):
    """Opens connections for ``httpcore``; hosts in ``private_hosts`` may be anywhere."""

    def __init__(self, private_hosts: Collection[str], deadline: Deadline) -> None:
        self._private_hosts = {host.lower() for host in private_hosts}
        self._deadline = deadline
        self._backend = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address that answers.

        Raises ``PrivateAddressError`` if any address of the host is private: a name that is both
        is a trick.
        """
        try:
            found = getaddrinfo(host.strip("[]"), port, type=SOCK_STREAM)
        except (OSError, UnicodeError) as cause:
            raise httpcore.ConnectError(f"the host name does not resolve: {cause}") from cause
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        if host.lower() not in self._private_hosts:
            for address in addresses:
                if not is_public(address):
                    raise PrivateAddressError(host, address)
        last: Exception = httpcore.ConnectError("the host name has no address")
        for address in addresses:
            try:
                stream = self._backend.connect_tcp(
                    address, port, self._deadline.left(timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                last = error
            else:
                return _TimedStream(stream, self._deadline)
        raise last


class _TimedStream(httpcore.NetworkStream):
    """A connection on which no single step outlasts the request, however slowly bytes trickle."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left = self._deadline.left(timeout)
        return _TimedStream(
            self._stream.start_tls(ssl_context, server_hostname, left), self._deadline
        )

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def is_public(address: str) -> bool:
    """Whether an IP address may be asked without being named in ``private_hosts``.

    An IPv6 address that only carries an IPv4 address is judged by that one.

    >>> [is_public(one) for one in ("127.0.0.1", "10.1.2.3", "::ffff:169.254.1.1", "2002:7f00:1::")]
    [False, False, False, False]
    """
    ip: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address):
        carried = ip.ipv4_mapped or ip.sixtofour
        if carried is None and (ip in _NAT64 or ip in _COMPATIBLE):
            carried = IPv4Address(int(ip) & 0xFFFFFFFF)
        ip = carried or ip
    return ip.is_global and not ip.is_multicast
