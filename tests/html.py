"""A small reader of our own pages: what stands in them, without a browser."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from bleach._vendor import html5lib

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass
class Element:
    tag: str
    attrs: dict[str, str]
    children: list["Element | str"] = field(default_factory=list)

    def all(self, *tags):
        """Yield this element's descendants with one of these tags; all without one."""
        for child in self.children:
            if isinstance(child, Element):
                if not tags or child.tag in tags:
                    yield child
                yield from child.all(*tags)

    def one(self, tag):
        found = list(self.all(tag))
        assert len(found) == 1, f"{len(found)} × <{tag}>"
        return found[0]

    @property
    def text(self):
        parts = [child if isinstance(child, str) else child.text for child in self.children]
        return " ".join("".join(parts).split())


class _Builder(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.root = Element("document", {})
        self.open = [self.root]

    def handle_starttag(self, tag, attrs):
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data):
        self.open[-1].children.append(data)


def read(response):
    """Return the page of a response as a tree; fails on tags that do not nest."""
    builder = _Builder()
    builder.feed(response.content.decode())
    builder.close()
    return builder.root


def read_as_browser(response):
    """Return a page as a browser reads it, tags that HTML lets a page leave out included."""
    return tree_of(response.content)


def tree_of(html):
    """Return HTML as a browser reads it, as a tree."""
    return _element(html5lib.parse(html, namespaceHTMLElements=False))


def _element(node):
    element = Element(node.tag, dict(node.attrib), [node.text or ""])
    for child in node:
        if isinstance(child.tag, str):
            element.children.append(_element(child))
        element.children.append(child.tail or "")
    return element
