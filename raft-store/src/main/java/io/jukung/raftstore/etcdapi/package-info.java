/**
 * The etcd v3 gRPC API over the embedded store, so that an unmodified kube-apiserver, etcdctl or
 * any client of etcd's can use it: KV, Watch, Lease, Maintenance, Cluster; Auth answers as
 * disabled.
 *
 * <p>Served are ranges with every option, puts, range deletes, compaction, and transactions of
 * puts, deletes and reads, with compares of single keys (of ranges where nothing is written). Not
 * served, with {@code UNIMPLEMENTED}: nested transactions that write, a range read before a write
 * to it in one transaction, compares of leases, leases with an id of the caller's, snapshots
 * (etcd's are bbolt files) and changes of membership.
 *
 * <p>Threads: gRPC's own for the wire, a virtual thread a call, the store's watch threads for
 * events, which only queue. What waits for a slow watcher is bounded; over the bound its watch is
 * let go and resumed from the store's history when the client has caught up. Upstream's
 * counterpart: {@code etcd/server/etcdserver/api/v3rpc}.
 */
@NullMarked
package io.jukung.raftstore.etcdapi;

import org.jspecify.annotations.NullMarked;
