"""How long laws are tried: briefly by `make test`, ten times as long by `make soak` (TRIES=10), not at all by `make fast`."""

import os
from collections.abc import Callable

import pytest
from hypothesis import settings

TIMES = int(os.environ.get("TRIES", "1"))


def tries(examples: int) -> Callable:
    """Marks a law whose every example takes its time; `examples` is for `make test`."""

    def marked(law: Callable) -> Callable:
        return pytest.mark.long(settings(max_examples=examples * TIMES)(law))

    return marked
