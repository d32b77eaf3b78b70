-- The read models, view by view. A row holds from the position of the event that wrote it (from_position)
-- up to, and without, the position of the event that replaced it (to_position; the largest bigint while it
-- still holds), so a view as of position p is: from_position <= p and p < to_position. Dates and months are
-- ISO text, exact numbers are text (p or p/q), money is integer cents.

-- who-belongs: Who belongs to the group and to its agreements, and what is said of each member, with its source?
create table members (
    stream uuid not null,
    code text,
    name text,
    kind text,
    effective_on text,
    source text,
    published boolean,
    successor text,
    from_position bigint not null,
    to_position bigint not null default 9223372036854775807,
    check (from_position < to_position),
    primary key (stream, from_position)
);
create table figures (
    stream uuid not null,
    figure text not null,
    as_of text not null,
    value text,
    unit text,
    source text,
    published boolean,
    from_position bigint not null,
    to_position bigint not null default 9223372036854775807,
    check (from_position < to_position),
    primary key (stream, figure, as_of, from_position)
);
create table member_details (
    stream uuid not null,
    detail text not null,
    effective_on text not null,
    value text,
    source text,
    published boolean,
    from_position bigint not null,
    to_position bigint not null default 9223372036854775807,
    check (from_position < to_position),
    primary key (stream, detail, effective_on, from_position)
);
create table agreements (
    stream uuid not null,
    code text,
    name text,
    legal_form text,
    axes jsonb,
    parties jsonb,
    entry_convention text,
    exit_notice_months integer,
    vat_regime text,
    territory text,
    effective_on text,
    in_force_on text,
    published boolean,
    from_position bigint not null,
    to_position bigint not null default 9223372036854775807,
    check (from_position < to_position),
    primary key (stream, from_position)
);
create table signatures (
    stream uuid not null,
    what text not null,
    member text not null,
    signatory text,
    capacity text,
    signed_on text,
    deliberation text,
    from_position bigint not null,
    to_position bigint not null default 9223372036854775807,
    check (from_position < to_position),
    primary key (stream, what, member, from_position)
);
create table memberships (
    stream uuid not null,
    member text not null,
    state text,
    bears_costs_from text,
    votes_from text,
    bears_costs_until text,
    earlier_debts text,
    authority jsonb,
    from_position bigint not null,
    to_position bigint not null default 9223372036854775807,
    check (from_position < to_position),
    primary key (stream, member, from_position)
);
create table amendments (
    stream uuid not null,
    number text not null,
    text text,
    effective_on text,
    in_force_on text,
    authority jsonb,
    from_position bigint not null,
    to_position bigint not null default 9223372036854775807,
    check (from_position < to_position),
    primary key (stream, number, from_position)
);

-- what-was-decided: What was decided, where, by whose votes and which arithmetic, and what did it enact?
create table charters (
    stream uuid not null,
    version integer not null,
    agreement text,
    effective_on text,
    rules jsonb,
    authority jsonb,
    from_position bigint not null,
    to_position bigint not null default 9223372036854775807,
    check (from_position < to_position),
    primary key (stream, version, from_position)
);
create table meetings (
    stream uuid not null,
    agreement text,
    reference text,
    kind text,
    call integer,
    convened_on text,
    held_on text,
    agenda jsonb,
    present jsonb,
    represented jsonb,
    minutes_sha256 text,
    minutes_time_stamp text,
    from_position bigint not null,
    to_position bigint not null default 9223372036854775807,
    check (from_position < to_position),
    primary key (stream, from_position)
);
create table resolutions (
    stream uuid not null,
    agreement text,
    number text,
    decision_type text,
    title text,
    text text,
    tabled_on text,
    stage text,
    study jsonb,
    meeting text,
    call integer,
    record_date text,
    rule jsonb,
    decided_on text,
    tally jsonb,
    arithmetic jsonb,
    from_position bigint not null,
    to_position bigint not null default 9223372036854775807,
    check (from_position < to_position),
    primary key (stream, from_position)
);
create table voters (
    stream uuid not null,
    seat text not null,
    member text,
    college text,
    weight text,
    weight_source text,
    recused text,
    from_position bigint not null,
    to_position bigint not null default 9223372036854775807,
    check (from_position < to_position),
    primary key (stream, seat, from_position)
);
create table ballots (
    stream uuid not null,
    seat text not null,
    choice text,
    cast_by text,
    proxy boolean,
    cast_on text,
    from_position bigint not null,
    to_position bigint not null default 9223372036854775807,
    check (from_position < to_position),
    primary key (stream, seat, from_position)
);
create table enactments (
    stream uuid not null,
    ordinal integer not null,
    kind text,
    terms jsonb,
    state text,
    said text,
    from_position bigint not null,
    to_position bigint not null default 9223372036854775807,
    check (from_position < to_position),
    primary key (stream, ordinal, from_position)
);

