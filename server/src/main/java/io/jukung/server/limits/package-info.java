/**
 * How much one client may hold at once, beside what flow control gives seats for: connections, and
 * watches, which have no end.
 *
 * <p>Owns no thread. Upstream has no counterpart but {@code --http2-max-streams-per-connection}.
 */
@NullMarked
package io.jukung.server.limits;

import org.jspecify.annotations.NullMarked;
