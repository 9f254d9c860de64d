{{ marked_groups() }}
