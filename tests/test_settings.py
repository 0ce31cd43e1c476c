"""Errors in show.toml name the file, the key and what was expected."""

from __future__ import annotations

import pytest

from feedtool.errors import SettingsError
from feedtool.settings import KEYS, Settings, base_url, parse, template

UPSTREAM = 'upstream = "https://ear.example/feed"\n'


def test_defaults() -> None:
    assert parse(UPSTREAM) == Settings(upstream="https://ear.example/feed")
    assert parse(UPSTREAM).upstream_is_url
    assert not parse('upstream = "upstream.xml"').upstream_is_url


def test_every_key() -> None:
    settings = parse(
        'upstream = "u.xml"\nnotes = ["~/Vault", "*.md"]\npublic_url = "https://me.example/p/"\nmode = "owner"\n'
        'title_suffix = " · mine"\nguid = "9b024349-ccf0-5f69-a609-6b82873eab3c"\n'
        '[chapters]\nsources = ["description", "note"]\nopening = "Start"\n[pages]\nlanguage = "en"\n'
    )
    assert settings == Settings(
        upstream="u.xml",
        notes=("~/Vault", "*.md"),
        public_url="https://me.example/p",
        mode="owner",
        title_suffix=" · mine",
        guid="9b024349-ccf0-5f69-a609-6b82873eab3c",
        chapter_sources=("description", "note"),
        opening="Start",
        page_language="en",
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "x/show.toml: the key `upstream` is missing: the feed's address, or a file beside show.toml"),
        ("upstream = ", "x/show.toml: not valid TOML: Invalid value (at end of document)"),
        (
            'upstream = "ftp://x/y"',
            "x/show.toml: `upstream` is 'ftp://x/y'; expected the feed's address (http",
        ),
        (UPSTREAM + "upstrem = 1", "x/show.toml: unknown key `upstrem`; the keys are upstream, notes,"),
        (UPSTREAM + "[chapters]\norder = []", "x/show.toml: unknown key `chapters.order`"),
        (UPSTREAM + 'notes = "notes"', "x/show.toml: `notes` is 'notes'; expected a list of texts"),
        (
            UPSTREAM + '[pages]\nlanguage = "fr"',
            'x/show.toml: `pages.language` is \'fr\'; expected "en" (English), "zh"',
        ),
        (UPSTREAM + 'mode = "thief"', "x/show.toml: `mode` is 'thief'; expected \"listener\""),
        (UPSTREAM + "title_suffix = 3", "x/show.toml: `title_suffix` is 3; expected a text in quotes"),
        (
            UPSTREAM + 'title_suffix = "a\\u0007"',
            "x/show.toml: `title_suffix` is 'a\\x07'; expected a text in quotes",
        ),
        (
            UPSTREAM + 'public_url = "me.example"',
            "x/show.toml: `public_url` is 'me.example'; expected an address",
        ),
        (UPSTREAM + 'guid = "1"', "x/show.toml: `guid` is '1'; expected a UUID"),
        (
            UPSTREAM + '[chapters]\nsources = ["nots"]',
            "x/show.toml: `chapters.sources` is ['nots']; expected each at",
        ),
        (
            UPSTREAM + '[chapters]\nsources = ["note", "note"]',
            "x/show.toml: `chapters.sources` is ['note', 'note']",
        ),
        (UPSTREAM + "chapters = 1", "x/show.toml: unknown key `chapters`"),
    ],
)
def test_errors_say_what_to_do(text: str, message: str) -> None:
    with pytest.raises(SettingsError) as caught:
        parse(text, "x/show.toml")
    assert str(caught.value).startswith(message)


def test_the_template_is_valid_and_shows_every_key() -> None:
    text = template('https://ear.example/"feed"', ["/Vault/播客"])
    assert parse(text) == Settings(upstream='https://ear.example/"feed"', notes=("/Vault/播客",))
    for key in KEYS:
        assert f"{key.path.rpartition('.')[2]} = " in text


@pytest.mark.parametrize(
    "address",
    [
        "http://",
        "http://[::1",
        "https://a b/",
        "https://ear.example:x",
        "http://ear.example:99999",
        "http:/a",
    ],
)
def test_half_an_address(address: str) -> None:
    with pytest.raises(SettingsError, match=r"`upstream` is .* expected the feed's address"):
        parse(f'upstream = "{address}"')
    with pytest.raises(SettingsError, match=r"`public_url` is .* expected an address such as"):
        parse(f'{UPSTREAM}public_url = "{address}"')
    with pytest.raises(SettingsError, match="the site's address is"):
        base_url(address)


@pytest.mark.parametrize(
    "value", ["[" * 5_000 + "]" * 5_000, "{a = " * 3_000 + "1" + "}" * 3_000, "9" * 5_000]
)
def test_beyond_what_toml_is_read_of(value: str) -> None:
    with pytest.raises(
        SettingsError, match=r"^show.toml: a number in it is too long, or something is nested too deep$"
    ):
        parse(f"{UPSTREAM}title_suffix = {value}")


def test_a_value_is_shown_as_it_was_written() -> None:
    with pytest.raises(SettingsError, match=r"`mode` is 2026-01-02; expected"):
        parse(f"{UPSTREAM}mode = 2026-01-02")
    with pytest.raises(SettingsError, match=r"`mode` is 'x{199}…; expected"):
        parse(f'{UPSTREAM}mode = "{"x" * 10_000}"')


def test_text_is_all_but_controls() -> None:
    suffix = "\u3000我的 👩\u200d👧"
    assert parse(f'{UPSTREAM}title_suffix = "{suffix}"').title_suffix == suffix
    for code in ("0000", "0085", "2028"):
        with pytest.raises(SettingsError, match="without control characters"):
            parse(f'{UPSTREAM}notes = ["a\\u{code}"]')
