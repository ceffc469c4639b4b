/** Tests of the codecs. */
@NullMarked
package io.jukung.registry.codec;

import org.jspecify.annotations.NullMarked;
