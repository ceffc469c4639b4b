/**
 * Certificates and keys. {@link io.jukung.server.pki.Pki} makes what is missing in {@code DIR/pki}
 * when the server starts (certificate authority, the server's and the administrator's certificates,
 * the service accounts' key) and renews leaf certificates before they end.
 *
 * <p>Threads: none of its own; all types are used by one thread at a time. Keys are ECDSA P-256,
 * files with private keys have mode 0600. Imports nothing of the project. Upstream's counterpart:
 * kubeadm's {@code phases/certs}.
 */
@NullMarked
package io.jukung.server.pki;

import org.jspecify.annotations.NullMarked;
