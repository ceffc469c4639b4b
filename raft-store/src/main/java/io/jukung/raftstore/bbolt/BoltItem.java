package io.jukung.raftstore.bbolt;

/**
 * A key of a bucket with its value. The arrays are neither copied nor changed.
 *
 * @param key 1 to 32,768 bytes
 * @param value may be empty
 */
@SuppressWarnings("ArrayRecordComponent") // Handed on once, never compared.
public record BoltItem(byte[] key, byte[] value) {}
