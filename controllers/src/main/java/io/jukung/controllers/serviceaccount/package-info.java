/**
 * Keeps the ServiceAccount {@code default} in every namespace.
 *
 * <p>Upstream's counterpart: {@code pkg/controller/serviceaccount/serviceaccounts_controller.go} at
 * v1.36.
 */
@NullMarked
package io.jukung.controllers.serviceaccount;

import org.jspecify.annotations.NullMarked;
