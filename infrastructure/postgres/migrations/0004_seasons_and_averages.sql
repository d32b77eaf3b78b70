-- what-is-shared: What is shared under which contract, by which key, for whom, and on whose authority?
-- A version of a key may lay down what each month weighs within a period, and which stocks are averaged over it.
-- Rows written before are rebuilt with `tantieme rebuild`: the view has another definition.
alter table key_versions add column month_weights jsonb;
alter table key_versions add column averaged_measures jsonb;
