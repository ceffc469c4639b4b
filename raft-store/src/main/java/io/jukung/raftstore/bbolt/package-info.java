/**
 * Writes bbolt database files, the format that an etcd keeps its state in, so that a store can be
 * handed to etcd's own tools. Only whole new files, each bucket in one go in the order of its keys;
 * nothing is read, nothing changed in place. Single-threaded; imports nothing but the JDK.
 * Upstream's counterpart: {@code go.etcd.io/bbolt/internal/common} ({@code page.go}, {@code
 * meta.go}, {@code bucket.go}) for the bytes, {@code node.go} for what a tree has to look like.
 */
@NullMarked
package io.jukung.raftstore.bbolt;

import org.jspecify.annotations.NullMarked;
