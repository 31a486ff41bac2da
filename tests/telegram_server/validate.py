"""Checks any call against api.json: the method, its parameters, their types, and all nested objects.

Stricter than Telegram in one way: a parameter or field that the API does not know is refused, where Telegram
would silently ignore it, since a test wants to hear of the slip.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from tests.telegram_server.records import ApiError, Json, Upload, bad_request
from tests.telegram_server.schema import API, Checker, MismatchError, checker_of, is_integer

INTEGER = re.compile(r"-?[0-9]{1,19}\Z")
BOOLEANS = {"true": True, "True": True, "1": True, "false": False, "False": False, "0": False}
MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
}


@dataclass(frozen=True)
class Parameter:
    """One parameter of a method: may it be left out, may it be a file, and how it is decoded."""

    required: bool
    may_be_file: bool
    decode: Callable[[object], object]


def _integer(value: object) -> object:
    if is_integer(value):
        return value
    if isinstance(value, str) and INTEGER.match(value) and is_integer(int(value)):
        return int(value)
    raise MismatchError("must be of type Integer")


def _boolean(value: object) -> object:
    decoded = value if isinstance(value, bool) else BOOLEANS.get(value) if isinstance(value, str) else None
    if decoded is None:
        raise MismatchError("must be of type Boolean")
    return decoded


def _string(value: object) -> object:
    if not isinstance(value, str):
        raise MismatchError("must be of type String")
    return value


def _integer_or_string(value: object) -> object:
    try:
        return _integer(value)
    except MismatchError:
        return _string(value)


def _from_json(checker: Checker) -> Callable[[object], object]:
    def decode(value: object) -> object:
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except ValueError:
                raise MismatchError("must be a JSON-serialized object") from None
        return checker(value)

    return decode


DECODERS: dict[str, Callable[[object], object]] = {
    "Integer": _integer,
    "Boolean": _boolean,
    "String": _string,
    "Integer|String": _integer_or_string,
    "InputFile|String": _string,
    "InputFile": _string,
}


def _parameter(name: str, spec: str) -> Parameter:
    decode = DECODERS.get(spec)
    if decode is None:
        decode = checker_of(spec) if spec.startswith("=") else _from_json(checker_of(spec))
    return Parameter(name.endswith("!"), spec.startswith("InputFile"), decode)


METHODS: dict[str, dict[str, Parameter]] = {
    method: {name.rstrip("!"): _parameter(name, spec) for name, spec in fields.items()}
    for method, fields in API["methods"].items()
}
REQUIRED = {
    method: [name for name, parameter in parameters.items() if parameter.required]
    for method, parameters in METHODS.items()
}
CANONICAL = {method.lower(): method for method in METHODS}
RESULTS: dict[str, Checker] = {method: checker_of(spec) for method, spec in API["returns"].items()}


def method_named(name: str) -> str:
    """The method as Telegram spells it; names are not case-sensitive.

    Raises:
        ApiError: 404, there is no such method.
    """
    method = CANONICAL.get(name.lower())
    if method is None:
        raise ApiError(404, "Not Found: method not found")
    return method


def check(method: str, raw: Json, files: dict[str, Upload]) -> Json:
    """The decoded parameters of a call.

    Args:
        method: as `method_named` returned it.
        raw: parameters as they came: strings from forms, any JSON from JSON bodies.
        files: files that came in a multipart body; each must be a parameter or be referred to as attach://.

    Raises:
        ApiError: 400, saying what does not fit.
    """
    known = METHODS[method]
    params: Json = {}
    for name, value in raw.items():
        parameter = known.get(name)
        if parameter is None:
            raise bad_request(f'unknown parameter "{name}" of method {method}')
        try:
            params[name] = parameter.decode(value)
        except MismatchError as mismatch:
            detail = str(mismatch).removeprefix("Value ")
            style = f"can't parse {name}: {detail}" if detail[0].isupper() else f'parameter "{name}" {detail}'
            raise bad_request(style) from None
    for name, upload in files.items():
        if name in known:
            if not known[name].may_be_file:
                raise bad_request(f'parameter "{name}" must not be a file')
            params[name] = upload
        elif not any(isinstance(value, str) and f"attach://{name}" in value for value in raw.values()):
            raise bad_request(f'file "{name}" is neither a parameter nor referred to as attach://{name}')
    for name in REQUIRED[method]:
        if name not in params:
            raise bad_request(MISSING.get(name, f'parameter "{name}" is required'))
    return params


def check_result(method: str, result: object) -> None:
    """Check what the server itself answers; tests of the server use this.

    Raises:
        MismatchError: the result is not what the method returns.
    """
    RESULTS[method](result)
