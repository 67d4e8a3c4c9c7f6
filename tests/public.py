"""The pages that answer to anybody, and nobody else's: the one list of them."""

# Ours, by name of URL.
PUBLIC = {"health", "invitation_accept"}

# allauth's, for somebody who has not signed in yet or any more.
PUBLIC_ALLAUTH = {
    "account_login",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "mfa_authenticate",
}
