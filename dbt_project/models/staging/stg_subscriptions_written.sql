-- Under names that need no quotes: engines quote in different ways.
select
    _load_id,
    _source_row,
    {{ subscription_cells() }}
from {{ source('staging', 'raw_subscriptions') }}
