"""All benchmarks, or those that are named: `python -m benchmarks [name …]`.

Each prints a table of ratios of both sides in one run; nothing is asserted, because machines differ.
"""

import ast
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def benchmarks() -> dict[str, str]:
    """Name of each benchmark and the first line of what it says about itself."""
    files = sorted(path for path in HERE.glob("*.py") if not path.stem.startswith("_"))
    return {path.stem: (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").split("\n")[0] for path in files}


def main() -> int:
    found, asked = benchmarks(), sys.argv[1:]
    unknown = [name for name in asked if name not in found]
    if unknown:
        print(f"no benchmark {unknown[0]!r}", file=sys.stderr)
    if unknown or not asked:
        print("\n".join(f"{name}: {about}" for name, about in found.items()))
    if unknown:
        return 2
    worst = 0
    for name in asked or found:
        print(f"\n== {name}", flush=True)
        # A process of its own, so that memory and warm caches of one do not count for the next.
        worst = max(worst, subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], cwd=HERE.parent, check=False).returncode)
    return worst


if __name__ == "__main__":
    sys.exit(main())
