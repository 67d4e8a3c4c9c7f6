"""The first steps of a new installation: structure, territory, accounts, programme."""
