// What proves that a form is ours. A page may be older than the login, which gave another one: the cookie knows.
// Over HTTPS nobody but this host may have set it.
export const token = () => /(?:^|; )(?:__Host-)?csrftoken=([^;]+)/.exec(document.cookie)?.[1];
