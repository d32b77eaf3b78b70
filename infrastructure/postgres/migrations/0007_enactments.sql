-- what-is-enacted: What do agreements, amendments and resolutions enact, what does each enactment wait for, and
-- what became of it? The amendment is '' for a resolution and for the agreement itself.
create table enacted (
    stream uuid not null,
    amendment text not null,
    ordinal integer not null,
    decided_by text,
    kind text,
    terms jsonb,
    needs jsonb,
    conditions jsonb,
    state text,
    said text,
    from_position bigint not null,
    to_position bigint not null default 9223372036854775807,
    check (from_position < to_position),
    primary key (stream, amendment, ordinal, from_position)
);
create table conditions_met (
    stream uuid not null,
    amendment text not null,
    ordinal integer not null,
    condition text not null,
    subject text not null,
    met_on text,
    from_position bigint not null,
    to_position bigint not null default 9223372036854775807,
    check (from_position < to_position),
    primary key (stream, amendment, ordinal, condition, subject, from_position)
);
create table conditions (
    stream uuid not null,
    agreement text,
    condition text,
    subject text,
    state text,
    met_on text,
    given_by text,
    act text,
    reference text,
    given_on text,
    evidence_sha256 text,
    reason text,
    from_position bigint not null,
    to_position bigint not null default 9223372036854775807,
    check (from_position < to_position),
    primary key (stream, from_position)
);

-- by-which-terms: By which terms is a contract provided and allocated, from which month, and which months are
-- shared anew? The declared order is that of the beneficiaries at the opening, which breaks ties.
create table contract_terms (
    stream uuid not null,
    effective_from text not null,
    provider text,
    allocation_period text,
    notice_months integer,
    declared_order jsonb,
    authority jsonb,
    from_position bigint not null,
    to_position bigint not null default 9223372036854775807,
    check (from_position < to_position),
    primary key (stream, effective_from, from_position)
);
create table restatements (
    stream uuid not null,
    version integer not null,
    effective_from text,
    effective_through text,
    key jsonb,
    reason text,
    authority jsonb,
    from_position bigint not null,
    to_position bigint not null default 9223372036854775807,
    check (from_position < to_position),
    primary key (stream, version, from_position)
);

-- what-is-approved: The accounts of which years were approved, for which agreement, and by which decision?
create table approved_accounts (
    stream uuid not null,
    agreement text not null,
    year integer,
    decided_on text,
    authority jsonb,
    from_position bigint not null,
    to_position bigint not null default 9223372036854775807,
    check (from_position < to_position),
    primary key (stream, agreement, from_position)
);
