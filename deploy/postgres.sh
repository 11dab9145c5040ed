#!/bin/sh
# PostgreSQL's first start: a role and a schema of its own for what can be computed anew, and for what cannot. Neither may read the other's,
# and nobody else may connect.
set -eu
for part in views accounts; do
  psql -v ON_ERROR_STOP=1 --username postgres --dbname casebook -v role="casebook_$part" -v password="$(cat "/secrets/$part")" <<'SQL'
CREATE ROLE :"role" LOGIN PASSWORD :'password' NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS CONNECTION LIMIT 100;
CREATE SCHEMA :"role" AUTHORIZATION :"role";
GRANT CONNECT, TEMPORARY ON DATABASE casebook TO :"role";
SQL
done
psql -v ON_ERROR_STOP=1 --username postgres --dbname casebook <<'SQL'
REVOKE ALL ON DATABASE casebook FROM PUBLIC;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
SQL
