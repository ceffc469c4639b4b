package io.jukung.registry.encryption;

import java.nio.file.Path;

/**
 * Where the configuration of encryption at rest lies.
 *
 * @param file an {@code EncryptionConfiguration} of {@code apiserver.config.k8s.io/v1}
 * @param reload whether it is looked at again every minute
 */
public record EncryptionConfig(Path file, boolean reload) {}
