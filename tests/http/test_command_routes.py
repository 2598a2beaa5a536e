"""Commands are found in a table before any other address is asked; what is told, and to whom, stays as everywhere."""

from http import HTTPStatus

import pytest

from tests.http.conftest import CONTRACTS, Caller, House


@pytest.mark.parametrize("path", [f"{CONTRACTS}/record-conclusion", f"{CONTRACTS}/OLP-1-2018/order-payment"])
def test_what_is_wrong_with_a_body_is_told_only_to_whoever_is_known(house: House, clerk: Caller, path: str) -> None:
    """The body is read first and judged last."""
    text = {"Content-Type": "text/plain"}
    stranger = house.client.post(path, content=b"hello", headers=text)
    known = house.client.post(path, content=b"hello", headers={**text, "Authorization": f"Bearer {clerk.secret}"})
    assert stranger.status_code == HTTPStatus.UNAUTHORIZED
    assert known.status_code == HTTPStatus.UNSUPPORTED_MEDIA_TYPE


def test_a_command_is_sent_by_post_alone(clerk: Caller) -> None:
    assert clerk.get(f"{CONTRACTS}/OLP-1-2018/order-payment").status_code == HTTPStatus.METHOD_NOT_ALLOWED


def test_a_command_about_a_file_needs_the_file(clerk: Caller) -> None:
    answer = clerk.post(f"{CONTRACTS}/order-payment", {})
    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert answer.json()["code"] == "not-found"


def test_metrics_count_commands_under_one_address(house: House, clerk: Caller) -> None:
    """Not one for each file: a number in a path would make metrics without end."""
    clerk.conclude()
    seen = house.client.get("/metrics", headers={"Authorization": f"Bearer {house.caller('administrator').secret}"})
    assert 'route="/api/v1/{folder}/{verb}"' in seen.text
