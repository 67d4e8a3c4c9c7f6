"""The demonstration: two programmes of an invented centre, told up to the day it is loaded.

Everybody and everything here is invented; no official code is. The real schools of Lille stand in
the directory beside it, without a story. The figures are not written anywhere: they come out of
the sheets.
"""
