"""Questions that read reporting marts, asked of the log itself: slower, with the same answer."""

FROM_THE_LOG = {
    "attendance_by_country": """
        select country_code, nullif(country_name, 'Unknown') as country_name, count(*),
            count(distinct student_id)
        from marts.attendance left join marts.student_churn using (student_id)
        group by country_code, nullif(country_name, 'Unknown') order by 3 desc,
            country_code collate "C"
    """,
    "attended_together": """
        with pairs as (
            select one.student_id, other.student_id as companion_id, count(*) as sessions
            from marts.attendance as one inner join marts.attendance as other
                on one.session_id = other.session_id
                and one.student_id collate "C" < other.student_id collate "C"
            group by one.student_id, other.student_id
        )
        select pairs.student_id, students.name, companion_id, companions.name, sessions
        from pairs inner join marts.students using (student_id)
            inner join marts.students as companions on companions.student_id = companion_id
        order by sessions desc, pairs.student_id collate "C", companion_id collate "C" limit 5
    """,
    "attendance_by_month": """
        select cast(date_trunc('month', sessions.date) as date) as month,
            count(distinct sessions.session_id), count(attendance.student_id),
            count(distinct attendance.student_id)
        from marts.sessions left join marts.attendance using (session_id)
        group by month order by month
    """,
    "attendance_by_module": """
        select module, count(distinct sessions.session_id), count(attendance.student_id),
            count(distinct attendance.student_id)
        from marts.sessions left join marts.attendance using (session_id)
        group by module order by module collate "C"
    """,
    "students_per_module": """
        select module, count(distinct student_id)
        from marts.sessions left join marts.attendance using (session_id)
        group by module order by module collate "C"
    """,
    "students_per_session": """
        select session_id, date, module, count(student_id)
        from marts.sessions left join marts.attendance using (session_id)
        group by session_id, date, module order by session_id collate "C"
    """,
    "highest_engagement": """
        select session_id, date, module, count(*)
        from marts.sessions inner join marts.attendance using (session_id)
        group by session_id, date, module order by 4 desc, session_id collate "C" limit 10
    """,
    "most_active_students": """
        select student_id, name, count(*)
        from marts.students inner join marts.attendance using (student_id)
        group by student_id, name order by 3 desc, student_id collate "C" limit 3
    """,
    "never_attended": """
        select student_id, name from marts.students
        where student_id not in (select student_id from marts.attendance)
        order by student_id collate "C"
    """,
    "isolated_attendees": """
        with sizes as (select session_id, count(*) as size from marts.attendance group by 1)
        select student_id, name, count(*)
        from marts.attendance inner join sizes using (session_id)
            inner join marts.students using (student_id)
        group by student_id, name having max(size) = 1 order by student_id collate "C"
    """,
    "companions_of_churned": """
        with marked as (
            select session_id, student_id, subscription_status,
                cast(coalesce(churn_flag, false) as integer) as churned
            from marts.attendance left join marts.student_churn using (student_id)
        ),
        students as (
            select student_id, subscription_status, bool_or(marked.churned < all_churned) as beside
            from marked inner join (
                select session_id, sum(churned) as all_churned from marked group by session_id
            ) as sessions using (session_id)
            group by student_id, subscription_status
        )
        select subscription_status, count(*), count(*) filter (where beside)
        from students group by 1 order by subscription_status collate "C"
    """,
}
