/** Helm itself, as a library, installs, upgrades and removes a chart. */
@NullMarked
package io.jukung.conformance.helm;

import org.jspecify.annotations.NullMarked;
