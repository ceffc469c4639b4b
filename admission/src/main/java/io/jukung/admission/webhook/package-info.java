/**
 * Webhooks: other servers that are asked whether a write may pass, and what is to be changed. Where
 * they are reached is behind {@link io.jukung.admission.webhook.WebhookCaller}.
 *
 * <p>Mutating webhooks are asked one after the other on the request's thread, validating ones all
 * at once, each on a virtual thread that ends with the call. Configurations are read when the read
 * cache has new ones; a write to a cluster without them costs two comparisons of numbers.
 * Upstream's counterpart: {@code k8s.io/apiserver/pkg/admission/plugin/webhook} at v1.36.
 */
@NullMarked
package io.jukung.admission.webhook;

import org.jspecify.annotations.NullMarked;
