package io.jukung.raftstore;

/**
 * One member of a store's group.
 *
 * @param name unique among all members there ever were
 * @param address {@code HOST:PORT} at which the others reach it; empty when it is alone
 * @param votes whether it counts for the quorum and may lead; one that does not is a learner
 * @param leads whether it leads, as far as is known here
 */
public record Member(String name, String address, boolean votes, boolean leads) {}
