"""`podcast:guid` from a URL: https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/guid.md"""

from __future__ import annotations

import pytest

from feedtool.namespaces import PodcastExtension, guid_from_url

PODNEWS = "9b024349-ccf0-5f69-a609-6b82873eab3c"


@pytest.mark.parametrize(
    ("url", "guid"),
    [
        ("podnews.net/rss", PODNEWS),
        ("https://podnews.net/rss", PODNEWS),
        ("HTTP://podnews.net/rss//", PODNEWS),
        ("feed://podnews.net/rss/", PODNEWS),
        ("https://mp3s.nashownotes.com/pc20rss.xml", "917393e3-1b1e-5cef-ace4-edaa54e1f810"),
    ],
)
def test_guid_from_url(url: str, guid: str) -> None:
    assert guid_from_url(url) == guid


@pytest.mark.parametrize("url", ["https://example.com/a", "例子.example/播客?a=1"])
def test_is_taken_by_the_tag(url: str) -> None:
    assert PodcastExtension().guid(guid_from_url(url)).elements


@pytest.mark.parametrize("url", ["", "https://", "///"])
def test_nothing_left(url: str) -> None:
    with pytest.raises(ValueError, match=r"^podcast:guid: URL is '.*', expected a feed's$"):
        guid_from_url(url)
