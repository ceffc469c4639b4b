package io.jukung.registry.store;

import io.jukung.storage.Bytes;

/**
 * An object as clients get it.
 *
 * @param json canonical JSON in the storage version, {@code metadata.resourceVersion} filled in
 * @param revision the store's revision it was written at
 */
public record StoredObject(String namespace, String name, Bytes json, long revision) {}
