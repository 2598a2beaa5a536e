"""OpenID providers to log in with: a real program, and one that can be told to lie."""

import base64
import hashlib
import json
import os
import secrets
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

CLIENT_ID, CLIENT_SECRET = "kronika:1", "s3cret/=&"
"""With signs that have to be encoded on their way."""


START_SECONDS = 180
"""A busy machine loads the program for a long time."""
ATTEMPTS = 5


@contextmanager
def real_provider() -> Iterator[str]:
    """A provider program in a process of its own; its address is its issuer."""
    process, issuer = _started()
    try:
        yield issuer
    finally:
        process.kill()
        process.wait()


def _started() -> "tuple[subprocess.Popen[bytes], str]":
    """Somebody else may take a free port before the program does: then another one is tried. Raises TimeoutError."""
    for _ in range(ATTEMPTS):
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce", "true"]
        environment = {**os.environ, "AUTHLIB_INSECURE_TRANSPORT": "1"}
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if _answers(f"http://127.0.0.1:{port}", process):
            return process, f"http://127.0.0.1:{port}"
        process.kill()
        process.wait()
    raise TimeoutError("no provider program came up")


def _answers(issuer: str, process: "subprocess.Popen[bytes]") -> bool:
    """Whether this process, and nobody else who came first to its port, tells of this issuer in the end."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            told = httpx2.get(f"{issuer}/.well-known/openid-configuration", timeout=30)
            if told.is_success and told.json()["issuer"] == issuer and process.poll() is None:
                return True
        except (httpx2.HTTPError, ValueError, KeyError):
            pass
        time.sleep(0.1)
    return False


@dataclass
class Answers:
    """What the lying provider says; every field can be another than it should be."""

    issuer: str = ""
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "first"}))
    published: list[Any] = field(default_factory=list)
    """The keys that it tells of; its own where none are named."""
    claims: dict[str, Any] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    algorithm: str = "RS256"
    answer: Any = None
    """In place of a token."""
    status: int = 200
    delay: float = 0.0
    asked: dict[str, dict[str, str]] = field(default_factory=dict)
    """What came with each code: the request for it, then that for a token."""
    times_keys_were_read: int = 0

    def authorise(self, address: str) -> tuple[str, str]:
        """As if somebody had logged in there: code and state of the way back."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        code = secrets.token_hex(8)
        self.asked[code] = query
        return code, query["state"]

    def token(self, form: dict[str, str], header: str) -> tuple[int, Any]:
        """The answer to a code, which is good once, with the verifier of its challenge, from the right client."""
        time.sleep(self.delay)
        asked = self.asked.pop(form.get("code", ""), None)
        if asked is None or header != _basic() or not _is_verified(asked, form):
            return 400, {"error": "invalid_grant"}
        if self.answer is not None:
            return self.status, self.answer
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "sub": "248289761001",
            "aud": CLIENT_ID,
            "exp": now + 300,
            "iat": now,
            "nonce": asked["nonce"],
            **self.claims,
        }
        kept = {name: value for name, value in claims.items() if name not in self.without}
        return self.status, {"access_token": "x", "token_type": "Bearer", "id_token": self._signed(kept)}

    def _signed(self, claims: dict[str, Any]) -> str:
        if self.algorithm == "none":
            head = {"alg": "none", "typ": "JWT"}
            return ".".join(_base64(json.dumps(part).encode()) for part in (head, claims)) + "."
        if self.algorithm == "HS256":
            return jwt.encode({"alg": "HS256", "kid": "first"}, claims, OctKey.import_key(CLIENT_SECRET * 4))
        return jwt.encode({"alg": self.algorithm, "kid": str(self.key.kid)}, claims, self.key)


def _basic() -> str:
    both = "kronika%3A1:s3cret%2F%3D%26"
    return f"Basic {base64.b64encode(both.encode()).decode()}"


def _is_verified(asked: dict[str, str], form: dict[str, str]) -> bool:
    challenge = _base64(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
    is_s256 = asked["code_challenge_method"] == "S256"
    return is_s256 and challenge == asked["code_challenge"] and form["redirect_uri"] == asked["redirect_uri"]


def _base64(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


@contextmanager
def lying_provider() -> Iterator[Answers]:
    """A provider in a thread, which says what it is told to say."""
    answers = Answers()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/keys":
                answers.times_keys_were_read += 1
                keys = answers.published or [answers.key.as_dict(private=False)]
                self._say(200, {"keys": keys})
            else:
                self._say(200, _metadata(answers.issuer))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            self._say(*answers.token(form, self.headers.get("Authorization", "")))

        def _say(self, status: int, document: Any) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(document if isinstance(document, bytes) else json.dumps(document).encode())

        def log_message(self, *_: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        answers.issuer = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield answers
        finally:
            server.shutdown()
            thread.join()


def _metadata(issuer: str) -> dict[str, str]:
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/authorise",
        "token_endpoint": f"{issuer}/token",
        "jwks_uri": f"{issuer}/keys",
    }
