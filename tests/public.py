"""Every page that answers to somebody who has not signed in: the one list of them."""

# Ours, by name.
OURS = {
    "health",
    "language_choose",
    "offline",
    "service_worker",
    "evaluation:voice_open",
    "evaluation:opinion_give",
    "evaluation:opinion_thanks",
    "families:referral_read",
    "evaluation:review_read",
    "workshops:feed_read",
    "workshops:plan_read",
    "workshops:plan_read_remark",
    "partnerships:invitation_open",
    "partnerships:agreement_read",
    "partnerships:agreement_read_pdf",
    "partnerships:agreement_read_file",
    "partnerships:who_sees_what",
}

# Those of the libraries: signing in, and asking for a new password. Signing up is closed.
OF_LIBRARIES = {
    "account_confirm_email",
    "account_confirm_login_code",
    "account_email_verification_sent",
    "account_inactive",
    "account_login",
    "account_logout",
    "account_request_login_code",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_signup",
    "admin:login",
    "mfa_authenticate",
}

PUBLIC = OURS | OF_LIBRARIES
