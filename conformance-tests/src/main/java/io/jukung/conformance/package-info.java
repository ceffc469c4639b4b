/** Black-box tests. */
@NullMarked
package io.jukung.conformance;

import org.jspecify.annotations.NullMarked;
