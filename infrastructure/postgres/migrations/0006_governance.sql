-- who-may-vote: Who holds which seat, capital and proxy, and who attended which meeting from when on?
create table seats (
    stream uuid not null,
    seat text not null,
    from_on text not null,
    agreement text,
    member text,
    college text,
    person text,
    source text,
    until text,
    reason text,
    from_position bigint not null,
    to_position bigint not null default 9223372036854775807,
    check (from_position < to_position),
    primary key (stream, seat, from_on, from_position)
);
create table seat_weights (
    stream uuid not null,
    seat text not null,
    effective_on text not null,
    weight text,
    source text,
    from_position bigint not null,
    to_position bigint not null default 9223372036854775807,
    check (from_position < to_position),
    primary key (stream, seat, effective_on, from_position)
);
create table holdings (
    stream uuid not null,
    member text not null,
    effective_on text not null,
    agreement text,
    shares text,
    source text,
    from_position bigint not null,
    to_position bigint not null default 9223372036854775807,
    check (from_position < to_position),
    primary key (stream, member, effective_on, from_position)
);
create table proxies (
    stream uuid not null,
    ordinal integer not null,
    agreement text,
    seat text,
    holder text,
    meeting text,
    until text,
    granted_on text,
    evidence text,
    revoked_on text,
    reason text,
    from_position bigint not null,
    to_position bigint not null default 9223372036854775807,
    check (from_position < to_position),
    primary key (stream, ordinal, from_position)
);
create table attendances (
    stream uuid not null,
    ordinal integer not null,
    present jsonb,
    represented jsonb,
    proxies jsonb,
    from_item text,
    from_position bigint not null,
    to_position bigint not null default 9223372036854775807,
    check (from_position < to_position),
    primary key (stream, ordinal, from_position)
);

-- what-was-decided says more: of a meeting its first call, days and order; of a resolution whom it concerns,
-- whose consent it takes and who attended; of a voter its other weights and the ground of its recusal.
alter table meetings
    add column follows text,
    add column opens_on text,
    add column notice_exception text,
    add column notice_reason text,
    add column taken_in_order jsonb;
alter table resolutions
    add column concerns jsonb,
    add column raises_commitments_of jsonb,
    add column ballots_from text,
    add column ballots_until text,
    add column consent_of jsonb,
    add column consent_source text,
    add column present jsonb,
    add column represented jsonb;
alter table voters
    add column second_weight text,
    add column second_weight_source text,
    add column quorum_weight text,
    add column quorum_weight_source text,
    add column recused_ground text;
