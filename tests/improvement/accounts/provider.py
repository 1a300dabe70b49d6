"""An OpenID Connect provider on loopback: a real one, of one client, that signs its tokens and checks PKCE."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "improvement", "s3cret-of-the-client"


class Provider(ThreadingHTTPServer):
    """What it says of who signs in: `claims`. `refuses` makes it answer as somebody who cancels does."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.claims: dict[str, Any] = {}
        self.refuses = False
        self.codes: dict[str, str] = {}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    server: Provider

    def log_message(self, *arguments: object) -> None:
        pass

    def _say(self, said: dict[str, Any], status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(said).encode())

    def do_GET(self) -> None:  # noqa: N802 -- the library's own name
        parts = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path == "/.well-known/openid-configuration":
            url = self.server.url
            self._say(
                {
                    "issuer": url,
                    "authorization_endpoint": f"{url}/authorize",
                    "token_endpoint": f"{url}/token",
                    "jwks_uri": f"{url}/keys",
                    "token_endpoint_auth_methods_supported": ["client_secret_post"],
                }
            )
        elif parts.path == "/authorize":
            assert asked["client_id"] == CLIENT
            assert asked["code_challenge_method"] == "S256"
            code = f"code-{len(self.server.codes)}"
            self.server.codes[code] = asked["code_challenge"]
            answer = {"error": "access_denied"} if self.server.refuses else {"code": code}
            self.send_response(302)
            self.send_header(
                "Location", f"{asked['redirect_uri']}?{urlencode(answer | {'state': asked['state']})}"
            )
            self.end_headers()
        else:
            self._say({}, 404)

    def do_POST(self) -> None:  # noqa: N802 -- the library's own name
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        sent = {name: values[0] for name, values in parse_qs(body).items()}
        verifier = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(verifier).rstrip(b"=").decode()
        if sent.get("client_secret") != SECRET or self.server.codes.pop(sent["code"], "") != challenge:
            self._say({"error": "invalid_grant"}, 400)
            return
        now = int(time.time())
        claims = {"iss": self.server.url, "aud": CLIENT, "iat": now, "exp": now + 300, **self.server.claims}
        token = jwt.encode(claims, self.server.key, algorithm="RS256")
        self._say({"access_token": "opaque", "token_type": "Bearer", "expires_in": 300, "id_token": token})


@contextmanager
def running() -> Iterator[Provider]:
    """Run a provider beside the test."""
    provider = Provider()
    thread = threading.Thread(target=provider.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        provider.shutdown()
        provider.server_close()
