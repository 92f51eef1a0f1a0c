"""The budgets on shape and the walls of the house. A limit is never raised to let a change in."""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from pydantic import BaseModel

from beleg import errors
from beleg.plugins import Table
from beleg.settings import Settings

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "beleg"
MODULES = sorted(SOURCE.rglob("*.py"))
FORBIDDEN_NAMES = {"utils", "helpers", "common", "base", "manager", "core"}
HEAVY = {"sqlalchemy", "fastapi", "numpy", "qdrant_edge", "pydantic", "docx", "liteparse"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


def name_of(path: Path) -> str:
    return str(path.relative_to(SOURCE))


def functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_keeps_to_the_budgets(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= 400
    for node in functions(ast.parse(text)):
        assert (node.end_lineno or 0) - node.lineno < 60, f"{node.name} is too long"
        told = [each.arg for each in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
        assert len([name for name in told if name not in ("self", "cls")]) <= 8, f"{node.name} has too many parameters"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_opens_with_what_it_is_for_and_promises_what_is_public(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    opening = ast.get_docstring(tree) or ""
    assert opening.partition("\n")[0].rstrip().endswith((".", ":", "?")) or "." in opening, "no opening sentence"
    for node in tree.body:
        if isinstance(node, ast.ClassDef | Function) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{node.name} promises nothing"


def test_no_file_or_folder_has_a_name_that_says_nothing() -> None:
    names = {part for path in MODULES for part in path.relative_to(SOURCE).with_suffix("").parts}
    assert not names & FORBIDDEN_NAMES


def test_a_contract_asks_for_five_methods_at_most() -> None:
    for path in SOURCE.rglob("contract.py"):
        module = import_module(".".join(["beleg", *path.relative_to(SOURCE).with_suffix("").parts]))
        for _, kind in inspect.getmembers(module, inspect.isclass):
            assert len(getattr(kind, "__abstractmethods__", ())) <= 5, kind


def tables() -> list[Table]:
    folders = [path.parent for path in SOURCE.rglob("contract.py")]
    modules = [import_module(".".join(["beleg", *folder.relative_to(SOURCE).parts])) for folder in folders]
    return [value for module in modules for value in vars(module).values() if isinstance(value, Table)]


@pytest.mark.parametrize("table", tables(), ids=lambda table: str(table.folder))
def test_every_plugin_in_a_table_is_there(table: Table) -> None:
    assert table.built_in
    for name in table.built_in:
        assert inspect.isclass(table.load(name)), name


def test_importing_beleg_loads_nothing_heavy() -> None:
    told = "import sys, beleg; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    result = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert not HEAVY & set(result.stdout.split())


def test_the_layers_hold() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_every_family_of_errors_has_an_exit_code_of_its_own() -> None:
    kinds = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, errors.BelegError)]
    own = Counter(kind.exit_code for kind in kinds if "exit_code" in vars(kind))
    assert set(own.values()) == {1}
    assert 0 not in own


def test_every_setting_says_in_a_sentence_what_it_does() -> None:
    for group_name, group in Settings.model_fields.items():
        assert isinstance(group.annotation, type)
        assert issubclass(group.annotation, BaseModel)
        for name, field in group.annotation.model_fields.items():
            assert (field.description or "").endswith("."), f"{group_name}.{name}"


def test_the_list_of_decisions_names_every_decision() -> None:
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text("utf-8")
    assert all(f"({path.name})" in index for path in folder.glob("[0-9]*.md"))
