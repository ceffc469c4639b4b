/** The node agent. */
@NullMarked
package io.jukung.node;

import org.jspecify.annotations.NullMarked;
