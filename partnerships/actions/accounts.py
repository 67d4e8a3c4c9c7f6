"""What somebody decides of their own account."""

from partnerships.models import User


def speak(*, user: User, language: str) -> None:
    """The pages of this account are in that language (fr, en) from the next one on."""
    User.objects.filter(pk=user.pk).update(language=language)
