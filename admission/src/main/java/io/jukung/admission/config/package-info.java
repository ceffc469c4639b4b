/**
 * The file of {@code --admission-control-config-file}: one configuration for each plugin that has
 * one, in the file itself or in another. What a plugin makes of its own is that plugin's business.
 *
 * <p>Owns no thread. Upstream's counterpart: {@code k8s.io/apiserver/pkg/admission/config.go} at
 * v1.36.
 */
@NullMarked
package io.jukung.admission.config;

import org.jspecify.annotations.NullMarked;
