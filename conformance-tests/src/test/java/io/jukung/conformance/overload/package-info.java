/**
 * A server asked for more than it can do, over the wire: who is turned away, and who is not. The
 * figures are {@code bench}'s business.
 */
@NullMarked
package io.jukung.conformance.overload;

import org.jspecify.annotations.NullMarked;
