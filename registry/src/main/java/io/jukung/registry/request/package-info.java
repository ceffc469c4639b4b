/** Who asks, and how long the answer may take. Low in the house so that every room may use it. */
@NullMarked
package io.jukung.registry.request;

import org.jspecify.annotations.NullMarked;
