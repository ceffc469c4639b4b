package io.jukung.cli;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How to run, as the command line says.
 *
 * @param dataDir prepared: there, and writable
 * @param controllers whether the controllers run in this process too
 */
record Settings(
    Path dataDir,
    String bindAddress,
    int securePort,
    Optional<Path> tokenAuthFile,
    String serviceClusterIpRange,
    boolean controllers) {}