-- what-is-shared: What is shared under which contract, by which key, for whom, and on whose authority?
create table services (
    stream uuid not null,
    code text,
    name text,
    axis text,
    unit_of_work text,
    description text,
    published boolean,
    from_position bigint not null,
    to_position bigint not null default 9223372036854775807,
    check (from_position < to_position),
    primary key (stream, from_position)
);
create table contracts (
    stream uuid not null,
    code text,
    service text,
    agreement text,
    provider text,
    allocation_period text,
    rounding text,
    notice_months integer,
    starts_on text,
    ends_on text,
    exact_cost jsonb,
    authority jsonb,
    from_position bigint not null,
    to_position bigint not null default 9223372036854775807,
    check (from_position < to_position),
    primary key (stream, from_position)
);
create table beneficiaries (
    stream uuid not null,
    member text not null,
    bears_costs_from text,
    convention text,
    bears_costs_until text,
    authority jsonb,
    from_position bigint not null,
    to_position bigint not null default 9223372036854775807,
    check (from_position < to_position),
    primary key (stream, member, from_position)
);
create table key_versions (
    stream uuid not null,
    version integer not null,
    key jsonb,
    effective_from text,
    reason text,
    restatement boolean,
    authority jsonb,
    from_position bigint not null,
    to_position bigint not null default 9223372036854775807,
    check (from_position < to_position),
    primary key (stream, version, from_position)
);
create table budgets (
    stream uuid not null,
    year integer not null,
    amount_cents bigint,
    authority jsonb,
    from_position bigint not null,
    to_position bigint not null default 9223372036854775807,
    check (from_position < to_position),
    primary key (stream, year, from_position)
);

-- what-it-cost: What did a contract cost in a month, on which documents, what came in with which file, and what is late?
create table documents (
    stream uuid not null,
    supplier text,
    number text,
    kind text,
    document_date text,
    original text,
    file_sha256 text,
    from_position bigint not null,
    to_position bigint not null default 9223372036854775807,
    check (from_position < to_position),
    primary key (stream, from_position)
);
create table document_lines (
    stream uuid not null,
    line_number integer not null,
    supplier text,
    number text,
    kind text,
    document_date text,
    contract text,
    service_from text,
    service_to text,
    service_month text,
    nature text,
    amount_cents bigint,
    direct_to text,
    label text,
    evidence_reference text,
    evidence_sha256 text,
    from_position bigint not null,
    to_position bigint not null default 9223372036854775807,
    check (from_position < to_position),
    primary key (stream, line_number, from_position)
);
create table pools (
    stream uuid not null,
    contract text,
    service_month text,
    closed_by text,
    closed_at bigint,
    from_position bigint not null,
    to_position bigint not null default 9223372036854775807,
    check (from_position < to_position),
    primary key (stream, from_position)
);
create table late_lines (
    stream uuid not null,
    supplier text not null,
    number text not null,
    line_number integer not null,
    nature text,
    amount_cents bigint,
    direct_to text,
    from_position bigint not null,
    to_position bigint not null default 9223372036854775807,
    check (from_position < to_position),
    primary key (stream, supplier, number, line_number, from_position)
);
create table imports (
    stream uuid not null,
    sha256 text,
    name text,
    content text,
    lines integer,
    recorded integer,
    known integer,
    late integer,
    without_evidence integer,
    from_position bigint not null,
    to_position bigint not null default 9223372036854775807,
    check (from_position < to_position),
    primary key (stream, from_position)
);

