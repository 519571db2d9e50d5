#!/usr/bin/env python3
"""Refuses an include that the module's declared dependencies do not allow.

Rules: "module/file.hpp" may be included when the including module's redline_module(... DEPENDS ...) names it (or one that
it depends on names it), module/detail/ only inside its module, module/testing/ only from tests, and a module may depend
only on modules of a lower level, or of its own level when CMake's order allows it (text for conversation).
    python3 tools/check_includes.py [ROOT]      exit status 1 and a line for each breach"""

import pathlib
import re
import sys

DECLARATION = re.compile(r"redline_module\((\w+)\s+LEVEL\s+(\d+)(?:\s+DEPENDS\s+((?:\w+\s+)*\w+))?", re.S)
INCLUDE = re.compile(r'^\s*#include "([a-z_]+)/([^"]+)"', re.M)


def modules(root):
    """module -> (level, set of declared dependencies)"""
    found = {}
    for path in sorted((root / "src").glob("*/CMakeLists.txt")):
        match = DECLARATION.search(path.read_text(encoding="utf-8"))
        if match:
            words = (match.group(3) or "").split()
            names = [word for word in words if word not in ("LINKS",)]
            if "LINKS" in words:
                names = words[: words.index("LINKS")]
            found[match.group(1)] = (int(match.group(2)), set(names))
    return found


def reachable(name, table):
    seen, todo = set(), [name]
    while todo:
        for other in table.get(todo.pop(), (0, set()))[1]:
            if other not in seen:
                seen.add(other)
                todo.append(other)
    return seen


def breaches(root):
    table = modules(root)
    for name, (level, needs) in table.items():
        for other in sorted(needs):
            if other not in table:
                yield f"src/{name}/CMakeLists.txt: depends on {other}, which is no module"
            elif table[other][0] > level or (level == 3 and table[other][0] == 3):
                yield f"src/{name}/CMakeLists.txt: level {level} may not depend on {other} of level {table[other][0]}"
    for path in sorted((root / "src").rglob("*")):
        if path.suffix not in (".cpp", ".hpp", ".h") or not path.is_file():
            continue
        parts = path.relative_to(root / "src").parts
        name = parts[0]
        test = "test" in parts or "bench" in parts or "fuzz" in parts or "testing" in parts
        allowed = {name} | (set(table) if name == "app" else reachable(name, table))
        for match in INCLUDE.finditer(path.read_text(encoding="utf-8")):
            other, rest = match.groups()
            if other not in table:
                continue
            where = f"{path.relative_to(root)}: includes {other}/{rest}"
            if other not in allowed:
                yield f"{where}, but {name} does not depend on {other}"
            if rest.startswith("detail/") and other != name:
                yield f"{where}, which is the inside of another module"
            if rest.startswith("testing/") and not test:
                yield f"{where}, which is for tests only"


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    found = list(breaches(root))
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
