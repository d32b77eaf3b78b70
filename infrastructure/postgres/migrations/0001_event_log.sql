-- The log of one group: one schema, one head row, one chain of hashes.
--
-- An append locks the head row, so the appends of a group follow one another, positions have no gaps and
-- nobody who reads up to a position can be overtaken by a lower one. Groups do not wait for each other.

-- What is to be known of this group beside its log, such as its name or that it is a demonstration.
create table about (
    key   text primary key,
    value text not null
);

-- The end of the log: how many events it holds and the hash that covers them all. Its only row is locked by
-- each append.
create table head (
    only_row    boolean     primary key default true check (only_row),
    position    bigint      not null default 0 check (position >= 0),
    hash        bytea       not null default decode(repeat('00', 32), 'hex') check (octet_length(hash) = 32),
    recorded_at timestamptz,
    check ((position = 0) = (recorded_at is null))
);

insert into head default values;

-- What happened, in the order in which it was recorded. Rows are never changed and never leave.
create table events (
    position           bigint      primary key check (position > 0),
    originator_id      uuid        not null,
    originator_version bigint      not null check (originator_version >= 0),
    topic              text        not null,
    payload            bytea       not null,
    actor              text        not null,
    on_behalf_of       text,
    correlation        text,
    causation          bigint,
    idempotency_key    text,
    recorded_at        timestamptz not null,
    hash               bytea       not null check (octet_length(hash) = 32),
    unique (originator_id, originator_version)
);

-- Which positions each command wrote: its idempotency key stands for the command of that digest only.
create table commands (
    idempotency_key text   primary key,
    digest          bytea  not null,
    first_position  bigint not null check (first_position > 0),
    last_position   bigint not null check (last_position >= first_position)
);

-- Who the opaque ids of persons are. It stands outside the log, so that a name can be erased.
create table people (
    id        text primary key,
    name      text unique,
    erased_at timestamptz,
    check ((name is null) = (erased_at is not null))
);

-- One person has one id, in whatever letters the name is written: preparer and approver differ.
create unique index one_id_a_person on people (lower(name));

-- The canonical form of an event is eleven fields in this order: position (int8), stream (16
-- bytes), version (int8), topic, payload, actor, on_behalf_of, correlation, causation (int8),
-- idempotency_key, recorded_at (int8, microseconds since 1970-01-01 00:00 UTC). Integers are big-endian,
-- texts are UTF-8. Before each field stands its length in bytes as a big-endian int4; null is the length -1
-- and nothing more. Then
--
--     leaf = sha256(00 || canonical form)      hash = sha256(01 || hash of the position before || leaf)
--
-- and the hash before the first is 32 zero bytes. infrastructure/postgres/canonical.py says the same.

-- A field behind its length.
create function framed(field bytea) returns bytea
language sql immutable
return coalesce(int4send(octet_length(field)) || field, '\xffffffff'::bytea);

-- The last six fields, which all events of one append share.
create function framed_act(
    actor text, on_behalf_of text, correlation text, causation bigint, idempotency_key text,
    recorded_at timestamptz
) returns bytea
language sql stable
return framed(convert_to(actor, 'UTF8'))
    || framed(convert_to(on_behalf_of, 'UTF8'))
    || framed(convert_to(correlation, 'UTF8'))
    || framed(int8send(causation))
    || framed(convert_to(idempotency_key, 'UTF8'))
    || framed(int8send((extract(epoch from recorded_at) * 1000000)::bigint));

-- What stands for an event in the chain. The lengths of the fields that never vary are written out.
create function leaf(
    place bigint, stream uuid, version bigint, topic text, payload bytea, act bytea
) returns bytea
language sql stable
return sha256('\x0000000008'::bytea || int8send(place) || '\x00000010'::bytea || uuid_send(stream)
    || '\x00000008'::bytea || int8send(version) || framed(convert_to(topic, 'UTF8')) || framed(payload) || act);

-- The hash at a leaf, after the hash before it: `previous`, or `start` where a run of leaves begins.
-- In plpgsql, in which a transition function is called at less cost than in sql.
create function chained(previous bytea, leaf bytea, start bytea) returns bytea
language plpgsql immutable as $$
begin
    return sha256('\x01'::bytea || coalesce(previous, start) || leaf);
end $$;

-- The hash at each leaf of a window in the order of positions, from the hash before its first.
create aggregate chain(leaf bytea, start bytea) (sfunc = chained, stype = bytea);

