-- Which day do the subscriptions look from?
select max(as_of_date) from marts.student_churn
