"""What landing promises holds of the lake, too: the tests are those of landing in PostgreSQL."""
# mypy: disable-error-code="assignment"

from tests.integration.loaders.files.test_wide_and_foreign import (
    test_a_few_rows_in_another_encoding_refuse_the_file as test_a_few_rows_in_another_encoding_refuse_the_file,  # noqa: E501
)
from tests.integration.loaders.staging.test_dates import *
from tests.integration.loaders.staging.test_gone import *
from tests.integration.loaders.staging.test_parts import *
from tests.integration.loaders.staging.test_said import *
from tests.integration.loaders.staging.test_suppression import *
from tests.integration.loaders.test_load import *
from tests.integration.loaders.test_naming import *
from tests.integration.loaders.test_overlooked import *

# It looks at partitions, too; test_orphans.py has what is the lake's own.
del test_a_refused_file_leaves_everything_as_it_was_but_its_line_in_the_ledger  # noqa: F821
