/**
 * What every object's metadata must obey: names, labels, annotations, owner references, finalizers,
 * and what an update may not change; with upstream's texts, order and repetitions. Also {@link
 * io.jukung.registry.validation.ObjectMeta}, the view of a tree's {@code metadata} that the store
 * and the strategies share.
 *
 * <p>Pure, no threads. Imports {@code meta}, {@code selector} and {@code status}. Upstream's
 * counterparts: {@code apimachinery/pkg/api/validation/objectmeta.go}, {@code
 * apimachinery/pkg/api/validate/content} and {@code pkg/apis/core/validation} at v1.36.
 */
@NullMarked
package io.jukung.registry.validation;

import org.jspecify.annotations.NullMarked;
