"""`python -m serve`: the whole way from files to figures in a browser."""

import argparse
import socket

import uvicorn

from common.commands import cli
from common.commands.browser import show
from common.errors import UserError
from common.language import school_language
from serve.app import application
from serve.door import Door, new_token
from serve.kept import Kept, RunningError, alone

PORT = 8700
DESCRIPTION = """\
Open a page on which the whole way from files to figures is gone: drop the exports, read what was
understood, answer what is asked, say yes, watch, read the verdict. It does what `make inspect` and
`make refresh` do."""

EPILOG = """\
It listens on this machine alone (127.0.0.1). The address that it prints lets one browser in, once,
within ten minutes; type the command again for another one. To let others in, put it behind a
reverse proxy that has a login of its own, and name the proxy's address by --public (docs/serve.md).

exit codes: 0 ended; 2 a problem, said in one line"""


def main() -> None:
    """Serve until somebody ends it."""
    arguments = _parser().parse_args()
    kept, local = Kept(), f"http://127.0.0.1:{arguments.port}"
    address = arguments.public or local
    addresses = [address, local, local.replace("127.0.0.1", "localhost")]
    try:
        with alone(kept, address):
            _serve(kept, addresses, arguments.port)
    except RunningError as error:
        print(f"It is there already. Open {error.address}/?token={new_token(kept)}")


def _serve(kept: Kept, addresses: list[str], port: int) -> None:
    kept.recover()
    speak = school_language()
    with _listening(port) as listening:
        address = f"{addresses[0]}/?token={new_token(kept)}"
        print(f"Open {address}", flush=True)
        print("It lets one browser in, once. Ctrl-C ends the page.", flush=True)
        show(address)
        door = Door(application(kept, speak), kept, addresses, speak)
        config = uvicorn.Config(
            door,
            log_level="warning",
            access_log=False,
            server_header=False,
            limit_concurrency=100,
            timeout_keep_alive=15,
            timeout_graceful_shutdown=2,
        )
        uvicorn.Server(config).run(sockets=[listening])


def _listening(port: int) -> socket.socket:
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind(("127.0.0.1", port))
        found.listen(100)  # whoever opens the address at once waits until somebody answers
    except OSError as error:
        found.close()
        raise UserError(
            f"port {port} of this machine cannot be used ({error.strerror}): end the program that "
            f"uses it, or name another one: make serve PORT={port + 1}"
        ) from None
    return found


def _parser() -> argparse.ArgumentParser:
    parser = cli.parser("serve", DESCRIPTION, EPILOG)
    parser.add_argument("--port", type=_port, default=PORT, help=f"of this machine ({PORT})")
    parser.add_argument(
        "--public",
        type=_address,
        metavar="ADDRESS",
        help="how a reverse proxy with a login is called, like https://figures.school.example",
    )
    return parser


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 2**16:
        raise argparse.ArgumentTypeError(f"{text} is no port: name one of 1 to 65535")
    return int(text)


def _address(text: str) -> str:
    if not text.startswith("https://") or text.count("/") != 2 or text.endswith("/"):
        raise argparse.ArgumentTypeError(f"{text} is not like https://figures.school.example")
    return text.lower()  # as browsers say it


if __name__ == "__main__":
    cli.run(main)
