/** Volumes, classes and drivers as objects. Upstream: {@code test/e2e/storage}. */
@NullMarked
package io.jukung.conformance.storage;

import org.jspecify.annotations.NullMarked;
