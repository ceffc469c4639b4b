/**
 * The embedded store: an Apache Ratis log in front of RocksDB, one member now and more later. The
 * module's DESIGN.md tells formats, decisions and measurements.
 *
 * <p>A write goes {@code RaftStore -> GroupCommit -> Consensus (RaftNode; Ratis: log, fsync;
 * StoreStateMachine) -> Replica -> EntryRun -> one RocksDB batch -> WatchHub -> the waiting
 * caller}. A read goes straight to RocksDB on the caller's thread. Nothing above {@code Consensus}
 * knows of Ratis; what Ratis is made to do otherwise is in {@code ratis}.
 *
 * <p>Invariants: apply is a pure function of state and entry, so the only time it knows is the
 * entry's; the applied index is in the same batch as the data; a snapshot is reported only when
 * RocksDB has flushed it; no key changes twice in one revision.
 *
 * <p>Threads: Ratis' own (log worker, leader event processor, state machine updater, which
 * applies); {@code raft-store-watch} and {@code raft-store-watch-history} of the {@link
 * io.jukung.storage.watch.WatchHub}; {@code raft-store-maintenance}; {@code raft-store-meeting}
 * until a new member has met the others; {@code raft-store-hash} while the state is read to be
 * compared; RocksDB's background threads. Lock order: {@code Gate}, then the hub's or group
 * commit's lock, which are innermost.
 *
 * <p>Imports {@code io.jukung.storage}, Ratis and RocksDB. Upstream's counterpart: {@code
 * go.etcd.io/etcd/server/v3/etcdserver} and {@code storage/mvcc}.
 */
@NullMarked
package io.jukung.raftstore;

import org.jspecify.annotations.NullMarked;
