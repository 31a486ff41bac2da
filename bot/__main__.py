"""Entry point: `mazhilis-bot` and `python -m bot`."""

from __future__ import annotations

import sys

import typer

from bot.cli import app
from bot.errors import BotError
from knowledge.errors import FactBaseError, KnowledgeError


def main() -> None:
    """Run the command line; what the user or operator did wrong becomes one clear line and an exit code."""
    try:
        app()
    except FactBaseError as error:
        for problem in error.problems:
            typer.echo(f"fact base: {problem}", err=True)
        sys.exit(1)
    except (BotError, KnowledgeError) as error:
        typer.echo(str(error), err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
