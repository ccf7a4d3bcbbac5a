"""Gettext without gettext: strings are collected and catalogues compiled by Babel, on any machine.

`python -m tradefair.messages extract` brings locale/ up to date with the sources and keeps what is translated.
"""

import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
SOURCES = ("matchmaking", "tradefair", "templates")
# What we call to mark a string, and where its message, plural and context stand among the arguments.
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
COMMENT = "Translators:"


def sources() -> Iterator[Path]:
    """Every file that may hold a string for a person."""
    for folder in SOURCES:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".py", ".html", ".txt") and "migrations" not in path.parts:
                yield path


def extract_template(file: IO[bytes], keywords: Any, comment_tags: Any, options: Any) -> Iterator[Any]:
    """What Babel finds in a Django template once Django has rewritten it into Python calls."""
    from django.utils.translation.template import templatize  # noqa: PLC0415 - compiling needs no Django

    # The calls keep the indentation of the page, which means nothing to Python.
    calls = "\n".join(line.strip() for line in templatize(file.read().decode()).splitlines())
    yield from extract_python(io.BytesIO(calls.encode()), keywords, comment_tags, options)


def collect() -> Catalog:
    """Every string of the sources, with the files in which it stands."""
    catalog = Catalog(project="Tradefair", charset="utf-8", fuzzy=False)
    for path in sources():
        method: Any = "python" if path.suffix == ".py" else extract_template
        with path.open("rb") as file:
            for line, message, comments, context in extract(method, file, KEYWORDS, [COMMENT]):
                place = (str(path.relative_to(ROOT)), line)
                catalog.add(message, locations=[place], auto_comments=comments, context=context)
    return catalog


def catalogues() -> list[Path]:
    return sorted(LOCALE.glob("*/LC_MESSAGES/*.po"))


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name)


def update(language: str, template: Catalog) -> None:
    """The language's catalogue has exactly the strings of the sources, and keeps its translations."""
    path = LOCALE / language / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    catalog = read(path) if path.exists() else Catalog(locale=language, fuzzy=False)
    catalog.project, catalog.version = "Tradefair", "0.1"
    catalog.header_comment = f"# Tradefair in {catalog.locale_identifier}; made by `make messages`, translated by hand."
    catalog.last_translator, catalog.language_team = "Tradefair's contributors", str(catalog.locale_identifier)
    catalog.msgid_bugs_address = ""
    catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    with path.open("wb") as file:
        write_po(file, catalog, width=100, sort_by_file=True, omit_header=False, include_lineno=False)


def compile_stale() -> int:
    """Every catalogue is compiled. Returns how many were not."""
    stale = 0
    for source in catalogues():
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns == source.stat().st_mtime_ns:
            continue
        half = target.with_name(f"{target.name}.{os.getpid()}")  # two copies may start at once
        with half.open("wb") as file:
            write_mo(file, read(source))
        half.replace(target)
        os.utime(target, ns=(source.stat().st_mtime_ns, source.stat().st_mtime_ns))
        stale += 1
    return stale


def main() -> None:
    if sys.argv[1:] != ["extract"]:
        sys.exit("Say: python -m tradefair.messages extract")
    template = collect()
    for language in sorted({path.parent.parent.name for path in catalogues()} | {"fr"}):
        update(language, template)
        print(f"locale/{language}: {len(template)} strings")


if __name__ == "__main__":
    main()
