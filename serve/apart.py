"""Runs a function in a process of its own: what it takes of memory is given back."""

import asyncio
import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import ParamSpec, TypeVar

from common.errors import UserError

Given = ParamSpec("Given")
Found = TypeVar("Found")


async def apart(
    function: Callable[Given, Found], *args: Given.args, **kwargs: Given.kwargs
) -> Found:
    """Return what the function does; its UserError is raised here.

    Raises UserError, too, where the process was ended, as by a machine without memory left.
    """
    pool = ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"))
    try:
        return await asyncio.wrap_future(pool.submit(function, *args, **kwargs))
    except BrokenProcessPool:
        raise UserError(
            "the files could not be read: the memory of this machine did not do. Drop fewer of "
            "them, or load them in a terminal"
        ) from None
    finally:
        pool.shutdown(wait=False)
