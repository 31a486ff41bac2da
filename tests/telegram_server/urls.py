"""Which addresses Telegram takes in links and buttons."""

from __future__ import annotations

import re

HOST = re.compile(r"(?:[\w-]{1,63}\.)+[\w-]{2,63}\.?(?::[0-9]{1,5})?\Z")
WEB = re.compile(r"(?i:https?)://(?:[^/?#@\s]*@)?([^/?#\s]+)(?:[/?#]\S*)?\Z")
INTERNAL = re.compile(r"(?i:tg|ton|tonsite)://\S+\Z")
LONGEST = 2048


def is_valid_url(url: str) -> bool:
    """Whether this is http:// or https:// with a public host name, or a tg:// link, and without white space.

    Telegram also takes addresses without a scheme; a bot has no reason to write such.
    """
    if len(url) > LONGEST:
        return False
    web = WEB.match(url)
    return HOST.match(web[1]) is not None if web else INTERNAL.match(url) is not None
