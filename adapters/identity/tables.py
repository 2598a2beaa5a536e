"""Every table of what cannot be made again; whoever adds one adds a line."""

from adapters import reading_log
from adapters.evidence import receipts
from adapters.identity import accounts, browsers, oidc_begun, sessions, tokens, tries
from adapters.sealing import tables as sealing

SIDE_TABLES = (
    *tokens.TABLES,
    *accounts.TABLES,
    *tries.TABLES,
    *sessions.TABLES,
    *browsers.TABLES,
    *oidc_begun.TABLES,
    *receipts.TABLES,
    *reading_log.TABLES,
    *sealing.TABLES,
)
