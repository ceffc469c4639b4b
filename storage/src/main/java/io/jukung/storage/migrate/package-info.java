/**
 * Copies what one store holds into another, again and again until both are the same. A sync walks
 * both in key order and writes what differs, so it may be broken off at any point and run anew. All
 * on the caller's thread.
 */
@NullMarked
package io.jukung.storage.migrate;

import org.jspecify.annotations.NullMarked;
