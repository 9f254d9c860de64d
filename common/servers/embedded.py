"""Knows the embedded Neo4j among the processes of this machine."""

import os
from pathlib import Path

import psutil

from common.folders import services_folder


def graph_folder() -> Path:
    """Folder of the embedded Neo4j, beside profiles.yml."""
    return services_folder() / "neo4j"


def home_argument(folder: Path) -> str:
    """The argument by which a running server of this folder is known."""
    return f"--home-dir={folder}"


def has_port(port: int) -> bool:
    """Whether this project's Neo4j, and no other program, listens there."""
    wanted = home_argument(graph_folder())
    return any(_listens(process, wanted, port) for process in psutil.process_iter())


def _listens(process: psutil.Process, wanted: str, port: int) -> bool:
    try:
        if process.uids().effective != os.geteuid() or wanted not in process.cmdline():
            return False
        listening = process.net_connections("tcp")
    except psutil.Error:
        return False  # ended meanwhile, or not ours to look at
    return any(each.status == psutil.CONN_LISTEN and each.laddr.port == port for each in listening)
