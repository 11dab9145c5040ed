#!/bin/sh
# Starts an EventStoreDB node. The passwords of its first start can be given in the environment alone; elsewhere in the container they
# stay in files.
set -eu
EVENTSTORE_DEFAULT_ADMIN_PASSWORD=$(cat /secrets/admin)
EVENTSTORE_DEFAULT_OPS_PASSWORD=$(cat /secrets/ops)
export EVENTSTORE_DEFAULT_ADMIN_PASSWORD EVENTSTORE_DEFAULT_OPS_PASSWORD
if [ "$EVENTSTORE_CLUSTER_SIZE" -gt 1 ]; then
  seeds=
  for node in eventstore1 eventstore2 eventstore3; do
    [ "$node" = "$EVENTSTORE_NODE_HOST_ADVERTISE_AS" ] || seeds="${seeds:+$seeds,}$node:2113"
  done
  export EVENTSTORE_GOSSIP_SEED="$seeds"
fi
exec /opt/eventstore/EventStore.ClusterNode