-- what-was-counted: What did each member count, on which evidence, and who certified it?
create table measures (
    stream uuid not null,
    code text,
    name text,
    unit text,
    nature text,
    from_position bigint not null,
    to_position bigint not null default 9223372036854775807,
    check (from_position < to_position),
    primary key (stream, from_position)
);
create table measurements (
    stream uuid not null,
    measure text,
    period text,
    frozen_by text,
    from_position bigint not null,
    to_position bigint not null default 9223372036854775807,
    check (from_position < to_position),
    primary key (stream, from_position)
);
create table readings (
    stream uuid not null,
    member text not null,
    value text,
    previous text,
    reason text,
    certified_by text,
    evidence_reference text,
    evidence_sha256 text,
    file_sha256 text,
    from_position bigint not null,
    to_position bigint not null default 9223372036854775807,
    check (from_position < to_position),
    primary key (stream, member, from_position)
);

-- who-bears-what: Who bears what of which run, exactly and in cents, and how far has the run come?
create table runs (
    stream uuid not null,
    run text,
    contract text,
    service_month text,
    kind text,
    ordinal integer,
    stage text,
    provider text,
    key_version integer,
    prepared_by text,
    approved_by text,
    posting_period text,
    accounting_date text,
    reversed_in text,
    reversed_because text,
    prepared_at bigint,
    basis jsonb,
    from_position bigint not null,
    to_position bigint not null default 9223372036854775807,
    check (from_position < to_position),
    primary key (stream, from_position)
);
create table shares (
    stream uuid not null,
    prepared_at bigint not null,
    member text not null,
    place integer,
    fraction text,
    exact_cents text,
    cents bigint,
    rounding_cents text,
    carried_after_cents text,
    carry_kept boolean,
    direct_cents bigint,
    from_position bigint not null,
    to_position bigint not null default 9223372036854775807,
    check (from_position < to_position),
    primary key (stream, prepared_at, member, from_position)
);
create table carries (
    stream uuid not null,
    contract text,
    run text,
    carried_cents jsonb,
    from_position bigint not null,
    to_position bigint not null default 9223372036854775807,
    check (from_position < to_position),
    primary key (stream, from_position)
);

-- what-is-booked: What is booked in whose books, in which period, and which periods are still open?
create table entries (
    stream uuid not null,
    number integer not null,
    line integer not null,
    entity text,
    contract text,
    year integer,
    run text,
    service_month text,
    posting_period text,
    accounting_date text,
    label text,
    role text,
    counterparty text,
    debit_cents bigint,
    credit_cents bigint,
    from_position bigint not null,
    to_position bigint not null default 9223372036854775807,
    check (from_position < to_position),
    primary key (stream, number, line, from_position)
);
create table accounting_years (
    stream uuid not null,
    year integer,
    locked_through text,
    closed boolean,
    from_position bigint not null,
    to_position bigint not null default 9223372036854775807,
    check (from_position < to_position),
    primary key (stream, from_position)
);

-- what-happened: What happened, in order: every event as a sentence, with its position, who acted and what caused it?
create table streams (
    stream uuid not null,
    name text,
    from_position bigint not null,
    to_position bigint not null default 9223372036854775807,
    check (from_position < to_position),
    primary key (stream, from_position)
);

-- What readings ask for, beside the keys.
create index document_lines_of_a_pool on document_lines (contract, service_month);
create index pools_of_a_contract on pools (contract, service_month);
create index runs_of_a_contract on runs (contract, service_month);
create index runs_of_a_period on runs (posting_period);
create index entries_of_an_entity on entries (entity, year);
create index measurements_of_a_measure on measurements (measure, period);
create index resolutions_by_number on resolutions (agreement, number);

-- Up to which position each follower of the log has come: the processes, each view, and each view that is
-- being rebuilt beside the live one. The definition says by which version of its rules a view was written.
create table followers (
    name text primary key,
    position bigint not null default 0 check (position >= 0),
    definition integer not null default 1
);
