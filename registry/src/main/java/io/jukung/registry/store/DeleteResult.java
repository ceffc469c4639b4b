package io.jukung.registry.store;

/**
 * What a delete did.
 *
 * @param object the object's last state
 * @param deleted whether it is gone; false when it only waits for finalizers or its grace period
 */
public record DeleteResult(StoredObject object, boolean deleted) {}
