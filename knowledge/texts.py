"""Interface texts in the three languages, kept as data in `knowledge/texts/*.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from pydantic import RootModel

from knowledge.errors import FactBaseError
from knowledge.model import Language
from knowledge.yaml_files import YamlReader

_EN = Language.EN
_FORMS = ("_one", "_few", "_part")
TEXT_FILES = Path(__file__).parent / "texts"


class _TextFile(RootModel[dict[str, str]]):
    pass


class Texts:
    """Interface texts by key. A text not yet written in a language is given in English."""

    def __init__(self, texts: Mapping[Language, Mapping[str, str]]) -> None:
        self._texts = texts

    def get(self, language: Language, key: str, **values: object) -> str:
        """The text with its `{names}` filled in. An unknown key is a programming error (KeyError)."""
        template = self._texts[language].get(key) or self._texts[Language.EN][key]
        return template.format(**values) if values else template

    def counted(self, language: Language, key: str, count: Decimal, **values: object) -> str:
        """The text in the form that goes with a number ("1 seat", "2 seats"; "1 место", "2 места", "5 мест").

        A language has the forms it needs as keys of their own, `key_one` and so on; the bare key stands for
        all numbers that have none.
        """
        form = f"{key}_{plural_form(count, language)}"
        written = form in self._texts[language] or (not self._texts[language].get(key) and form in self._texts[_EN])
        return self.get(language, form if written else key, **values)


def plural_form(count: Decimal, language: Language) -> str:
    """Which form of a noun goes with a number: `one`, `few`, `part` (of fractions) or `many`.

    After the plural rules of Unicode CLDR; the sign does not matter.
    """
    size = abs(count)
    if language is not Language.RU:
        return "one" if size == 1 else "many"
    if size % 1:
        return "part"
    tens, ones = int(size) % 100, int(size) % 10
    if ones == 1 and tens != 11:
        return "one"
    return "few" if 2 <= ones <= 4 and not 12 <= tens <= 14 else "many"


def _base(key: str) -> str:
    """A key without the ending of a plural form."""
    return next((key.removesuffix(form) for form in _FORMS if key.endswith(form)), key)


def load_texts(directory: Path = TEXT_FILES) -> Texts:
    """Read the text files. Raises FactBaseError where one is malformed or has a key English has not."""
    reader = YamlReader(directory)
    texts: dict[Language, dict[str, str]] = {}
    for language in Language:
        found = reader.record(f"{language.value}.yaml", _TextFile)
        texts[language] = found.root if found is not None else {}
    for language, own in texts.items():
        for key in {_base(key) for key in own} - texts[Language.EN].keys():
            reader.report(f"{language.value}.yaml", key, "-", "no such text in en.yaml")
    if reader.problems:
        raise FactBaseError(reader.problems)
    return Texts(texts)
