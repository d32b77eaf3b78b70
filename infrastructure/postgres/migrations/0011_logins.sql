-- Log-ins at an identity provider that are under way, recognised by the hash of a token of 256 random bits that the
-- browser holds. What the provider is told of one is derived from its token, so no row gives it away. Each row is
-- deleted when the log-in comes back, and whatever did not come back in time by the next one.
create table logins (
    token_sha256 bytea primary key check (octet_length(token_sha256) = 32),
    onward       text not null check (length(onward) <= 2000),
    expires_at   timestamptz not null
);
