/** Runs what README.md tells a newcomer to run. */
@NullMarked
package io.jukung.conformance.readme;

import org.jspecify.annotations.NullMarked;
