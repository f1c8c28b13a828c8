"""Finds the queries of tasks in a module's syntax tree, other than those that begin with what the speaker may reach."""

import ast
from collections.abc import Iterator

from tests.architecture.sources import syntax_of

# What begins with tasks within somebody's reach may be narrowed down by any column of a task.
REACHED = {"reachable_tasks", "own_tasks", "listed_tasks"}
_READS = {
    "select",
    "exists",
    "get",
    "get_one",
    "update",
    "delete",
    "select_from",
    "aliased",
    "merge",
    "refresh",
}
_JOINS = {"join", "outerjoin", "join_from"}
_RAW = {"text", "exec_driver_sql", "literal_column"}


def task_queries(source: str) -> list[str]:
    """Each query of tasks by other means, as "line: code": selects, gets, joins, updates and deletes of `Task`, conditions on
    it in another table's query, the module imported whole, the table behind the class, and SQL as text."""
    tree = syntax_of(source)
    names, reads = _task_names(tree), _READS | _select_names(tree)
    found = [*_whole_modules(tree)]
    for scope in _scopes(tree):
        raw = _raw_statements(scope, reads, names)
        found += [node for node in _own_nodes(scope) if _is_query(node, names, reads, raw)]
    return [f"{node.lineno}: {ast.unparse(node)[:80]}" for node in found]


def _task_names(tree: ast.Module) -> set[str]:
    """What `Task` is called here."""
    return {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "models.tables.task"
        for alias in node.names
        if alias.name == "Task"
    }


def _select_names(tree: ast.Module) -> set[str]:
    """What `select`, `update` and `delete` are called here."""
    return {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(("sqlmodel", "sqlalchemy"))
        for alias in node.names
        if alias.name in _READS
    }


def _whole_modules(tree: ast.Module) -> Iterator[ast.stmt]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import) and any(alias.name == "models.tables.task" for alias in node.names):
            yield node
        of_models = isinstance(node, ast.ImportFrom) and node.module == "models"
        if of_models and any(alias.name == "task" for alias in node.names):
            yield node


def _scopes(tree: ast.Module) -> Iterator[ast.AST]:
    yield tree
    yield from (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))


def _own_nodes(scope: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a function without those of the functions in it."""
    for child in ast.iter_child_nodes(scope):
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield child
            yield from _own_nodes(child)


def _raw_statements(scope: ast.AST, reads: set[str], names: set[str]) -> set[str]:
    """The variables of a function that hold a query which does not begin with what is within reach."""
    return {
        target.id
        for node in _own_nodes(scope)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)
        if _root(node.value) in reads or (_root(node.value) in names)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def _is_query(node: ast.AST, names: set[str], reads: set[str], raw: set[str]) -> bool:
    if isinstance(node, ast.Attribute) and node.attr == "__table__":
        return isinstance(node.value, ast.Name) and node.value.id in names
    if not isinstance(node, ast.Call):
        return False
    called, given = _called(node), [*node.args, *(keyword.value for keyword in node.keywords)]
    if called in _RAW:
        return any(_says_task(each) for each in given)
    if called in reads:
        return any(_mentions(each, names) for each in given)
    if called in _JOINS and node.args and isinstance(node.args[0], ast.Name) and node.args[0].id in names:
        return True
    in_another = _root(node) in reads | raw
    return in_another and any(_mentions(each, names) for each in given)


def _called(node: ast.Call) -> str:
    function = node.func
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def _root(node: ast.AST) -> str:
    """What a chain of calls begins with: "select" of `select(a).where(b).limit(1)`."""
    name = ""
    while True:
        if isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Attribute):
            name, node = node.attr, node.value
        else:
            return node.id if isinstance(node, ast.Name) else name


def _mentions(node: ast.AST, names: set[str]) -> bool:
    return any(isinstance(each, ast.Name) and each.id in names for each in ast.walk(node))


def _says_task(node: ast.AST) -> bool:
    said = (e.value for e in ast.walk(node) if isinstance(e, ast.Constant) and isinstance(e.value, str))
    return any("task" in value.lower().split() for value in said)
