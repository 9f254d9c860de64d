{{ marked_groups(week_ago()) }}
