"""Who really asks, and by which scheme, where a proxy stands before the server?

Only a proxy named in config.toml is believed. Anybody else could otherwise choose the address under which wrong
passwords are counted, or pass plain HTTP off as TLS.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from ipaddress import ip_address, ip_network
from typing import Any

from werkzeug.middleware.proxy_fix import ProxyFix

Wsgi = Callable[[dict[str, Any], Any], Any]
_TOLD = ("HTTP_FORWARDED", *(f"HTTP_X_FORWARDED_{name}" for name in ("FOR", "PROTO", "HOST", "PORT", "PREFIX")))


class BehindProxies:
    """Around the application: what a named proxy adds counts (its own line only), what others send is dropped."""

    def __init__(self, app: Wsgi, proxies: Iterable[str]) -> None:
        self._app = app
        self._proxied: Wsgi = ProxyFix(app, x_for=1, x_proto=1, x_host=1)
        self._networks = tuple(ip_network(each, strict=False) for each in proxies)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        """One request."""
        if self._is_proxy(environ.get("REMOTE_ADDR", "")):
            return self._proxied(environ, start_response)
        for name in _TOLD:
            environ.pop(name, None)
        return self._app(environ, start_response)

    def _is_proxy(self, address: str) -> bool:
        try:
            asking = ip_address(address)
        except ValueError:  # a socket file has no address
            return False
        mapped = getattr(asking, "ipv4_mapped", None) or asking
        return any(mapped in network for network in self._networks if network.version == mapped.version)
