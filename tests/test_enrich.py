"""What an item gets, and that whatever a note says comes out as a feed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from feedtool import upstream
from feedtool.chapters import opening
from feedtool.checks import check_feed
from feedtool.enrich import enrich
from feedtool.formats import Edition, chapters_json, pages, rss
from feedtool.model import Chapter, Item, Link, Note, Person, Snip, Term
from feedtool.settings import Settings, parse
from feedtool.soundbites import soundbites

FEED = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0" xmlns:psc="http://podlove.org/simple-chapters"
 xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">
<channel><title>耳边</title><link>https://ear.example</link><description>d</description><language>{language}</language>
<podcast:person role="host" img="https://ear.example/ming.jpg">小明</podcast:person>
<podcast:person role="producer">小强</podcast:person>
<item><title>1: 一</title><guid isPermaLink="false">g</guid><itunes:duration>600</itunes:duration>
<enclosure url="https://a.example/1.mp3" length="1" type="audio/mpeg"/>{extra}</item>
</channel></rss>"""


def edition(note: Note | None, extra: str = "", language: str = "zh-cn", toml: str = "") -> Edition:
    read = upstream.read(FEED.format(extra=extra, language=language).encode())
    its = parse('upstream = "u.xml"\n' + toml)
    enriched = enrich(read, [note] if note else [], its)
    return Edition(
        slug="ear", base_url="https://me.example", settings=its, document=read.document, enriched=enriched
    )


def item(note: Note | None, **other: str) -> Item:
    return edition(note, **other).show.items[0]


def note(**given: object) -> Note:
    return Note(name="n.md", layout="own", guid="g", **given)  # type: ignore[arg-type]


TWO = (Chapter(start=60, title="二"), Chapter(start=120, title="三"))
PSC = (
    '<psc:chapters version="1.2"><psc:chapter start="5" title="上"/>'
    '<psc:chapter start="00:01:00.5" title="下"/></psc:chapters>'
)
TIMES = "<description>0:00 甲\n1:00 乙\n2:00 丙</description>"


def titles(found: Item) -> list[str]:
    return [chapter.title for chapter in found.chapters]


def test_the_first_source_that_has_chapters_wins() -> None:
    assert (item(note(chapters=TWO), extra=PSC + TIMES).chapters_from, titles(item(note(chapters=TWO)))) == (
        "note",
        ["开场", "二", "三"],
    )
    assert titles(item(note(), extra=PSC + TIMES)) == ["开场", "上", "下"]
    assert item(None, extra=PSC).chapters[1:] == (
        Chapter(start=5, title="上"),
        Chapter(start=60.5, title="下"),
    )
    assert titles(item(None, extra=TIMES)) == ["甲", "乙", "丙"]
    swapped = '[chapters]\nsources = ["description", "note"]\n'
    assert titles(item(note(chapters=TWO), extra=TIMES, toml=swapped)) == ["甲", "乙", "丙"]


def test_chapters_that_upstream_only_links_to_are_left_alone() -> None:
    linked = '<podcast:chapters url="https://ear.example/c.json" type="application/json+chapters"/>'
    assert item(None, extra=linked + TIMES).chapters == ()
    feed = rss.render(edition(note(chapters=TWO), extra=linked))
    assert feed.count(b"<podcast:chapters ") == 1
    assert b"c.json" not in feed


def test_chapters_that_upstream_wrote_as_we_would_are_not_added_again() -> None:
    ours = (
        '<psc:chapters version="1.2"><psc:chapter start="00:00:00.000" title="上"/>'
        '<psc:chapter start="00:01:00.500" title="下"/></psc:chapters>'
    )
    for read in (item(None, extra=ours), item(note(), extra=ours)):
        assert titles(read) == ["上", "下"]
    for its in (edition(None, extra=ours), edition(note(), extra=ours)):
        assert rss.render(its).count(ours.encode()) == rss.render(its).count(b"<psc:chapters") == 1


def test_a_snip_of_relative_audio_leads_to_where_the_audio_is() -> None:
    read = upstream.read(FEED.replace("https://a.example", "").format(extra="", language="en").encode())
    its = parse('upstream = "https://ear.example/rss"')
    enriched = enrich(read, [note(snips=(Snip(start=1, end=9, title="一"),))], its)
    show = Edition(
        slug="ear", base_url="https://me.example", settings=its, document=read.document, enriched=enriched
    )
    assert b'<a href="https://ear.example/1.mp3#t=1,9">' in rss.render(show)


def test_what_lost_is_reported_and_lends_its_links() -> None:
    rows = (("1:00", "上", "https://e.example/"), ("2:01", "下", "https://e.example/2"))
    psc = "".join(
        f'<psc:chapter start="{start}" title="{title}" href="{url}"/>' for start, title, url in rows
    )
    its = edition(note(chapters=TWO), extra=f"<psc:chapters>{psc}</psc:chapters>")
    assert [(chapter.title, chapter.url) for chapter in its.show.items[0].chapters] == [
        ("开场", ""),
        ("二", "https://e.example/"),
        ("三", ""),
    ]
    assert [(problem.level, problem.message) for problem in its.enriched.problems] == [
        ("info", "2 chapters are taken from the source `note`; `upstream` has 2 of its own, not used")
    ]


