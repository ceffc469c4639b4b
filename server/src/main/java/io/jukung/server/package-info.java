/** The API server's HTTP side. */
@NullMarked
package io.jukung.server;

import org.jspecify.annotations.NullMarked;
