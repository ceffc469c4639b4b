/**
 * Connections that leave HTTP: the raw bytes of a connection after {@code 101 Switching Protocols},
 * and the frames of WebSocket on top of them.
 *
 * <p>Threads: an upgraded connection has one virtual thread of its own, started when the connection
 * changes hands; it reads and writes blocking, so a slow peer holds up nobody but itself. Imports
 * {@code response} and {@code http}. Upstream's counterparts: {@code
 * k8s.io/streaming/pkg/httpstream} and {@code golang.org/x/net/websocket} as used by kube-apiserver
 * 1.36.
 */
@NullMarked
package io.jukung.server.upgrade;

import org.jspecify.annotations.NullMarked;
