package io.jukung.registry.store;

/**
 * What a change did.
 *
 * @param created whether the object did not exist before
 */
public record UpdateResult(StoredObject object, boolean created) {}
