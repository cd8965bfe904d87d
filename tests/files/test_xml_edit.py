"""XML edited at byte offsets: what is found stands where it is said to, and nothing else changes."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laa_xl.files.package import Refused
from laa_xl.files.xml_edit import XmlPart, in_utf8, texted, untexted

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="<&>]"), max_size=6)
NAMES = st.sampled_from(["a", "b", "x:a", "long-name", "é"])
ATTRIBUTES = st.sampled_from(["", ' k="/>"', " k='a>b\"' ", ' k = "1"\n l="é"', ' x:id="é&lt;"'])


def _element(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    def joined(name: str, attributes: str, body: list[str], tail: str) -> str:
        return f"<{name}{attributes}>{''.join(body)}</{name}>{tail}"

    return st.builds(joined, NAMES, ATTRIBUTES, st.lists(children, max_size=3), TEXT)


EMPTY = st.builds(lambda name, attributes, tail: f"<{name}{attributes}/>{tail}", NAMES, ATTRIBUTES, TEXT)
ODD = st.sampled_from(["<!-- <a> -->", "<![CDATA[<a/>]]>", "/>", "<?go <a/>?>"])
XML = st.recursive(EMPTY | ODD | TEXT, _element, max_leaves=12).map(
    lambda body: f'<?xml version="1.0"?>\n<root xmlns:x="urn:x">{body}</root>'
)


@given(XML, st.booleans())
def test_every_element_is_found_where_it_stands(xml: str, marked: bool) -> None:
    part = XmlPart((b"\xef\xbb\xbf" if marked else b"") + xml.encode(), "part")
    plain = list(ElementTree.fromstring(xml).iter())
    nodes = list(part.root.walk())
    assert [node.name for node in nodes] == [element.tag.rpartition("}")[2] for element in plain]
    for node, element in zip(nodes, plain, strict=True):
        inner = part.blob[node.inside : node.close].decode()
        again = ElementTree.fromstring(f'<i xmlns:x="urn:x">{inner}</i>')
        assert "".join(again.itertext()) == "".join(element.itertext())
        assert part.raw(node).startswith(f"<{node.tag}")
        assert part.raw(node).endswith("/>" if node.empty else f"</{node.tag}>")


@given(XML)
def test_what_is_appended_to_an_element_is_its_last_child_and_the_rest_is_as_it_was(xml: str) -> None:
    count = len(list(XmlPart(xml.encode(), "part").root.walk()))
    for number in range(count):
        part = XmlPart(xml.encode(), "part")
        node = list(part.root.walk())[number]
        part.append(node, "<new/>")
        part.append(node, "<newer/>")
        edited = part.bytes()
        found = list(ElementTree.fromstring(edited).iter())[number]
        assert [child.tag for child in found][-2:] == ["new", "newer"]
        if not node.empty:
            assert edited.replace(b"<new/><newer/>", b"") == xml.encode()


@given(XML)
def test_what_is_removed_is_gone_and_the_rest_is_as_it_was(xml: str) -> None:
    part = XmlPart(xml.encode(), "part")
    for child in part.root.children:
        part.remove(child)
    edited = ElementTree.fromstring(part.bytes())
    assert list(edited) == []
    assert part.bytes().startswith(xml.encode()[: part.root.inside])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<a count="1"/>', '<a count="20"/>'),
        ("<a b='count=\"1\"' count = '1' />", "<a b='count=\"1\"' count = '20' />"),
        ('<a counts="1"></a>', '<a count="20" counts="1"></a>'),
    ],
)
def test_an_attribute_gets_another_value(before: str, after: str) -> None:
    part = XmlPart(before.encode(), "part")
    part.set(part.root, "count", "20")
    assert part.bytes().decode() == after


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "iso-8859-1", "windows-1252"])
def test_another_encoding_becomes_utf_8_with_the_same_content(encoding: str) -> None:
    xml = f'<?xml version="1.0" encoding="{encoding}"?><a b="£">é</a>'
    recoded = in_utf8(xml.encode(encoding), "part")
    assert recoded.decode("utf-8") == xml.replace(encoding, "UTF-8")


@pytest.mark.parametrize(
    "xml",
    [
        b"<a>",
        b"",
        b"<a><b></a>",
        b'<!DOCTYPE a [<!ENTITY b "c">]><a/>',
        b'<?xml version="1.0" encoding="klingon"?><a/>',
    ],
)
def test_what_is_damaged_or_unsafe_is_refused(xml: bytes) -> None:
    with pytest.raises(Refused):
        XmlPart(xml, "part")


@given(st.text())
def test_a_text_comes_back_as_it_was_but_for_what_xml_cannot_hold(text: str) -> None:
    read = ElementTree.fromstring(f"<t>{texted(text)}</t>").text or ""
    kept = "".join(
        ch
        for ch in text
        if ch in "\t\n\r" or (ch >= " " and ch not in "\ufffe\uffff" and not "\ud800" <= ch <= "\udfff")
    )
    assert untexted(read) == kept.replace("\r\n", "\n").replace("\r", "\n")
