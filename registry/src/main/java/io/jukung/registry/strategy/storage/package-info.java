/**
 * The rules of StorageClasses, VolumeAttachments and CSI's objects. Imports {@code strategy},
 * {@code strategy.check} and {@code strategy.core}. Upstream's counterparts: {@code
 * pkg/apis/storage/validation} and {@code pkg/registry/storage} at v1.36.
 */
@NullMarked
package io.jukung.registry.strategy.storage;

import org.jspecify.annotations.NullMarked;
