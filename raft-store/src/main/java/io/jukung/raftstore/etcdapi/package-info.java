/**
 * The etcd v3 gRPC API over the embedded store, so that an unmodified kube-apiserver, etcdctl or
 * any client of etcd's can use it: KV, Watch, Lease, Maintenance, Cluster; Auth answers as
 * disabled.
 *
 * <p>Served are ranges with every option, puts, range deletes, compaction, transactions with
 * everything etcd's have, nested ones included, leases with ids of the caller's, snapshots that
 * etcd's own tools restore, members with their addresses and roles, and moving the leadership.
 * Refused with what to do instead: changes of members, users and roles. Not served: etcd's Election
 * and Lock.
 *
 * <p>Threads: gRPC's own for the wire, a virtual thread a call, the store's watch threads for
 * events, which only queue. What waits for a slow watcher is bounded; over the bound its watch is
 * let go and resumed from the store's history when the client has caught up. Upstream's
 * counterpart: {@code etcd/server/etcdserver/api/v3rpc}.
 */
@NullMarked
package io.jukung.raftstore.etcdapi;

import org.jspecify.annotations.NullMarked;
