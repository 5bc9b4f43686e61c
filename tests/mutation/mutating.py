"""Mutants of Python: one small change each, of a kind that a slip of the hand makes.

Left alone are docstrings, annotations, decorators, `__all__`, asserts, what `repr` shows, and what
only a type checker reads: a change there changes nothing that a program does.
"""

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass

LOST = "XX"
"""The text that stands where a text was lost."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module with one change: where it is, what stood there and what stands there now."""

    module: str
    line: int
    where: str
    was: str
    now: str
    nth: int
    """Which of the equal changes in that function this is, from 1."""
    tree: ast.Module

    @property
    def change(self) -> str:
        """The change in words, by which it can be named as equivalent."""
        again = "" if self.nth == 1 else f" ({self.nth})"
        return f"{self.was} -> {self.now}{again}"


Change = tuple[ast.AST, Callable[[ast.AST], ast.AST]]


_COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_COUNTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}


def mutants(module: str, source: str) -> Iterator[Mutant]:
    """Every mutant of a module, in the order of its text."""
    tree = ast.parse(source)
    seen: dict[tuple[str, str, str], int] = {}
    for path, where, node in _walk(tree, (), ""):
        for new in _changed(node):
            was, now = _shown(node), _shown(new)
            key = where, was, now
            seen[key] = seen.get(key, 0) + 1
            changed = _with(tree, path, new)
            assert isinstance(
                node, ast.comprehension | ast.stmt | ast.expr | ast.pattern | ast.keyword
            )
            line = node.target.lineno if isinstance(node, ast.comprehension) else node.lineno
            yield Mutant(module, line, where, was, now, seen[key], changed)


Path = tuple[tuple[str, int | None], ...]
"""From the module to a node: names of fields, with the place in those that are lists."""


def _walk(node: ast.AST, path: Path, where: str) -> Iterator[tuple[Path, str, ast.AST]]:
    if path:
        yield path, where, node
    where = f"{where}.{_name(node, where)}".strip(".")
    for name, value in ast.iter_fields(node):
        if name in _LEFT_ALONE:
            continue
        if isinstance(node, ast.keyword) and isinstance(value, ast.Constant):
            continue  # changed with its name
        if isinstance(value, ast.AST):
            if not _left_alone(value):
                yield from _walk(value, (*path, (name, None)), where)
        elif isinstance(value, list):
            for place, each in enumerate(value):
                if isinstance(node, ast.JoinedStr) and isinstance(each, ast.Constant):
                    continue  # a text is lost as a whole
                if isinstance(each, ast.AST) and not _left_alone(each):
                    yield from _walk(each, (*path, (name, place)), where)


def _name(node: ast.AST, where: str) -> str:
    """What a node adds to the name of the place: a function, a class, a name given outside of them."""
    outside = where == "" or where.rsplit(".", 1)[-1].lstrip("_")[:1].isupper()
    match node:
        case ast.FunctionDef(name) | ast.ClassDef(name):
            return name
        case ast.Assign(targets=[ast.Name(name)]) | ast.AnnAssign(target=ast.Name(name)) if outside:
            return name
        case _:
            return ""


_LEFT_ALONE = {"annotation", "returns", "decorator_list", "bases", "ctx", "op", "ops"}


def _left_alone(node: ast.AST) -> bool:
    match node:
        case ast.Assert() | ast.Import() | ast.ImportFrom():
            return True
        case ast.Expr(value=ast.Constant()):  # a docstring
            return True
        case ast.If(test=ast.Name("TYPE_CHECKING")):
            return True
        case ast.Assign(targets=[ast.Name("__all__")]):
            return True
        case ast.Assign(value=ast.Call(func=ast.Name("TypeVar"))):
            return True
        case ast.AnnAssign(annotation=ast.Name("TypeAlias")):
            return True
        case ast.Call(func=ast.Name("cast")):
            return True
        case ast.keyword(arg="repr") | ast.FunctionDef(name="__repr__" | "_repr_pretty_"):
            return True
        case _:
            return False


