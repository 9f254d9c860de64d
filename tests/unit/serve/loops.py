"""Runs what awaits in a thread: the browser of other tests keeps a loop in this one."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

Found = TypeVar("Found")


def finished(awaited: Coroutine[Any, Any, Found]) -> Found:
    """Return what it comes to."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, awaited).result()
