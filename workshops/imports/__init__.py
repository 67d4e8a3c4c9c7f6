"""Tables people already have: participants, past attendance; read, told in words, then written.

Nothing here writes: `workshops/actions/imports` does, and takes it all back.
"""
