"""What every test of Spark and its lake starts from: a PostgreSQL of its own."""

from tests.integration.own_servers import services_home as services_home
from tests.integration.own_servers import warehouse as warehouse