@pytest.mark.parametrize(
    ("language", "title"), [("zh-cn", "开场"), ("en", "Intro"), ("EN-us", "Intro"), ("", "Intro")]
)
def test_the_opening_goes_by_language(language: str, title: str) -> None:
    assert opening(language) == title
    assert titles(item(note(chapters=TWO), language=language))[0] == title
    assert titles(item(note(chapters=TWO), toml='[chapters]\nopening = "起"\n'))[0] == "起"


def test_times_past_the_end_are_dropped_and_reported() -> None:
    its = edition(note(chapters=(*TWO, Chapter(start=600, title="晚"))))
    assert titles(its.show.items[0]) == ["开场", "二", "三"]
    assert its.enriched.problems[0].message.startswith(
        "“晚” starts at 00:10:00, past the episode's end at 00:10:00; left out"
    )


def test_hosts_come_along_and_bring_their_pictures() -> None:
    found = item(note(people=(Person(name="小红", role="guest"), Person(name="小明"))))
    assert [(person.name, person.image) for person in found.people] == [
        ("小红", ""),
        ("小明", "https://ear.example/ming.jpg"),
    ]
    assert [person.name for person in item(note(people=(Person(name="小红", role="guest"),))).people] == [
        "小红",
        "小明",
    ]
    present = "<podcast:person>小红</podcast:person>"
    assert item(note(people=(Person(name="小红", role="guest"),)), extra=present).people == ()


@pytest.mark.parametrize(
    ("snips", "expected", "told"),
    [
        ([(0, 71), (1314, 1394)], [(0, 71), (1314, 80)], 0),
        ([(10, 50), (40, 80), (90, 100)], [(10, 70), (90, 10)], 0),
        ([(50, 60), (10, 20)], [(10, 10), (50, 10)], 0),
        ([(10, 210)], [(10, 120)], 1),
        ([(10, 10), (20, 20.5)], [], 2),
        ([(1390, 1450)], [(1390, 10)], 0),
        ([(1500, 1600)], [], 1),
    ],
)
def test_soundbites(snips: list[tuple[float, float]], expected: list[tuple[float, float]], told: int) -> None:
    episode = Item(index=0, title="一", itunes_duration="1400")
    bites, problems = soundbites((Snip(start=start, end=end) for start, end in snips), (), episode)
    assert [(bite.start, bite.duration) for bite in bites] == expected
    assert {bite.title for bite in bites} <= {"一"}
    assert len(problems) == told


odd = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=200
).map(lambda text: " ".join(text.split()))
filled = odd.filter(bool)
urls = st.one_of(
    odd, st.just("javascript:alert(1)"), st.just("https://e.example/a?b=1&c=1:23"), st.just("http://a b")
)
seconds = st.floats(0, 700, allow_nan=False)
notes = st.builds(
    Note,
    name=st.just("n.md"),
    layout=st.just("own"),
    guid=st.just("g"),
    chapters=st.lists(
        st.builds(
            Chapter, start=seconds, title=filled, url=urls, image=urls, section=odd, details=st.tuples(filled)
        ),
        max_size=4,
    ).map(lambda chapters: tuple(sorted(chapters, key=lambda chapter: chapter.start))),
    snips=st.lists(
        st.builds(
            Snip, start=seconds, end=seconds, title=odd, url=urls, quote=odd, note=odd, tags=st.tuples(odd)
        ),
        max_size=3,
    ).map(tuple),
    links=st.lists(st.builds(Link, url=urls, label=odd), max_size=2).map(tuple),
    people=st.lists(st.builds(Person, name=odd, href=urls, image=urls), max_size=2).map(tuple),
    glossary=st.lists(st.builds(Term, name=filled, meaning=odd), max_size=2).map(tuple),
)


@pytest.mark.parametrize(
    ("second", "level", "but"),
    [
        (note(links=(Link(url="https://x.example"),)), "info", ""),
        (note(chapters=TWO[:1]), "warning", ", but for its chapters, which differ"),
        (note(snips=(Snip(start=1, end=9, title="又"),)), "warning", ", but for its snips, which differ"),
    ],
)
def test_what_one_of_two_notes_says_in_vain_is_a_warning(second: Note, level: str, but: str) -> None:
    first = note(chapters=TWO, snips=(Snip(start=1, end=9, title="一"),))
    read = upstream.read(FEED.format(extra="", language="zh-cn").encode())
    enriched = enrich(read, [first, replace(second, name="o.md")], parse('upstream = "u.xml"'))
    problems = [(problem.level, problem.message) for problem in enriched.problems if problem.where == "o.md"]
    assert problems == [(level, f"“1: 一” has two notes; n.md comes first, this one adds to it{but}")]


@settings(max_examples=60, deadline=None)
@given(notes, st.sampled_from(["", TIMES, PSC, "<description><![CDATA[<p>a</p>]]></description>"]))
def test_whatever_a_note_says_the_feed_is_a_feed(given_note: Note, extra: str) -> None:
    its = edition(given_note, extra=extra)
    feed = rss.render(its)
    assert etree.fromstring(feed).tag == "rss"
    files = {its.url(page.path): page.render() for page in chapters_json.pages(its)}
    found = check_feed(feed, url=its.feed_url, upstream=its.document.data, chapters=files)
    assert [finding for finding in found if finding.level == "MUST" and not finding.upstream] == []
    assert all(page.render() for page in pages.pages(its))


def test_settings_defaults_are_what_people_want() -> None:
    assert Settings(upstream="u").chapter_sources == ("note", "upstream", "description")
