-- what-services-use: What do the services of an agreement use of each other, by which rule, and what does each
-- bear of another? Rows hold between positions, as in 0002.
create table mutual_uses (
    stream uuid not null,
    version integer not null,
    agreement text,
    method text,
    contracts jsonb,
    measures jsonb,
    effective_from text,
    reason text,
    authority jsonb,
    from_position bigint not null,
    to_position bigint not null default 9223372036854775807,
    check (from_position < to_position),
    primary key (stream, version, from_position)
);
create table flows_shared (
    stream uuid not null,
    code text not null,
    agreement text,
    service_month text,
    use_version integer,
    method text,
    basis jsonb,
    from_position bigint not null,
    to_position bigint not null default 9223372036854775807,
    check (from_position < to_position),
    primary key (stream, code, from_position)
);
create table service_flows (
    stream uuid not null,
    code text not null,
    provider text not null,
    user_contract text not null,
    agreement text,
    service_month text,
    exact_cents text,
    moved_cents bigint,
    carried_after_cents text,
    from_position bigint not null,
    to_position bigint not null default 9223372036854775807,
    check (from_position < to_position),
    primary key (stream, code, provider, user_contract, from_position)
);
create table pool_flows (
    stream uuid not null,
    code text not null,
    provider text not null,
    user_contract text not null,
    amount_cents bigint,
    late boolean,
    from_position bigint not null,
    to_position bigint not null default 9223372036854775807,
    check (from_position < to_position),
    primary key (stream, code, provider, user_contract, from_position)
);
-- what-is-booked: an entry between providers names the contract whose service used the other's.
alter table entries add column used_by text;

create index service_flows_of_a_month on service_flows (service_month);
