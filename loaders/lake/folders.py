"""The folders of the lake: `staging/<source>/_load_id=N/`, one for each load that landed there."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass

from pyarrow import fs

from common.folders import profiles_path
from common.spark import WAREHOUSE
from loaders.batch import LandingError

FILE = "part-0.parquet"
OWNER = "staging/_owner"
FOLDER = re.compile(r"_load_id=(\d+)")


def place(uri: str) -> tuple[fs.FileSystem, str]:
    """A file system, and the path of a URI in it; pyarrow calls `s3` what Spark calls `s3a`."""
    found: tuple[fs.FileSystem, str] = fs.FileSystem.from_uri(re.sub("^s3a:", "s3:", uri))
    return found


@dataclass(frozen=True)
class Lake:
    """One warehouse path, on whatever file system pyarrow knows.

    `root` is what pyarrow calls it, `address` what Spark does: with the account or server, too.
    """

    files: fs.FileSystem
    root: str
    address: str

    @classmethod
    def at(cls, path: str) -> "Lake":
        """The lake at a path or URI."""
        try:
            files, root = place(path)
        except (OSError, ValueError) as error:
            raise LandingError(f"the lake {path} cannot be reached: {error}") from None
        if isinstance(files, fs.LocalFileSystem):  # a URI writes a blank as `%20`, Spark does not
            return cls(files, root, f"file://{root}" if "://" in path else root)
        return cls(files, root.rstrip("/"), path.partition("?")[0].rstrip("/"))

    def folder(self, source: str, load_id: int) -> str:
        """Where the rows of a load are."""
        return f"{self._source(source)}/_load_id={load_id}"

    def file(self, source: str, load_id: int) -> str:
        """The file of a load."""
        return f"{self.folder(source, load_id)}/{FILE}"

    def uri(self, source: str) -> str:
        """Where Spark finds the loads of a source."""
        return self.uri_of(self._source(source))

    def uri_of(self, path: str) -> str:
        """A path of the lake as Spark has to name it."""
        return self.address + path.removeprefix(self.root)

    def loads(self, source: str) -> Iterator[int]:
        """The loads that have a folder, landed or not."""
        selector = fs.FileSelector(self._source(source), allow_not_found=True)
        for found in self.files.get_file_info(selector):
            if match := FOLDER.fullmatch(found.base_name):
                yield int(match[1])

    def holds(self, source: str, load_id: int) -> bool:
        """Whether the file of a load is there."""
        found = self.files.get_file_info(self.file(source, load_id))
        return bool(found.type == fs.FileType.File)

    def claim(self, owner: str) -> None:
        """Note whose loads are here; raises `LandingError` where they are another's."""
        path = f"{self.root}/{OWNER}"
        known = b""
        if self.files.get_file_info(path).type == fs.FileType.File:
            with self.files.open_input_stream(path) as file:
                known = file.read()
        if known == b"":  # the first load, or one that was killed while it wrote this
            self.files.create_dir(f"{self.root}/staging")
            with self.files.open_output_stream(path) as file:
                file.write(owner.encode())
        elif known != owner.encode():
            raise LandingError(
                f"the lake {self.address} holds the loads of another database: name a path of its "
                f"own for this one (`{WAREHOUSE}` in {profiles_path()}); or remove that folder, if "
                "that database is no more; nothing was landed"
            )

    def remove(self, source: str, load_id: int) -> None:
        """Remove the folder of a load, where there is one."""
        folder = self.folder(source, load_id)
        if self.files.get_file_info(folder).type == fs.FileType.Directory:
            self.files.delete_dir(folder)

    def forget_copies(self) -> None:
        """Remove the copies of PostgreSQL's tables, which each build makes again."""
        folder = f"{self.root}/copied"
        if self.files.get_file_info(folder).type == fs.FileType.Directory:
            self.files.delete_dir(folder)

    def settle(self, source: str, load_id: int) -> None:
        """See to it that a file is on the disk, its name and folders too, before it is told of."""
        if not isinstance(self.files, fs.LocalFileSystem):
            return  # the others end a file when it is stored
        file = self.file(source, load_id)
        folder = self.folder(source, load_id)
        for path in (file, folder, self._source(source)):
            handle = os.open(path, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)

    def _source(self, source: str) -> str:
        return f"{self.root}/staging/{source}"
