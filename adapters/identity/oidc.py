"""The office's own OpenID provider: authorization code with PKCE, and a token of which every part must be right.

Believed is a subject only whose token bears the provider's signature, names the provider as issuer and us as audience,
is of now, and carries the nonce that this very login began with.
"""

import ssl
import time
from collections.abc import Mapping
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import quote_plus, urlsplit

import httpx2
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri  # type: ignore[import-untyped]  # it ships no types
from authlib.oauth2.rfc7636 import create_s256_code_challenge  # type: ignore[import-untyped]  # the same
from authlib.oidc.core import CodeIDToken  # type: ignore[import-untyped]  # the same
from authlib.oidc.discovery import get_well_known_url  # type: ignore[import-untyped]  # the same
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from adapters.identity.oidc_begun import Begun
from adapters.settings import Settings

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures with a key that the provider alone has: neither none nor one that our own secret could make."""
SCOPE = "openid"
"""Only who it is. Names and addresses that providers offer are not asked for."""
KNOWN_FOR_SECONDS = 3600.0
PATIENCE_SECONDS = 10.0
LEEWAY_SECONDS = 60
"""How far the clocks of two machines may be apart."""
LONGEST_SUBJECT = 255

Json = dict[str, Any]


class ProviderDown(Exception):
    """The provider does not answer, or not as one."""


class ProviderRefused(PermissionError):
    """The provider does not vouch for anybody, or what it says cannot be believed. `why` is for the log."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


class Subject(NamedTuple):
    """Somebody as the provider knows them."""

    issuer: str
    subject: str


class Provider:
    """One provider. What it publishes of itself is kept for an hour, its keys until a token is signed by another."""

    def __init__(self, issuer: str, *, client_id: str, client_secret: str | None) -> None:
        self.issuer = issuer
        self._client_id, self._client_secret = client_id, client_secret
        self._metadata: Json = {}
        self._metadata_until = 0.0
        self._keys: KeySet | None = None

    async def address(self, begun: Begun, redirect_uri: str) -> str:
        """Where the browser goes to log in. Raises ProviderDown."""
        metadata = await self._known()
        uri: str = prepare_grant_uri(
            metadata["authorization_endpoint"],
            client_id=self._client_id,
            response_type="code",
            redirect_uri=redirect_uri,
            scope=SCOPE,
            state=begun.state,
            nonce=begun.nonce,
            code_challenge=create_s256_code_challenge(begun.verifier),
            code_challenge_method="S256",
        )
        return uri

    async def subject(self, code: str, begun: Begun, redirect_uri: str) -> Subject:
        """For whom the provider vouches with this code. Raises ProviderDown, ProviderRefused."""
        answer = await self._exchanged(code, begun, redirect_uri)
        id_token = answer.get("id_token")
        if not isinstance(id_token, str):
            raise ProviderRefused("no-id-token")
        subject = await self._believed(id_token, begun.nonce, answer.get("access_token"))
        return Subject(self.issuer, subject)

    # The token ----------------------------------------------------------------------------------------------------

    async def _exchanged(self, code: str, begun: Begun, redirect_uri: str) -> Json:
        """What the provider gives for the code: once, and only to whoever holds the verifier."""
        metadata = await self._known()
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "code_verifier": begun.verifier,
            "client_id": self._client_id,
        }
        ways = metadata.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        auth = None
        if self._client_secret is not None and "client_secret_basic" in ways:
            auth = (quote_plus(self._client_id), quote_plus(self._client_secret))
        elif self._client_secret is not None:
            form["client_secret"] = self._client_secret
        return await self._ask("POST", metadata["token_endpoint"], data=form, auth=auth)

    async def _believed(self, id_token: str, nonce: str, access_token: object) -> str:
        """The subject of an identity token that is right in every part."""
        token = await self._signed(id_token)
        told = {"iss": {"essential": True, "value": self.issuer}, "aud": {"essential": True, "value": self._client_id}}
        params = {"nonce": nonce, "client_id": self._client_id, "access_token": access_token}
        claims = CodeIDToken(token.claims, token.header, told, params)
        try:
            claims.validate(now=int(time.time()), leeway=LEEWAY_SECONDS)
        except JoseError as error:
            raise ProviderRefused(error.error) from None
        subject = token.claims["sub"]
        if not isinstance(subject, str) or not subject.isprintable() or not 0 < len(subject) <= LONGEST_SUBJECT:
            raise ProviderRefused("no-subject")
        return subject

    async def _signed(self, id_token: str) -> jwt.Token:
        """The token, if the provider signed it: with a key known before, else with one that it has since."""
        if self._keys is not None:
            try:
                return jwt.decode(id_token, self._keys, algorithms=ALGORITHMS)
            except (JoseError, ValueError):
                self._keys = None
        metadata = await self._known()
        try:
            self._keys = KeySet.import_key_set(await self._ask("GET", metadata["jwks_uri"]))  # type: ignore[arg-type]  # checked by the call
        except (JoseError, KeyError, TypeError, ValueError):
            raise ProviderDown from None
        try:
            return jwt.decode(id_token, self._keys, algorithms=ALGORITHMS)
        except (JoseError, ValueError) as error:
            raise ProviderRefused(getattr(error, "error", "not-signed")) from None

    # The wire -----------------------------------------------------------------------------------------------------

    async def _known(self) -> Mapping[str, Any]:
        """What the provider publishes of itself."""
        if time.monotonic() >= self._metadata_until:
            found = await self._ask("GET", get_well_known_url(self.issuer, external=True))
            addresses = [found.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
            if found.get("issuer") != self.issuer or not all(self._is_its_own(one) for one in addresses):
                raise ProviderDown
            self._metadata, self._metadata_until = found, time.monotonic() + KNOWN_FOR_SECONDS
        return self._metadata

    def _is_its_own(self, address: object) -> bool:
        """Over https; or beside an issuer on this machine, for tests and first steps."""
        if not isinstance(address, str):
            return False
        there, issuer = urlsplit(address), urlsplit(self.issuer)
        return there.scheme == "https" or there[:2] == issuer[:2]

    async def _ask(self, method: str, address: str, **more: Any) -> Json:
        """A JSON object. Raises ProviderDown; and ProviderRefused where the request is what is wrong."""
        try:
            async with httpx2.AsyncClient(timeout=PATIENCE_SECONDS, verify=self._trusted) as client:
                answer = await client.request(method, address, headers={"Accept": "application/json"}, **more)
            found = answer.json()
        except (httpx2.HTTPError, httpx2.InvalidURL, ValueError):
            raise ProviderDown from None
        if answer.status_code in (400, 401) and method == "POST":
            raise ProviderRefused("code")
        if answer.status_code != 200 or not isinstance(found, dict):
            raise ProviderDown
        return found

    @cached_property
    def _trusted(self) -> ssl.SSLContext:
        """Made once: it reads every certificate there is."""
        return httpx2.create_ssl_context()


def provider_of(settings: Settings) -> Provider | None:
    """The provider of this installation, if it has one."""
    if settings.oidc_issuer is None or settings.oidc_client_id is None:
        return None
    secret = settings.oidc_client_secret
    return Provider(
        settings.oidc_issuer,
        client_id=settings.oidc_client_id,
        client_secret=secret.get_secret_value() if secret else None,
    )
