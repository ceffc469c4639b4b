package io.jukung.raftstore;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/**
 * How members know each other: every certificate is both a server's and a client's, of one
 * authority that signs nothing else.
 *
 * @param authority the authority's certificate
 * @param certificate this member's certificate, good for the host it advertises
 * @param key its key
 */
public record PeerTls(X509Certificate authority, X509Certificate certificate, PrivateKey key) {}
