"""What style.md promises of the whole house, held by reading it."""

import ast
import re
import subprocess
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
# Everything that the repository holds or is about to hold, so that nobody's build folder is judged.
FILES = [
    ROOT / name
    for name in subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    if (ROOT / name).is_file()
]
PRODUCT = [p for p in FILES if p.suffix == ".py" and p.relative_to(ROOT).parts[0] in ("matchmaking", "tradefair")]
TEMPLATES = [p for p in FILES if p.suffix == ".html" and "templates" in p.relative_to(ROOT).parts]
TESTS = [p for p in FILES if p.name.startswith("test_") and p.suffix == ".py"]
LONGEST_MODULE = 400

# The bouncer: `common` is for tools without tables that several apps need. Who wants in is written down here, with why.
COMMON = {
    "admin.py": "the base of every app's administration",
    "apps.py": "Django's own",
    "band.py": "the two-clock band, as stretches to draw",
    "busy.py": "when a foreign calendar file says that somebody is busy",
    "calls.py": "other ways to talk: links to calls elsewhere, phone numbers",
    "calendars.py": "weekends and public holidays",
    "clocks.py": "times in two zones",
    "context.py": "what every template may ask of the site",
    "directory.py": "what both directories share: the state in the address, counts, pages",
    "fetching.py": "foreign addresses, read without becoming a way into our network",
    "finding.py": "one statement that finds, counts and ranks the lines of a directory",
    "documents.py": "files that are handed out, judged by signature",
    "elsewhere.py": "how apps above are asked without being known",
    "encoder.py": "the multilingual sentence encoder, loaded where it is first used",
    "forms.py": "how every form looks",
    "html.py": "rich text, sanitised",
    "ical.py": "meetings as calendar files",
    "images.py": "pictures, decoded and encoded again",
    "letters.py": "how every mail of ours looks",
    "mail.py": "the mails of local mode, read back for a page",
    "offline.py": "what a browser keeps: the worker, the manifest, the page without network",
    "places.py": "countries, languages and time zones",
    "plain.py": "records read by plain SQL, for what every page asks",
    "results.py": "rendered results of a directory, kept for a minute",
    "search.py": "weighted vectors and queries that forgive typos",
    "showcase.py": "the page of components",
    "shouting.py": "telling open pages something without waiting for it",
    "storage.py": "static files under hashed names",
    "uploads.py": "where uploads go",
    "urls.py": "addresses",
    "vetoes.py": "invariants over two tables",
    "ways.py": "the way back to the page from which somebody went aside",
    "views.py": "pages that belong to no app: components, mails, media",
    "words.py": "how every directory cuts text into words",
}


def named(path):
    return str(path.relative_to(ROOT))


def test_common_holds_only_who_is_on_the_list():
    there = {p.name for p in PRODUCT if p.parent == ROOT / "matchmaking/common" and p.name != "__init__.py"}
    assert there - set(COMMON) == set()


def test_common_has_no_tables():
    assert list(apps.get_app_config("common").get_models()) == []


@pytest.mark.parametrize("path", [p for p in PRODUCT if "migrations" not in p.parts], ids=named)
def test_a_module_can_be_held_in_the_head(path):
    assert len(path.read_text().splitlines()) <= LONGEST_MODULE


@pytest.mark.parametrize("path", [p for p in PRODUCT if "migrations" not in p.parts], ids=named)
def test_nothing_happens_at_a_distance(path):
    """No signals and no save() or delete() that does more than its name says."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            assert not (node.module or "").endswith(("signals", "dispatch")), f"line {node.lineno}: a signal"
        if isinstance(node, ast.ClassDef) and any("Model" in ast.unparse(base) for base in node.bases):
            overridden = {f.name for f in node.body if isinstance(f, ast.FunctionDef)} & {"save", "delete"}
            is_a_model = any(ast.unparse(base) in ("models.Model", "Model") for base in node.bases)
            assert not (is_a_model and overridden), f"line {node.lineno}: {overridden}"


# Mail readers know no policy of ours, and many of them nothing but what stands at an element.
PAGES = [p for p in TEMPLATES if p.parent.name != "email"]


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_no_template_holds_a_script_or_a_style(path):
    text = path.read_text()
    assert re.findall(r"<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:", text) == []
    inline = [
        tag for tag in re.findall(r"<script\b[^>]*>", text) if "src=" not in tag and "application/json" not in tag
    ]
    assert inline == []


def our_constraints():
    return sorted(
        constraint.name
        for model in apps.get_models()
        if model.__module__.startswith("matchmaking.")
        for constraint in model._meta.constraints
    )


def assert_explained_and_tested(name):
    assert f"`{name}`" in (ROOT / "docs/invariants.md").read_text()
    assert any(f'"{name}"' in path.read_text() for path in TESTS), f"no test names {name}"


@pytest.mark.parametrize("name", our_constraints())
def test_every_constraint_is_explained_and_tested(name):
    assert_explained_and_tested(name)


def kept_by_the_database_alone():
    """Vetoes, and foreign keys that Django has not named: no model says them."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT tgname FROM pg_trigger WHERE NOT tgisinternal
            UNION SELECT conname FROM pg_constraint WHERE contype = 'f' AND conname !~ '_fk' ORDER BY 1
            """
        )
        return [name for (name,) in cursor.fetchall()]


@pytest.mark.django_db
def test_what_the_database_alone_keeps_is_explained_and_tested():
    assert kept_by_the_database_alone() != []
    for name in kept_by_the_database_alone():
        assert_explained_and_tested(name)


@pytest.mark.django_db
def test_what_is_explained_exists():
    there = {*kept_by_the_database_alone(), *our_constraints()}
    explained = set(re.findall(r"^\| `(\w+)`", (ROOT / "docs/invariants.md").read_text(), re.MULTILINE))
    assert explained - there == set()


PROOFS = re.findall(r"`([\w/]+\.py)::(\w+)`", (ROOT / "tests/README.md").read_text())


def test_every_line_of_the_readme_of_the_tests_has_its_proof():
    lines = re.findall(r"^\| (?!what comes in|---)(.*) \|$", (ROOT / "tests/README.md").read_text(), re.MULTILINE)
    assert lines != []
    assert [line for line in lines if "::test_" not in line] == []


@pytest.mark.parametrize(("file", "test"), PROOFS, ids="::".join)
def test_every_proof_that_is_named_exists(file, test):
    module = ast.parse((ROOT / "tests" / file).read_text())
    assert test in {node.name for node in module.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


READERS = {"env.text", "env.whole", "env.yes_no", "env.words", "os.environ.get", "os.getenv"}


def settings_read():
    """The names of the environment's variables that the sources read."""
    names = set()
    for path in PRODUCT:
        if path.name == "env.py":  # the readers themselves
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in READERS:
                name = node.args[0]
                assert isinstance(name, ast.Constant), (
                    f"{named(path)}:{node.lineno}: write the name out, so that it is found"
                )
                names.add(name.value)
    return names


def test_every_setting_is_documented_and_every_documented_one_is_read():
    documented = set(re.findall(r"^\| `([A-Z_]+)`", (ROOT / "docs/settings.md").read_text(), re.MULTILINE))
    assert documented == settings_read()
