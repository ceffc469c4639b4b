package io.jukung.storage;

/**
 * One key with its value at one revision.
 *
 * @param createRevision the revision of the put that made the key (anew, after a delete)
 * @param modRevision the revision of the put that wrote this value
 * @param version how often the key was written since it was made, from 1
 * @param lease the lease the key is bound to; 0 is none
 */
public record KeyValue(
    Bytes key, Bytes value, long createRevision, long modRevision, long version, long lease) {}
