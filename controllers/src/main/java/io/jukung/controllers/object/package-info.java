/**
 * What every controller needs to know of any object: its key, its owners, its selector's answer,
 * times, and the kinds of failure the API server tells.
 *
 * <p>Upstream's counterparts: {@code apimachinery/pkg/apis/meta/v1} and {@code
 * client-go/tools/cache}.
 */
@NullMarked
package io.jukung.controllers.object;

import org.jspecify.annotations.NullMarked;