-- Append events and return the position of the first; the others follow it without gaps.
--
-- A save too large for one call is several calls in one transaction, all but the first `continued`: they
-- belong to the command of the first. Refusals, with their facts as json in the detail:
--   TA001  the command was recorded before        {"first": …, "last": …}
--   TA002  the key stands for another command      {"key": …}
--   TA003  expected streams have moved             {"streams": [id, …]}
create function append_events(
    ids uuid[], versions bigint[], topics text[], payloads bytea[],
    actor text, on_behalf_of text, correlation text, causation bigint,
    idempotency_key text, digest bytea,
    expected_ids uuid[], expected_versions bigint[],
    continued boolean
) returns bigint
language plpgsql security definer set search_path from current as $$
declare
    channel  constant text := current_schema || '_events';
    how_many constant bigint := cardinality(ids);
    previous head%rowtype;
    done     commands%rowtype;
    moved    json;
    until    bigint;
    instant  timestamptz;
    act      bytea;
    tip      bytea;
begin
    select * into strict previous from head for update;

    -- From here on nobody else appends to this group, and each statement sees all that was appended.
    if idempotency_key is not null and not continued then
        select * into done from commands where commands.idempotency_key = append_events.idempotency_key;
        if found and done.digest = append_events.digest then
            raise exception 'this command was recorded before' using errcode = 'TA001',
                detail = json_build_object('first', done.first_position, 'last', done.last_position);
        elsif found then
            raise exception 'this idempotency key stands for another command' using errcode = 'TA002',
                detail = json_build_object('key', idempotency_key);
        end if;
    end if;

    if cardinality(expected_ids) > 0 then
        select json_agg(expected.id order by expected.id) into moved
        from unnest(expected_ids, expected_versions) as expected (id, version)
        where expected.version is distinct from
            coalesce((select max(originator_version) from events where originator_id = expected.id), 0);
        if moved is not null then
            raise exception 'expected streams have moved' using errcode = 'TA003',
                detail = json_build_object('streams', moved);
        end if;
    end if;

    until := previous.position + how_many;
    instant := greatest(clock_timestamp(), previous.recorded_at);
    act := framed_act(actor, on_behalf_of, correlation, causation, idempotency_key, instant);
    if how_many = 1 then
        -- Most saves are of one event: without the window they are a tenth faster.
        tip := chained(previous.hash, leaf(until, ids[1], versions[1], topics[1], payloads[1], act), null);
        insert into events values (
            until, ids[1], versions[1], topics[1], payloads[1],
            actor, on_behalf_of, correlation, causation, idempotency_key, instant, tip
        );
    else
        insert into events
        select
            previous.position + event.ordinal, event.id, event.version, event.topic, event.payload,
            actor, on_behalf_of, correlation, causation, idempotency_key, instant,
            chain(
                leaf(previous.position + event.ordinal, event.id, event.version, event.topic, event.payload, act),
                previous.hash
            ) over (order by event.ordinal rows unbounded preceding)
        from unnest(ids, versions, topics, payloads)
            with ordinality as event (id, version, topic, payload, ordinal);
        select hash into strict tip from events where position = until;
    end if;
    update head set position = until, hash = tip, recorded_at = instant;

    if idempotency_key is not null and continued then
        update commands set last_position = until
        where commands.idempotency_key = append_events.idempotency_key;
    elsif idempotency_key is not null then
        insert into commands values (idempotency_key, digest, previous.position + 1, until);
    end if;

    -- Whoever listens holds this lock shared, and takes it before a first look at the log. Without a listener
    -- we say nothing, because notifying makes the commits of all groups on the server wait for one another.
    if not pg_try_advisory_xact_lock(hashtextextended(channel, 0)) then
        perform pg_notify(channel, until::text);
    end if;
    return previous.position + 1;
end $$;

-- Roles that may write get this one function, granted by name.
revoke all on function append_events from public;

-- The last position recorded at or before an instant; 0 when there is none. Times never run backwards and
-- positions have no gaps, so halving finds it without an index that each append would have to keep up.
create function position_at(instant timestamptz) returns bigint
language plpgsql stable set search_path from current as $$
declare
    low    bigint := 0;
    high   bigint := (select position from head);
    middle bigint;
begin
    while low < high loop
        middle := (low + high + 1) / 2;
        if (select recorded_at <= instant from events where position = middle) then
            low := middle;
        else
            high := middle - 1;
        end if;
    end loop;
    return low;
end $$;
