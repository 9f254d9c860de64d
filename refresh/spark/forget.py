"""Forgets people in what Spark has built, with all that Delta keeps of earlier versions."""

from collections.abc import Callable, Sequence

from pyspark.sql import SparkSession

from refresh.build.switch import SCHEMAS
from refresh.spark.session import session

# The only table that no build makes again, and what it is made again from.
STATES = "history.int_student_states"
REST = f"{STATES}_rest"


def forget(whose: Callable[[Sequence[str]], Sequence[str]]) -> None:
    """Drop what the next build makes again, and write the history of states without some students.

    `whose` returns which of some ids are theirs. Old versions of a table, and the values that
    Delta's log names, go with its folder. It can be cut off and done again.
    """
    with session() as spark:
        for schema in SCHEMAS:
            spark.sql(f"drop schema if exists {schema} cascade")
        is_there = spark.catalog.tableExists
        if is_there(REST) and not is_there(STATES):
            _rename(spark)
        spark.sql(f"drop table if exists {REST}")
        if is_there(STATES):
            ids = spark.sql(f"select distinct student_id from {STATES}").collect()
            _write_again(spark, whose([student for (student,) in ids]))


def _write_again(spark: SparkSession, without: Sequence[str]) -> None:
    spark.sql(f"create table {REST} like {STATES}")
    states = spark.table(STATES)
    states.where(~states.student_id.isin(list(without))).writeTo(REST).append()
    spark.sql(f"drop table {STATES}")
    _rename(spark)


def _rename(spark: SparkSession) -> None:
    spark.sql(f"alter table {REST} rename to {STATES}")
