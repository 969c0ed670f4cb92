"""Articles as plain HTML: pages that need nothing but their images beside them, linked among themselves.

Nothing in a page is loaded from elsewhere, and nothing in it runs.
"""

import html
import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, unquote, urlsplit

from kbassist import resources
from kbassist.content import pictures, placeholders
from kbassist.content.model import Article
from kbassist.content.render import Rendering

INDEX = "index.html"
_IMAGE_FOLDER = "images"
_IMAGE = re.compile(r"<img\b[^>]*>")
_SOURCE = re.compile(r'\bsrc="([^"]*)"')
_WORDS = re.compile(r'\balt="([^"]*)"')
_LINK = re.compile(r'<a href="([^"]*)"([^>]*)>(.*?)</a>', re.DOTALL)
# A quote within a line is part of it.
_LINE = re.compile(
    r'<blockquote class="line [^>]*>(?:<blockquote>.*?</blockquote>|.)*?</blockquote>',
    re.DOTALL,
)
_KEPT_SCHEMES = frozenset({"http", "https", "mailto"})
_PAGE = """\
<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
{body}
</body>
</html>
"""


class Wording(NamedTuple):
    """The words round the articles: of a kind of callout, about an article, of a language, and over all articles."""

    kind: Callable[[str], str]
    about: Callable[[Article], str]
    language: Callable[[str], str]
    contents: str


def page_name(article: Article) -> str:
    """Return where the page of an article goes, from the folder of the export."""
    return f"{article.lang}/{article.id}.html"


def write(articles: Sequence[Article], roots: Sequence[Path], folder: Path, wording: Wording) -> tuple[Path, ...]:
    """Write a page for each article, with its body, and one that leads to them all; return what was written.

    Images are copied from within `roots` alone. Raises OSError.
    """
    site = _Site(articles, roots, folder, wording)
    names = {page_name(article): site.page(article) for article in articles} | {INDEX: site.index()}
    for name, text in names.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return tuple(folder / name for name in names)


class _Site:
    def __init__(self, articles: Sequence[Article], roots: Sequence[Path], folder: Path, wording: Wording) -> None:
        self._articles, self._folder, self._wording = articles, folder, wording
        self._roots = roots
        self._by_key = {(article.id, article.lang): article for article in articles}
        self._by_path = {Path(article.path).resolve(): article for article in articles}
        self._by_id: Mapping[str, Article] = {article.id: article for article in reversed(articles)}
        self._images: dict[Path, str] = {}
        self._style = resources.read_text("style/export.css")

    def page(self, article: Article) -> str:
        """Return the page of an article."""
        rendering = Rendering(article, lambda name: self._title(name, article.lang), self._wording.kind)
        body = _LINE.sub(lambda found: _with_gaps(found[0]), rendering.whole())
        body = _LINK.sub(lambda found: self._link(found, article), body)
        body = _IMAGE.sub(lambda found: self._image(found[0], article), body)
        back = f'<nav><a href="../{INDEX}">{html.escape(self._wording.contents)}</a></nav>'
        about = f'<p class="kind">{html.escape(self._wording.about(article))}</p>'
        head = f"<h1>{html.escape(article.title)}</h1>\n{about}"
        return self._dressed(article.lang, article.title, f"{back}\n<main>\n{head}\n{body}\n</main>")

    def index(self) -> str:
        """Return the page that leads to all others, by language and category."""
        rows = [f"<h1>{html.escape(self._wording.contents)}</h1>"]
        for lang in dict.fromkeys(article.lang for article in self._articles):
            rows.append(f"<h2>{html.escape(self._wording.language(lang))}</h2>")
            within = [article for article in self._articles if article.lang == lang]
            for category in sorted({article.category for article in within}):
                if category:
                    rows.append(f"<h3>{html.escape(category)}</h3>")
                listed = sorted((each for each in within if each.category == category), key=lambda each: each.title)
                items = (
                    f'<li><a href="{quote(page_name(each))}">{html.escape(each.title)}</a></li>' for each in listed
                )
                rows += ("<ul>", *items, "</ul>")
        first = self._articles[0].lang if self._articles else "en"
        return self._dressed(first, self._wording.contents, "<main>\n" + "\n".join(rows) + "\n</main>")

    def _dressed(self, lang: str, title: str, body: str) -> str:
        return _PAGE.format(lang=lang, title=html.escape(title), style=self._style, body=body)

    def _title(self, name: str, lang: str) -> str:
        target = self._target(name, lang)
        return target.title if target else ""

    def _target(self, name: str, lang: str) -> Article | None:
        return self._by_key.get((name, lang)) or self._by_id.get(name)

    def _link(self, found: re.Match[str], article: Article) -> str:
        """Return a link to another page, or its words alone where it would lead nowhere."""
        parts = urlsplit(html.unescape(found[1]))
        if parts.scheme in _KEPT_SCHEMES or (not parts.scheme and not parts.path):
            return found[0]
        if parts.scheme == "kbassist":
            target = self._target(unquote(parts.path), article.lang) if parts.path else article
        else:
            target = self._by_path.get((Path(article.path).parent / unquote(parts.path)).resolve())
        if target is None:
            return found[3]
        anchor = target.anchor_of(unquote(parts.fragment)) if parts.fragment else ""
        page = "" if target is article else quote(f"../{page_name(target)}")
        return f'<a href="{page}{f"#{quote(anchor)}" if anchor else ""}"{found[2]}>{found[3]}</a>'

    def _image(self, tag: str, article: Article) -> str:
        """Return an image as it will lie beside the pages, or its words where it is none of the library."""
        source, words = _SOURCE.search(tag), _WORDS.search(tag)
        path = pictures.find(source[1], article, self._roots) if source else None
        if source is None or path is None:
            return words[1] if words else ""
        return tag.replace(source[0], f'src="../{quote(self._copied(path))}"')

    def _copied(self, path: Path) -> str:
        """Copy an image of the library once, and return its name."""
        if path not in self._images:
            taken = self._images.values()
            names = (f"{_IMAGE_FOLDER}/{path.stem}{n or ''}{path.suffix.lower()}" for n in range(len(taken) + 1))
            self._images[path] = next(name for name in names if name not in taken)
            (self._folder / _IMAGE_FOLDER).mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, self._folder / self._images[path])
        return self._images[path]


def _with_gaps(line: str) -> str:
    """Return a line with its defaults, and what is still to be filled in marked."""
    filled, gaps = placeholders.fill(line, {})
    for name in gaps:
        filled = filled.replace(f"{{{name}}}", f'<span class="gap">{name.replace("_", " ")}</span>')
    return filled
