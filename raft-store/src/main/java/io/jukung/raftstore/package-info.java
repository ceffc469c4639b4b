/** The embedded store: an Apache Ratis log in front of RocksDB. */
@NullMarked
package io.jukung.raftstore;

import org.jspecify.annotations.NullMarked;
