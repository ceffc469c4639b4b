/**
 * Three servers on machines of their own, as far as a process can tell: each in a network
 * namespace, killed, cut off and stopped while clients write, read and watch over HTTPS. Needs root
 * and Linux. Threads: writers, a reader and watchers, joined by the test.
 */
@NullMarked
package io.jukung.conformance.faults;

import org.jspecify.annotations.NullMarked;
