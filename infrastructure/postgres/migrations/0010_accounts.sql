-- Who may do what in this group. All of it stands outside the log: a person's account can be erased, and what
-- the person did keeps its opaque id. No password, key or session can be read back: only hashes are kept.

-- A person or a program that may act or read, and the member that it does so for.
create table accounts (
    person        text primary key references people (id),
    member        text,
    password_hash text,
    failures      integer not null default 0 check (failures >= 0),
    failed_at     timestamptz,
    opened_at     timestamptz not null default now(),
    revoked_at    timestamptz,
    check (revoked_at is null or password_hash is null)
);

-- What an account is to the group. One person may have several roles.
create table grants (
    person     text not null references accounts (person) on delete cascade,
    role       text not null check (
        role in ('controller', 'approver', 'board-member', 'members-reader', 'auditor', 'administrator')
    ),
    granted_at timestamptz not null default now(),
    primary key (person, role)
);

-- Which subject of an organisation's identity provider an account is.
create table identities (
    issuer  text not null,
    subject text not null,
    person  text not null references accounts (person) on delete cascade,
    primary key (issuer, subject)
);

-- Keys of programs: known by their id, recognised by the hash of a secret of 256 random bits.
create table keys (
    id            text primary key,
    person        text not null references accounts (person) on delete cascade,
    label         text not null,
    secret_sha256 bytea not null check (octet_length(secret_sha256) = 32),
    issued_at     timestamptz not null default now(),
    expires_at    timestamptz,
    revoked_at    timestamptz
);

-- Sessions of people at a browser, recognised by the hash of a token of 256 random bits.
create table sessions (
    token_sha256 bytea primary key check (octet_length(token_sha256) = 32),
    person       text not null references accounts (person) on delete cascade,
    begun_at     timestamptz not null default now(),
    expires_at   timestamptz not null
);

-- Commands under an idempotency key that had nothing to decide: they wrote no event, and so left no trace in the
-- log's own table of commands. Asked again they get the same answer, and their key stands for no other command.
create table undecided_commands (
    idempotency_key text primary key,
    digest          bytea not null,
    position        bigint not null check (position >= 0),
    noted_at        timestamptz not null default now()
);
