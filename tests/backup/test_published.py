"""How far others have seen a ledger: noted by whatever hands positions out."""

import json
from pathlib import Path
from uuid import uuid4

from tests.cli.runner import Cli
from tests.http.server import running_server


def test_a_server_notes_how_far_others_may_have_seen(tmp_path: Path) -> None:
    cli = Cli(tmp_path, {"KRONIKA_DATABASE": f"sqlite:///{tmp_path / 'kronika.db'}"})
    cli.ok("init")
    secret = cli.ok("token", "issue", "t1", "--as", "clerk").out.strip()
    with running_server(cli, secret) as server:
        for number in (1, 2):
            assert server.conclude(f"OLP/{number}/2025", str(uuid4())).status_code == 201
        assert server.stop() == 0
    assert list(json.loads((tmp_path / "keys" / "published.json").read_text()).values()) == [2]


def test_an_issued_report_is_seen_from_outside(tmp_path: Path) -> None:
    cli = Cli(tmp_path, {"KRONIKA_DATABASE": f"sqlite:///{tmp_path / 'kronika.db'}"})
    cli.ok("init")
    cli.ok("report", "issue", "network", "--reason", "Pro zastupitelstvo", "--as", "reporter")
    assert list(json.loads((tmp_path / "keys" / "published.json").read_text()).values()) == [1]
