"""The commands of the set-up, and what each exit code means: 0 done, 1 failed with one line, 130 or 143 stopped."""

import argparse
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence

import psycopg

from . import demo, environment, locks, server, signals
from .database import reason
from .messages import Trouble, complain, say
from .paths import ROOT, Layout
from .placement import refuse_anothers, remembered

Command = Callable[[Layout, argparse.Namespace], int]


def main(arguments: Sequence[str]) -> int:
    options = _parse(arguments)
    command: Command = options.command
    layout = Layout.of(os.environ)
    signals.catch()
    try:
        refuse_anothers(layout)
        layout.create()
        return command(layout, options)
    except Trouble as trouble:
        complain(trouble)
        return 1
    except psycopg.Error as error:
        complain(Trouble(f"PostgreSQL: {reason(error)}"))
        return 1
    except OSError as error:
        complain(Trouble(str(error)))
        return 1
    except signals.Stopped as stopped:
        say("stopped")
        return 128 + stopped.number


def up(layout: Layout, options: argparse.Namespace) -> int:
    server.keep(layout, os.environ)
    say("PostgreSQL is up and stays up until `make down`")
    return 0


def down(layout: Layout, options: argparse.Namespace) -> int:
    demo_ran = demo.stop_other(layout)
    server_ran = server.stop(layout)
    say("stopped" if demo_ran or server_ran else "nothing was running")
    return 0


def status(layout: Layout, options: argparse.Namespace) -> int:
    note = locks.note_in(demo.lock_file(layout))
    cluster = server.known_cluster(layout)
    say(f"demo: {note}" if locks.is_held(demo.lock_file(layout)) else "demo: not running")
    running = cluster and cluster.running
    say(f"PostgreSQL: running in {cluster.placement.home}" if cluster and running else "PostgreSQL: not running")
    return 0


def run_demo(layout: Layout, options: argparse.Namespace) -> int:
    demo.run(layout, os.environ, options.port)
    return 0


def test(layout: Layout, options: argparse.Namespace) -> int:
    with server.database(layout, os.environ) as addresses:
        if not addresses.admin:
            raise Trouble("tests make a database of their own: DATABASE_URL must name a superuser for them")
        commands = environment.for_commands(layout, os.environ, addresses)
        return _foreground(["-m", "pytest", *options.arguments], environment.for_tests(commands, addresses))


def bench(layout: Layout, options: argparse.Namespace) -> int:
    with server.database(layout, os.environ) as addresses:
        commands = environment.for_commands(layout, os.environ, addresses)
        return _foreground(["manage.py", "bench", *options.arguments], environment.for_benchmarks(commands, addresses))


def evaluate(layout: Layout, options: argparse.Namespace) -> int:
    """As the benchmarks, because sets with documents of their own are asked in a database of their own."""
    with server.database(layout, os.environ) as addresses:
        commands = environment.for_commands(layout, os.environ, addresses)
        arguments = ["manage.py", "evaluate_assistant", *options.arguments]
        return _foreground(arguments, environment.for_benchmarks(commands, addresses))


def manage(layout: Layout, options: argparse.Namespace) -> int:
    with server.database(layout, os.environ) as addresses:
        return _foreground(["manage.py", *options.arguments], environment.for_commands(layout, os.environ, addresses))


def clean(layout: Layout, options: argparse.Namespace) -> int:
    down(layout, options)
    if placement := remembered(layout):
        for folder in (placement.home, placement.sockets):
            shutil.rmtree(folder, ignore_errors=True)
    shutil.rmtree(layout.local)
    say(f"removed {layout.local}")
    return 0


def _foreground(arguments: Sequence[str], env: dict[str, str]) -> int:
    """Run Python on our terminal. Ctrl-C is the child's to handle: it reaches the whole foreground group."""
    process = subprocess.Popen([sys.executable, *arguments], cwd=ROOT, env=env)
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        code = process.wait()
    finally:
        signal.signal(signal.SIGINT, before)
        if process.poll() is None:
            process.terminate()
            process.wait()
    return 128 - code if code < 0 else code


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    """What follows a passing command belongs to the program that it runs, options included."""
    if arguments and arguments[0] in PASSING:
        options = _parser().parse_args(arguments[:1])
        options.arguments = arguments[1:]
        return options
    return _parser().parse_args(arguments)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m openhouse.local", description="The local set-up behind make.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, (command, summary) in (COMMANDS | PASSING).items():
        added = commands.add_parser(name, help=summary, description=summary)
        added.set_defaults(command=command)
        if command is run_demo:
            added.add_argument("--port", type=_port, default=8000)
    return parser


def _port(text: str) -> int:
    port = int(text)
    if not 1 <= port <= 65535:
        raise ValueError(text)
    return port


COMMANDS: dict[str, tuple[Command, str]] = {
    "up": (up, "start PostgreSQL and leave it running"),
    "demo": (run_demo, "serve a filled demo until Ctrl-C"),
    "down": (down, "stop the demo and PostgreSQL"),
    "status": (status, "what runs"),
    "clean": (clean, "stop everything and remove the local data"),
}
PASSING: dict[str, tuple[Command, str]] = {
    "test": (test, "run pytest against PostgreSQL"),
    "bench": (bench, "measure"),
    "evaluate": (evaluate, "ask questions whose answers are known"),
    "manage": (manage, "run manage.py with a database"),
}
