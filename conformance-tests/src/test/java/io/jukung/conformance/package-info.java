/**
 * Black-box tests: real clients against the whole of Jukung, started by its own launcher. The same
 * tests run against any other API server when {@code JUKUNG_TEST_KUBECONFIG} names its kubeconfig,
 * which is how their expectations were checked.
 *
 * <p>Rooms: {@code cluster} (starts, kills and restarts a server), {@code errors} (the table of
 * error answers), {@code discovery} (every resource the server says it serves), {@code kubectl},
 * {@code informers}, {@code crash}, {@code house} (the rules of this repository). One room for each
 * area of upstream's conformance tests: {@code machinery}, {@code watches}, {@code chunking},
 * {@code customresources}, {@code policies}, {@code auth}, {@code workloads}, {@code network},
 * {@code storage}, {@code proxies}, {@code weaknesses}; they share a server and what {@code
 * objects} has. {@code upstream/own-tests.tsv} says which test stands for which of upstream's.
 * Nothing here sees the project's classes except the small client of {@code bench}.
 */
@NullMarked
package io.jukung.conformance;

import org.jspecify.annotations.NullMarked;
