"""A door to the AWS in this process, for functions that run in processes of their own: AWS_ENDPOINT_URL leads here."""

from __future__ import annotations

import re
import threading
from typing import Any

from newel.local.http_server import Handler, Server

_SCOPE = re.compile(r"Credential=[^/]+/\d+/(?P<region>[\w-]+)/(?P<service>[\w-]+)/aws4_request")
_HOSTS = {"s3": "s3.amazonaws.com", "iam": "iam.amazonaws.com", "sts": "sts.amazonaws.com"}
"""Services whose host has no region in it."""
_OUR_OWN = frozenset({"content-length", "transfer-encoding"})


class Gateway:
    """Answers calls of AWS APIs by moto; `close` it.

    Attributes
    ----------
    url
        Where it is.
    """

    def __init__(self) -> None:
        self._server = Server(_GatewayHandler)
        self.url = f"http://{self._server.address}"

    def close(self) -> None:
        """Stop answering."""
        self._server.close()


class _GatewayHandler(Handler):
    lock = threading.Lock()  # moto keeps what it has in plain dicts

    def _pass_on(self) -> None:
        from moto.core.models import botocore_stubber

        body = self.body()
        found = _SCOPE.search(self.headers.get("Authorization", ""))
        if found is None:
            self.answer(400, b"the request is not signed")
            return
        host = _HOSTS.get(found["service"], f"{found['service']}.{found['region']}.amazonaws.com")
        with self.lock:
            answer = botocore_stubber.process_request(self._request(f"https://{host}{self.path}", body))
        status, headers, content = answer or (501, {}, b"moto does not carry it out")
        named = {name: value for name, value in dict(headers).items() if name.lower() not in _OUR_OWN}
        self.answer(status, content.encode() if isinstance(content, str) else content, named)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = do_PATCH = _pass_on  # noqa: N815 - names of http.server

    def _request(self, url: str, body: bytes) -> Any:
        from botocore.awsrequest import AWSPreparedRequest
        from botocore.compat import HTTPHeaders

        headers = HTTPHeaders()
        for name, value in self.headers.items():
            if name.lower() not in ("host", "transfer-encoding"):
                headers[name] = value
        return AWSPreparedRequest(self.command, url, headers, body, stream_output=False)
