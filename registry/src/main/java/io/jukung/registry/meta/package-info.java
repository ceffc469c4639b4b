/**
 * The names of API groups, versions, kinds and resources. Values only; imports nothing of the
 * project.
 */
@NullMarked
package io.jukung.registry.meta;

import org.jspecify.annotations.NullMarked;
