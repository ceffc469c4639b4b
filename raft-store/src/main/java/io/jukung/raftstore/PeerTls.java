package io.jukung.raftstore;

import java.nio.file.Path;

/**
 * The PEM files with which members know each other: every certificate is both a server's and a
 * client's, of one authority that signs nothing else.
 *
 * @param authority certificates of the authority
 * @param certificate this member's certificate, good for the host it advertises
 * @param key its key
 */
public record PeerTls(Path authority, Path certificate, Path key) {}
