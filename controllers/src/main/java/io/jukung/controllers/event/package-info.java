/**
 * Events about what controllers do, in upstream's words: the same event again only counts up, many
 * similar ones are told as one, and an object that never comes to rest is told about less.
 *
 * <p>Threads: {@link io.jukung.controllers.event.EventSink} owns one virtual thread that writes;
 * recording never waits. Upstream's counterpart: {@code client-go/tools/record}.
 */
@NullMarked
package io.jukung.controllers.event;

import org.jspecify.annotations.NullMarked;
