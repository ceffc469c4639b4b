/** The scheduler. */
@NullMarked
package io.jukung.scheduler;

import org.jspecify.annotations.NullMarked;
