"""Words: every sentence in the reader's language; the catalogues stand in `locales/`."""

import gettext
import io
from functools import lru_cache
from importlib.resources import files

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LANGUAGES = ("en", "ru")


class Translator:
    """The sentences of one language. English texts are their own keys; `{name}` places are filled by format."""

    def __init__(self, language: str, catalogue: gettext.NullTranslations) -> None:
        self.language = language
        self._catalogue = catalogue

    def gettext(self, text: str, **values: object) -> str:
        """A sentence."""
        return self._catalogue.gettext(text).format(**values)

    def quote(self, text: str) -> str:
        """A text in the quotation marks of the language."""
        return self.gettext("“{quoted}”", quoted=text)

    def ngettext(self, one: str, many: str, number: int, **values: object) -> str:
        """A sentence with a number in it; `{n}` is the number."""
        return self._catalogue.ngettext(one, many, number).format(n=number, **values)


def gettext_noop(text: str) -> str:
    """Marks a text for the catalogues that is said somewhere else."""
    return text


@lru_cache
def translator_for(language: str) -> Translator:
    """The words of a language; English for one we do not speak."""
    if language not in LANGUAGES or language == "en":
        return Translator("en", gettext.NullTranslations())
    source = files("worker.core").joinpath("locales", f"{language}.po").read_bytes()
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(source), locale=language))
    compiled.seek(0)
    return Translator(language, gettext.GNUTranslations(compiled))
