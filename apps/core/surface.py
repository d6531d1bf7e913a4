"""Every route there is, with the rule of each of its methods: walked from the URL resolver, never listed by hand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from .gate import Rule, rule_for

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
# A function view says nothing of methods: the two that browsers send.
FUNCTION_METHODS = ("GET", "POST")


@dataclass(frozen=True, slots=True)
class Route:
    """`path` is as written in the URLconf, with its `<converter:name>` parameters."""

    path: str
    name: str
    callback: Any

    @property
    def view(self) -> Any:
        """The class of a class-based view, else the function."""
        return getattr(self.callback, "view_class", None) or getattr(self.callback, "cls", None) or self.callback

    @property
    def methods(self) -> tuple[str, ...]:
        if not isinstance(self.view, type):
            return FUNCTION_METHODS
        allowed = self.view.http_method_names  # type: ignore[attr-defined]
        return tuple(m for m in METHODS if m.lower() in allowed and hasattr(self.view, m.lower()))

    @property
    def parameters(self) -> tuple[str, ...]:
        return tuple(re.findall(r"<(?:\w+:)?(\w+)>", self.path))

    def rule(self, method: str) -> Rule:
        return rule_for(self.callback, method)

    def url(self, **values: Any) -> str:
        return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(values[found[1]]), self.path)


def routes() -> list[Route]:
    return sorted(_walk("/", "", get_resolver()), key=lambda route: route.path)


def _walk(prefix: str, namespace: str, resolver: URLResolver) -> Iterator[Route]:
    for pattern in resolver.url_patterns:
        path = prefix + _plain(str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(path, inner, pattern)
        elif isinstance(pattern, URLPattern) and not hasattr(pattern.callback, "leads_nowhere"):
            yield Route(path, f"{namespace}{pattern.name or ''}", pattern.callback)


def _plain(pattern: str) -> str:
    """The path of a pattern; a regular expression shows its groups as parameters."""
    if not pattern.startswith("^") and not pattern.endswith("$"):
        return pattern
    return re.sub(r"\(\?P(<\w+>)[^)]*\)|[\^$\\]", r"\1", pattern)
