"""The words of the page where people log in, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LoginPhrases:
    """`wrong` and `wait` say nothing of whether there is such an account; `bad_password` names the limits of
    `assistant.access.passwords`. Those with `outside` are for people who log in at a provider."""

    title: str
    about: str
    name: str
    password: str
    log_in: str
    log_out: str
    logged_in: str
    wrong: str
    wait: str  # with {minutes}
    other_language: str
    change: str
    new: str
    again: str
    not_the_same: str
    wrong_password: str
    bad_password: str
    back: str
    outside: str
    outside_about: str
    outside_failed: str
    outside_refused: str
    outside_down: str


ENGLISH_LOGIN = LoginPhrases(
    title="Log in",
    about="This collection is open to people with an account. Whoever runs it can give you one.",
    name="Name",
    password="Password",  # noqa: S106 a word on the page
    log_in="Log in",
    log_out="Log out",
    logged_in="Logged in",
    wrong="Name or password is not right.",
    wait="Too many tries. Try again in {minutes} min.",
    other_language="Français",
    change="Change password",
    new="New password",
    again="New password, once more",
    not_the_same="The two new passwords differ.",
    wrong_password="The password is not right.",  # noqa: S106 words on the page
    bad_password="Take 12 to 128 characters that are not guessed soon: three or four words that you think of.",  # noqa: S106
    back="Back",
    outside="Log in with your organisation",
    outside_about="This collection is open to people of certain organisations. Yours says who you are.",
    outside_failed="The login did not work. Try again.",
    outside_refused="You may not use this collection. Ask whoever runs it.",
    outside_down="The login of your organisation cannot be reached. Try again in a few minutes.",
)
FRENCH_LOGIN = LoginPhrases(
    title="Se connecter",
    about="Cette collection est ouverte aux personnes qui ont un compte. Qui la gère peut vous en donner un.",
    name="Nom",
    password="Mot de passe",  # noqa: S106 a word on the page
    log_in="Se connecter",
    log_out="Se déconnecter",
    logged_in="Connecté",
    wrong="Le nom ou le mot de passe n’est pas le bon.",
    wait="Trop d’essais. Réessayez dans {minutes} min.",
    other_language="English",
    change="Changer de mot de passe",
    new="Nouveau mot de passe",
    again="Nouveau mot de passe, encore une fois",
    not_the_same="Les deux nouveaux mots de passe diffèrent.",
    wrong_password="Le mot de passe n’est pas le bon.",  # noqa: S106 words on the page
    bad_password="Prenez 12 à 128 caractères qui ne se devinent pas vite : trois ou quatre mots de votre choix.",  # noqa: S106
    back="Retour",
    outside="Se connecter avec votre organisation",
    outside_about="Cette collection est ouverte aux membres de certaines organisations. La vôtre dit qui vous êtes.",
    outside_failed="La connexion n’a pas réussi. Réessayez.",
    outside_refused="Vous ne pouvez pas utiliser cette collection. Adressez-vous à qui la gère.",
    outside_down="La connexion de votre organisation est injoignable. Réessayez dans quelques minutes.",
)
LOGINS: Mapping[str, LoginPhrases] = {"en": ENGLISH_LOGIN, "fr": FRENCH_LOGIN}


def login_phrases(language: str) -> LoginPhrases:
    """Those of the language, or the English ones."""
    return LOGINS.get(language, ENGLISH_LOGIN)