def _changed(node: ast.AST) -> Iterator[ast.AST]:
    """What may stand in the place of a node."""
    match node:
        case ast.Compare():
            for place, op in enumerate(node.ops):
                for other in _COMPARED[type(op)]:
                    yield _copy(node, ops=[*node.ops[:place], other(), *node.ops[place + 1 :]])
        case ast.BinOp() if type(node.op) in _COUNTED:
            yield _copy(node, op=_COUNTED[type(node.op)]())
        case ast.AugAssign() if type(node.op) in _COUNTED:
            yield _copy(node, op=_COUNTED[type(node.op)]())
        case ast.BoolOp():
            yield _copy(node, op=ast.And() if isinstance(node.op, ast.Or) else ast.Or())
            for place in range(len(node.values)):
                rest = [*node.values[:place], *node.values[place + 1 :]]
                yield rest[0] if len(rest) == 1 else _copy(node, values=rest)
        case ast.UnaryOp(op=ast.USub() | ast.Not()):
            yield node.operand
        case ast.keyword(value=ast.Constant() as constant):
            for changed in _changed(constant):
                yield _copy(node, value=changed)
        case ast.Constant(bool(truth)):
            yield ast.Constant(not truth)
        case ast.Constant(int(number)):
            yield ast.Constant(number + 1)
            if number > 1:
                yield ast.Constant(number - 1)
        case ast.Constant(str(words)) if words:
            yield ast.Constant(LOST)
        case ast.JoinedStr():
            yield ast.Constant(LOST)
        case ast.IfExp():
            yield node.body
            yield node.orelse
        case ast.If() | ast.While():
            if isinstance(node.test, ast.Name | ast.Attribute | ast.Call):
                yield _copy(node, test=ast.UnaryOp(ast.Not(), node.test))
        case ast.comprehension() if node.ifs:
            yield _copy(node, ifs=[])
        case ast.Return(value=ast.expr() as value):
            if not (isinstance(value, ast.Constant) and value.value is None):
                yield _copy(node, value=ast.Constant(None))
        case ast.Raise() | ast.Expr():
            yield ast.Pass()
        case ast.Break():
            yield ast.Continue()
        case ast.Continue():
            yield ast.Break()
        case ast.Call():
            for place in range(len(node.keywords)):
                if _left_alone(node.keywords[place]):
                    continue
                rest_ = [*node.keywords[:place], *node.keywords[place + 1 :]]
                yield _copy(node, keywords=rest_)
        case ast.MatchOr():
            for place in range(len(node.patterns)):
                left = [*node.patterns[:place], *node.patterns[place + 1 :]]
                yield left[0] if len(left) == 1 else _copy(node, patterns=left)
        case _:
            return


def _copy(node: ast.AST, **fields: object) -> ast.AST:
    changed = copy.copy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    return changed


def _with(tree: ast.Module, path: Path, new: ast.AST) -> ast.Module:
    """The tree with another node at a path; what lies off the path is shared."""
    changed = copy.copy(tree)
    node: ast.AST = changed
    for index, (name, place) in enumerate(path):
        last = index == len(path) - 1
        if place is None:
            child = new if last else copy.copy(getattr(node, name))
            setattr(node, name, child)
        else:
            children = list(getattr(node, name))
            child = new if last else copy.copy(children[place])
            children[place] = child
            setattr(node, name, children)
        node = child
    ast.fix_missing_locations(new)
    return changed


def _shown(node: ast.AST) -> str:
    """The first line of a node as text, and no more of it than tells it apart."""
    if isinstance(node, ast.comprehension):
        text = f"for {ast.unparse(node.target)} in {ast.unparse(node.iter)}"
        text += "".join(f" if {ast.unparse(each)}" for each in node.ifs)
    else:
        text = ast.unparse(ast.fix_missing_locations(copy.deepcopy(node)))
    return text.splitlines()[0]
