"""What a fair says of itself, language by language."""

from collections.abc import Mapping

from matchmaking.fairs import queries
from matchmaking.fairs.actions.referee import hold_fair, refereed
from matchmaking.fairs.errors import ChangedMeanwhile
from matchmaking.fairs.models import Fair, FairText

PARTS = ("tagline", "description", "welcome")


def write_texts(*, fair: Fair, texts: Mapping[str, Mapping[str, str]], seen: str) -> None:
    """In each of these languages the fair says this; where nothing is said there is no text.

    ChangedMeanwhile if somebody else has written since the texts with the sign `seen` were read.
    """
    with refereed():
        hold_fair(fair.pk)
        stored = {text.language: text for text in fair.texts.all()}
        if queries.sign_of_texts(stored.values()) != seen:
            raise ChangedMeanwhile
        for language, parts in texts.items():
            text = stored.get(language) or FairText(fair=fair, language=language)
            before = [getattr(text, part) for part in PARTS]
            for part in PARTS:
                setattr(text, part, parts[part])
            if any(parts[part] for part in PARTS):
                if text.pk is None or before != [parts[part] for part in PARTS]:
                    text.save()
            elif text.pk is not None:
                text.delete()
