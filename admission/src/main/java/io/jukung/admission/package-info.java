/** The admission chain. */
@NullMarked
package io.jukung.admission;

import org.jspecify.annotations.NullMarked;
