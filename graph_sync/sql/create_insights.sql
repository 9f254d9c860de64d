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
)
