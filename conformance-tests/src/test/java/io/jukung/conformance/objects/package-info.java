/**
 * What tests of single objects are written with: a {@link io.jukung.conformance.objects.Space} of
 * the test's own in the one server they share, the requests about one kind, watches and the way
 * every kind goes.
 *
 * <p>Threads: one for each open watch. Processes: one server for all classes that ask, ended with
 * the run.
 */
@NullMarked
package io.jukung.conformance.objects;

import org.jspecify.annotations.NullMarked;
