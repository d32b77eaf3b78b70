-- what-held-when: Who belonged to which agreement or contract from and until which day, and which VAT regime was agreed?
-- Nothing here is replaced: a member that left and came back has every time it was there, in the order recorded.
create table agreement_movements (
    stream uuid not null,
    member text not null,
    moved_at bigint not null,
    what text,
    day text,
    votes_from text,
    reason text,
    authority jsonb,
    from_position bigint not null,
    to_position bigint not null default 9223372036854775807,
    check (from_position < to_position),
    primary key (stream, member, moved_at, from_position)
);
create table contract_movements (
    stream uuid not null,
    member text not null,
    moved_at bigint not null,
    what text,
    day text,
    convention text,
    authority jsonb,
    from_position bigint not null,
    to_position bigint not null default 9223372036854775807,
    check (from_position < to_position),
    primary key (stream, member, moved_at, from_position)
);
create table vat_regimes (
    stream uuid not null,
    effective_on text not null,
    agreed_at bigint not null,
    regime text,
    authority jsonb,
    from_position bigint not null,
    to_position bigint not null default 9223372036854775807,
    check (from_position < to_position),
    primary key (stream, effective_on, agreed_at, from_position)
);
