"""When two names, already folded, may be those of one person. Nobody is merged: it is asked."""

CLOSE = 0.65
# First name first, as they are written down; the other order happens.
SAME = 1.0
MAYBE = 0.8


def pairs_of(text):
    framed = f" {text} "
    return {framed[index : index + 2] for index in range(len(framed) - 1)}


def resemblance(name, other, letters=pairs_of):
    """From 0 (two people) to 1 (the same name, whatever the spaces and the order of words).

    Whoever compares a crowd gives `letters`, pairs_of kept in a cache that ends with the comparison.
    """
    words, others = name.split(), other.split()
    if not words or not others:
        return 0.0
    if sorted(words) == sorted(others) or "".join(words) == "".join(others):
        return SAME
    if may_shorten(words, others) and likeness(words[0], others[0], letters) >= CLOSE:
        return MAYBE
    alike = max(
        likeness("".join(words), "".join(others), letters),
        likeness("".join(words), "".join(others[1:] + others[:1]), letters),
    )
    return alike if alike >= CLOSE else 0.0


def may_shorten(words, others):
    """« Samira », « Samira B » and « Samira Benali » may be written for one another."""
    last, other_last = "".join(words[1:]), "".join(others[1:])
    short, long = sorted((last, other_last), key=len)
    return len(short) <= 1 and long.startswith(short)


def likeness(text, other, letters=pairs_of):
    """Share of the pairs of letters they have in common (Dice), ends of the word included."""
    pairs, others = letters(text), letters(other)
    return 2 * len(pairs & others) / (len(pairs) + len(others))
