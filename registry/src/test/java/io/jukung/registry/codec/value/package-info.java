/** Tests of the values inside objects. */
@NullMarked
package io.jukung.registry.codec.value;

import org.jspecify.annotations.NullMarked;
