#!/bin/sh
# Makes what the containers keep secret, at the first start, and nothing that is there already: a certificate authority, a certificate
# for each server, and passwords. Each container gets a volume with its own part. Certificates that run out within 30 days are made anew.
#
#   setup.sh OUT NODE…   OUT holds the volumes; NODE… are the names of the EventStoreDB nodes
set -eu
umask 077
out=${1:?the directory of the volumes}
shift
days=1825
soon=$((30 * 24 * 3600))

# own FILE UID: readable by that user alone. Where the script is tried without being root, everything is the caller's.
own() {
  chmod "${3:-0600}" "$1"
  [ "$(id -u)" -ne 0 ] || chown "$2" "$1"
}

# whole FILE: moves FILE.new into place, so that a start that was cut off leaves no half file behind.
whole() {
  sync -f "$1.new" 2>/dev/null || sync
  mv "$1.new" "$1"
}

password() {
  head -c 30 /dev/urandom | base64 | tr '+/' '-_' | tr -d '\n'
}

# secret FILE UID TEXT
secret() {
  [ ! -s "$1" ] || return 0
  printf '%s\n' "$3" > "$1.new"
  own "$1.new" "$2"
  whole "$1"
  echo "made ${1#"$out"/}"
}

# authority: never made anew by itself, for every server and client would have to learn of it at once.
authority() {
  if [ ! -s "$out/authority/ca.crt" ]; then
    openssl req -x509 -newkey rsa:2048 -nodes -sha256 -days 3650 \
      -subj '/CN=Casebook internal authority' -addext 'basicConstraints=critical,CA:TRUE,pathlen:0' \
      -addext 'keyUsage=critical,keyCertSign,cRLSign' \
      -keyout "$out/authority/ca.key" -out "$out/authority/ca.crt.new" 2>/dev/null
    whole "$out/authority/ca.crt"
    echo 'made the certificate authority'
  fi
  openssl x509 -in "$out/authority/ca.crt" -noout -checkend "$soon" >/dev/null ||
    echo 'WARNING: the certificate authority runs out within 30 days; see "Secrets" in docs/operations/cluster.md' >&2
}

# trust DIRECTORY UID: the authority's certificate, which is no secret.
trust() {
  mkdir -p "$1"
  cp "$out/authority/ca.crt" "$1/ca.crt.new"
  own "$1/ca.crt.new" "$2" 0644
  whole "$1/ca.crt"
  own "$1" "$2" 0700
}

# certificate DIRECTORY UID COMMON-NAME HOST: node.key and node.crt for a server known as HOST.
certificate() {
  directory=$1 uid=$2 name=$3 host=$4
  mkdir -p "$directory"
  if [ ! -s "$directory/node.crt" ] || ! openssl x509 -in "$directory/node.crt" -noout -checkend "$soon" >/dev/null; then
    # EventStoreDB reads RSA keys alone.
    openssl req -newkey rsa:2048 -nodes -sha256 -subj "/CN=$name" -keyout "$directory/node.key.new" -out "$directory/node.csr" 2>/dev/null
    printf '%s\n' "subjectAltName=DNS:$host,DNS:localhost,IP:127.0.0.1" 'basicConstraints=critical,CA:FALSE' \
      'keyUsage=critical,digitalSignature,keyEncipherment' 'extendedKeyUsage=serverAuth,clientAuth' > "$directory/node.ext"
    openssl x509 -req -in "$directory/node.csr" -CA "$out/authority/ca.crt" -CAkey "$out/authority/ca.key" -CAcreateserial \
      -days "$days" -sha256 -extfile "$directory/node.ext" -out "$directory/node.crt.new" 2>/dev/null
    rm "$directory/node.csr" "$directory/node.ext"
    own "$directory/node.key.new" "$uid"
    own "$directory/node.crt.new" "$uid" 0644
    whole "$directory/node.key"
    whole "$directory/node.crt"
    echo "made a certificate for $host"
  fi
  own "$directory" "$uid" 0700
}

mkdir -p "$out/authority" "$out/casebook" "$out/prepare" "$out/postgres"
authority

eventstore=1000
for node in "$@"; do
  trust "$out/$node/ca" "$eventstore"
  certificate "$out/$node" "$eventstore" eventstoredb-node "$node"
done

postgres=999
certificate "$out/postgres" "$postgres" postgres postgres
secret "$out/postgres/superuser" "$postgres" "$(password)"

casebook=1000
trust "$out/casebook" "$casebook"
secret "$out/casebook/master.key" "$casebook" "$(head -c 32 /dev/urandom | base64)"
secret "$out/casebook/events.credentials" "$casebook" "casebook:$(password)"
for role in views accounts; do
  secret "$out/casebook/$role.credentials" "$casebook" "casebook_$role:$(password)"
  # The same password, where PostgreSQL's own first start reads it.
  secret "$out/postgres/$role" "$postgres" "$(cut -d: -f2 "$out/casebook/$role.credentials")"
done

# What only makes the stores ready: the administrator of EventStoreDB, whom its nodes are told of at their first start.
trust "$out/prepare" "$casebook"
secret "$out/prepare/admin.credentials" "$casebook" "admin:$(password)"
for node in "$@"; do
  secret "$out/$node/admin" "$eventstore" "$(cut -d: -f2 "$out/prepare/admin.credentials")"
  secret "$out/$node/ops" "$eventstore" "$(password)"
done

for part in casebook prepare; do own "$out/$part" "$casebook" 0700; done
own "$out/authority" 0 0700
own "$out/postgres" "$postgres" 0700
