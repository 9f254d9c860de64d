-- One row per finding of the graph: the insight and its rank in it. Made by no dbt model, so that
-- `dbt build` leaves it alone.
create table if not exists marts.graph_insights (
    insight text not null,
    insight_label text not null,
    rank integer not null,
    student_id text,
    session_id text,
    subject text,
    measure_label text not null,
    numerator bigint not null,
    denominator bigint not null,
    share double precision,
    as_of_date date,
    synced_at timestamp without time zone not null,
    primary key (insight, rank)
);

-- As dbt grants its marts: to the reporter all but what is personal, which here is the subject.
grant select on marts.graph_insights to warehouse_transformer;
grant select (
    insight, insight_label, rank, student_id, session_id, measure_label,
    numerator, denominator, share, as_of_date, synced_at
) on marts.graph_insights to warehouse_reporter
