/**
 * What connects a client with something behind the API server: a node's kubelet (logs, exec,
 * attach, port-forward), or what pods, services and nodes serve themselves (proxy).
 *
 * <p>A {@code Backend} says where to and with which TLS; {@code Forwarder} passes plain requests
 * on, {@code Upgrader} those that leave HTTP, {@code ExecTranslator} turns WebSocket channels into
 * SPDY streams and {@code Tunnel} carries SPDY inside of WebSocket. All run on virtual threads, one
 * for each direction of a connection, and copy through fixed buffers, so a slow reader slows its
 * own writer down and costs nothing more.
 *
 * <p>Upstream's counterparts: {@code pkg/registry/core/{pod,node,service}} for the places, {@code
 * apimachinery/pkg/util/proxy} and {@code apiserver/pkg/util/proxy} for the streams, at v1.36.
 */
@NullMarked
package io.jukung.server.connect;

import org.jspecify.annotations.NullMarked;
