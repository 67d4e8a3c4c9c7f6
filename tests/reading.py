"""What a person reads in an answer, with ordinary spaces."""


def plain(words):
    return words.replace("\N{NO-BREAK SPACE}", " ")


def text(response):
    """The page on one line."""
    return " ".join(plain(response.content.decode()).split())


def said(response):
    """The messages above the page."""
    return [plain(str(message)) for message in response.context["messages"]]
