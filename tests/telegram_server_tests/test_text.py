"""Texts and captions: parsing, lengths, emptiness."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.telegram_server.formatting import message_text
from tests.telegram_server.markup import parse_html, utf16_length
from tests.telegram_server.people import USER
from tests.telegram_server.records import ApiError
from tests.telegram_server.urls import is_valid_url
from tests.telegram_server_tests.conftest import Api

CHAT = USER["id"]
ALL_TAGS = (
    "<b>a</b><strong>a</strong><i>a</i><em>a</em><u>a</u><ins>a</ins><s>a</s><strike>a</strike><del>a</del>"
    '<span class="tg-spoiler">a</span><tg-spoiler>a</tg-spoiler><a href="https://a.kz/?b=1&amp;c=2">a</a>'
    '<tg-emoji emoji-id="5">👍</tg-emoji><code>a</code><pre>a</pre><blockquote>a</blockquote>'
    '<blockquote expandable>a</blockquote><pre><code class="language-py">a</code></pre>'
)


def test_all_tags() -> None:
    parsed = parse_html(ALL_TAGS)
    assert parsed.text == "a" * 12 + "👍" + "a" * 5
    assert [entity["type"] for entity in parsed.entities] == [
        "bold", "bold", "italic", "italic", "underline", "underline", "strikethrough", "strikethrough",
        "strikethrough", "spoiler", "spoiler", "text_link", "custom_emoji", "code", "pre", "blockquote",
        "expandable_blockquote", "pre",
    ]  # fmt: skip
    assert parsed.entities[11]["url"] == "https://a.kz/?b=1&c=2"
    assert parsed.entities[12] == {"type": "custom_emoji", "offset": 12, "length": 2, "custom_emoji_id": "5"}
    assert parsed.entities[-1]["language"] == "py"


def test_nesting_and_offsets_count_utf16() -> None:
    parsed = parse_html("😀<b>x<i>😀</i></b>")
    assert parsed.entities == [
        {"type": "bold", "offset": 2, "length": 3},
        {"type": "italic", "offset": 3, "length": 2},
    ]
    assert parse_html("<b></b>x").entities == []


def test_entities_of_signs() -> None:
    assert parse_html("&lt;&gt;&amp;&quot;&#1178;&#x49a;&#128512;").text == '<>&"ҚҚ😀'


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<b>a", "Can't find end tag corresponding to start tag \"b\""),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("ә<b><i>a</b></i>", 'Unmatched end tag at byte offset 9, expected "</i>", found "</b>"'),
        ("ә<br>", 'Unsupported start tag "br" at byte offset 2'),
        ("<p>a</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("2 < 3", 'Unsupported start tag "" at byte offset 2'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<a href="x>a</a>', 'Unclosed start tag "a" at byte offset 0'),
        ('<b class="x">a</b>', 'Unsupported attribute "class" in the tag "b" at byte offset 0'),
        ('<code class="py">a</code>',
         'Attribute "class" of the tag "code" must start with "language-" at byte offset 0'),
        ('<tg-emoji emoji-id="x">a</tg-emoji>', "Invalid custom emoji identifier specified at byte offset 0"),
        ('<a href="nowhere">a</a>', 'Link address "nowhere" is not valid at byte offset 19'),
        ("<blockquote>a<blockquote>b</blockquote></blockquote>",
         "Block quotation can't be nested at byte offset 13"),
        ("<code><b>a</b></code>", 'Tag "b" can\'t be inside of code at byte offset 6'),
        ("<pre><i>a</i></pre>", 'Tag "i" can\'t be inside of code at byte offset 5'),
        ("<b><code>a</code></b>", 'Tag "code" can\'t be inside of other formatting at byte offset 3'),
        ("&nbsp;", 'Character "&" must be written as "&amp;" at byte offset 0'),
        ("a & b", 'Character "&" must be written as "&amp;" at byte offset 2'),
        ("a > b", 'Character ">" must be written as "&gt;" at byte offset 2'),
        ("&#0;", "Invalid character reference at byte offset 0"),
        ("&#xD800;", "Invalid character reference at byte offset 0"),
    ],
)  # fmt: skip
def test_text_that_cannot_be_parsed(text: str, reason: str) -> None:
    with pytest.raises(ApiError) as caught:
        parse_html(text)
    assert caught.value.description == f"Bad Request: can't parse entities: {reason}"


@given(st.text())
def test_escaped_text_comes_out_as_it_was(text: str) -> None:
    text = text.encode("utf-8", "ignore").decode()
    parsed = parse_html(html.escape(text, quote=False))
    assert (parsed.text, parsed.entities) == (text, [])


@given(st.text(alphabet='<>/abi "=&;#', max_size=40))
def test_no_text_breaks_the_parser(text: str) -> None:
    try:
        parsed = parse_html(text)
    except ApiError as error:
        assert error.code == 400  # noqa: PT017 -- it may also be accepted
    else:
        assert all(e["offset"] + e["length"] <= utf16_length(parsed.text) for e in parsed.entities)


def test_white_space_around_is_cut() -> None:
    parsed = message_text("\n <b> a</b> \n", "HTML", None)
    assert parsed.text == " a"
    assert parsed.entities == [{"type": "bold", "offset": 0, "length": 2}]
    assert message_text(" <b>a </b>", "html", None).entities == [{"type": "bold", "offset": 0, "length": 1}]


def test_addresses() -> None:
    for good in (
        "https://a.kz",
        "HTTP://a.b.kz:8080/x?y#z",
        "https://қаз.kz/ә",
        "tg://user?id=1",
        "https://u@a.kz",
    ):
        assert is_valid_url(good), good
    for bad in ("", "a.kz", "https://", "https://a", "https://a b.kz", "https://a.kz/ x", "javascript:x", "ftp://a.kz",
                "https://a.kz/" + "x" * 2048):  # fmt: skip
        assert not is_valid_url(bad), bad


@pytest.mark.asyncio
@pytest.mark.parametrize("text", ["", " ", "\n\t ", "<b></b>", "<b> </b>", "&#32;", "\u200b", "\u2060"])
async def test_empty_text(api: Api, text: str) -> None:
    assert await api.text_error(text) == "Bad Request: message text is empty"


@pytest.mark.asyncio
async def test_length_is_counted_after_parsing_in_utf16(api: Api) -> None:
    assert len((await api.text("<b>" + "a" * 4096 + "</b>"))["text"]) == 4096
    assert await api.text_error("a" * 4097) == "Bad Request: message is too long"
    await api.text("😀" * 2048)
    assert await api.text_error("😀" * 2048 + "a") == "Bad Request: message is too long"


@pytest.mark.asyncio
async def test_caption_length(api: Api) -> None:
    photo = await api.photo_id()
    await api.result("sendPhoto", chat_id=CHAT, photo=photo, caption="a" * 1024)
    for caption in ("a" * 1025, "😀" * 513):
        error = await api.error("sendPhoto", chat_id=CHAT, photo=photo, caption=caption)
        assert error == "Bad Request: message caption is too long"
    error = await api.error("sendPhoto", chat_id=CHAT, photo=photo, caption="<b>", parse_mode="HTML")
    assert error.startswith("Bad Request: can't parse entities")


@pytest.mark.asyncio
async def test_entities_instead_of_parse_mode(api: Api) -> None:
    bold = {"type": "bold", "offset": 0, "length": 2}
    sent = await api.result("sendMessage", chat_id=CHAT, text="😀a", entities=[bold])
    assert sent["entities"] == [bold]
    for wrong, reason in (
        ({"length": 4}, "ENTITY_BOUNDS_INVALID"),
        ({"offset": -1}, "ENTITY_BOUNDS_INVALID"),
        ({"type": "text_link", "url": "x"}, "ENTITY_URL_INVALID"),
        ({"type": "text_mention"}, "ENTITY_MENTION_USER_INVALID"),
    ):
        error = await api.error("sendMessage", chat_id=CHAT, text="😀a", entities=[bold | wrong])
        assert error == f"Bad Request: {reason}"
    assert "can't be used together" in await api.text_error("a", entities=[bold | {"length": 1}])


@pytest.mark.asyncio
async def test_other_parse_modes_are_not_known(api: Api) -> None:
    error = await api.error("sendMessage", chat_id=CHAT, text="a", parse_mode="MarkdownV2")
    assert error.startswith("Bad Request: unsupported parse_mode")


@pytest.mark.asyncio
async def test_preview_address(api: Api) -> None:
    error = await api.text_error("a", link_preview_options={"url": "x"})
    assert error == "Bad Request: wrong link preview URL specified"
