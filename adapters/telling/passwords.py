"""What speaks against a password, in words."""

from collections.abc import Mapping

from adapters.identity.passwords import SHORTEST, Weakness
from adapters.telling.words import Words

WEAK_PASSWORDS: Mapping[Weakness, Words] = {
    Weakness.TOO_SHORT: Words(
        f"a password has at least {SHORTEST} characters; several words are easy to remember",
        f"heslo má nejméně {SHORTEST} znaků; několik slov se dobře pamatuje",
    ),
    Weakness.TOO_LONG: Words("the password is too long", "heslo je příliš dlouhé"),
    Weakness.TOO_COMMON: Words("this password is among the first that are guessed", "tohle heslo se hádá mezi prvními"),
    Weakness.IS_LOGIN: Words("the password is hardly more than the login", "heslo je sotva víc než přihlašovací jméno"),
    Weakness.UNCHANGED: Words("the new password is the old one", "nové heslo je to staré"),
}
