/**
 * Members in processes of their own, each in a network namespace of its own, under faults that only
 * an operating system can make. Needs root and Linux.
 */
@NullMarked
package io.jukung.raftstore.network;

import org.jspecify.annotations.NullMarked;
