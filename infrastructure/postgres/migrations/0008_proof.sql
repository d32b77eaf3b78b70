-- What makes proofs quick: hashes that follow from the log and can always be computed from it again.

-- The Merkle roots of complete blocks of 1,024 leaves, block 0 being positions 1 to 1,024. They are filled in
-- behind the log by whoever needs them; a proof at a million events then reads a thousand hashes and the blocks
-- that it is about. Nothing is believed because it stands here: a checkpoint is signed over the leaves.
create table tree_blocks (
    block bigint primary key check (block >= 0),
    root  bytea  not null check (octet_length(root) = 32)
);

-- How a person can be reached. Like the name it stands outside the log and goes when the person is erased.
create table contacts (
    person text not null references people (id),
    kind   text not null check (kind in ('email', 'telephone', 'post')),
    value  text not null,
    primary key (person, kind)
);
