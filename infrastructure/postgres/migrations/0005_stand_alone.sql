-- what-alone-costs: What would going alone cost, whom and for which months, on which evidence?
-- The cost is for all months from first_month through last_month; a row that was withdrawn says why.
create table stand_alone_costs (
    stream uuid not null,
    number integer not null,
    contract text,
    members jsonb,
    first_month text,
    last_month text,
    cost_cents bigint,
    source text,
    certified_by text,
    evidence_reference text,
    evidence_sha256 text,
    previous_cents bigint,
    corrected_because text,
    withdrawn_because text,
    from_position bigint not null,
    to_position bigint not null default 9223372036854775807,
    check (from_position < to_position),
    primary key (stream, number, from_position)
);
create index stand_alone_costs_of_a_contract on stand_alone_costs (contract);
